import type { Result } from '@parley/protocol'
import type { SignedInFrom } from '../lib/caller'
import { fail } from '../lib/fail'
import type { Letter } from '../mail/compose'
import type { Sessions } from '../sessions/sessions'
import type { Transaction } from '../storage/database'
import { updateUser } from '../users/user-rows'
import { toMe, toUser, type UserRow } from '../users/users'
import { deleteCodes } from './email/email-store'
import type { Notices } from './email/notices'
import { deleteReset } from './reset-store'
import { deleteTickets } from './ticket-store'

export interface ForgottenPassword {
  readonly notices: Pick<Notices, 'passwordChanged'>
  /** The locked account. */
  readonly row: UserRow
  /** The hash of the new password. */
  readonly hash: string
  readonly sessions: Sessions
  readonly from: SignedInFrom
}

/** Stores the hash of a new password for a locked user. Voids their reset link, all codes in mails, and sign-ins that
 * wait for a code. */
export const replacePassword = async (tx: Transaction, userKey: number, hash: string): Promise<void> => {
  await deleteReset(tx.db, userKey)
  await deleteCodes(tx.db, userKey)
  await deleteTickets(tx.db, userKey)
  await updateUser(tx.db, userKey, { password_hash: hash })
}

/** @throws `account_disabled`, `account_closed` */
export const refuseUnusable = ({ disabled_at, erase_at }: UserRow): void => {
  if (disabled_at !== null) throw fail('account_disabled')
  if (erase_at !== null) throw fail('account_closed', { until: erase_at })
}

/**
 * Sets the password of someone who forgot it: voids links and codes, ends the account's sessions and signs in.
 * @returns the response, and the mail about it
 * @throws `account_disabled`, `account_closed`
 */
export const setForgottenPassword = async (
  tx: Transaction,
  { row, hash, sessions, from, notices }: ForgottenPassword,
): Promise<{ signedIn: Result<'accounts.resetPassword'>; letter: Letter | undefined }> => {
  refuseUnusable(row)
  const user = { key: row.key, id: toUser(row).id }
  await replacePassword(tx, row.key, hash)
  await sessions.revokeAll(tx, user)
  const signedIn = { user: toMe(row), session: await sessions.createSession(tx, user, from) }
  return { signedIn, letter: await notices.passwordChanged(tx.db, row) }
}
