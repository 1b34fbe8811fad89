import { z } from 'zod'
import { timeMs } from './rows'

/** The caller's e-mail address. */
export const OwnEmail = z.object({
  /** The confirmed address. Absent without one. */
  email: z.string().optional(),
  /** The address that waits for its code. */
  pending: z.object({ email: z.string(), expiresAt: timeMs }).optional(),
  /** Whether the server sends mails. Otherwise they become files that only administrators can read. */
  sendsMail: z.boolean(),
})
export type OwnEmail = z.output<typeof OwnEmail>
