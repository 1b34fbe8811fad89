import { z } from 'zod'
import { timeMs, User } from './rows'

/** A person as administrators see them. */
export const AdminUser = User.extend({
  admin: z.boolean(),
  /** When the account was created. */
  createdAt: timeMs,
  /** When an administrator disabled the account. Absent while it is enabled. */
  disabledAt: timeMs.optional(),
  /** When the account was closed. Absent while it is open. */
  closedAt: timeMs.optional(),
  /** When a closed account will be erased. */
  eraseAt: timeMs.optional(),
  /** The network address that the account was registered from. Absent once it is removed. */
  address: z.string().optional(),
  /** When the person turned their second factor on. Absent while it is off. */
  secondFactorSince: timeMs.optional(),
  /** The number of the person’s passkeys. Absent without any. */
  passkeys: z.int().positive().optional(),
  /** Until when the flood brake mutes the person everywhere. Absent without a mute, and once an administrator lifted it. It can lie in the past. */
  mutedUntil: timeMs.optional(),
  /** Whether an administrator trusts the account: neither the flood brake nor the limits for new accounts apply to it. */
  trusted: z.boolean(),
})
export type AdminUser = z.output<typeof AdminUser>
