import { z } from 'zod'
import { timeMs } from './rows'

/** Why a mail was not sent. Clients translate it. */
export const mailProblem = z.enum([
  'no_smtp',
  'name_not_found',
  'connection_refused',
  'no_answer',
  'implicit_tls',
  'not_implicit_tls',
  'starttls_missing',
  'certificate',
  'wrong_password',
  'sender_refused',
  'recipient_refused',
  'refused',
])
export type MailProblem = z.output<typeof mailProblem>

/** An attempt to send a mail that failed. */
export const MailFailure = z.object({
  at: timeMs,
  /** Why it failed. */
  problem: mailProblem,
})
