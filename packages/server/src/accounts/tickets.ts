import { limits } from '@parley/protocol'
import { type Failure, fail } from '../lib/fail'
import { hashSecret, newSecret } from '../lib/secret'
import type { Queries, Transaction } from '../storage/database'
import type { UserRow } from '../users/users'
import { selectCode } from './email/email-store'
import { hasReset } from './reset-store'
import * as store from './ticket-store'

const TICKET_BYTES = 32

/** The first step of a sign-in, which decides how it goes on after the second factor. */
export type Proved =
  | { readonly kind: 'sign_in' | 'restore' }
  /** A code of a mail, or of a reset link, for a new password. */
  | { readonly kind: 'mail' | 'link'; readonly proof: Uint8Array; readonly newPasswordHash: string }

const ofPassword = ({ password_hash: hash }: UserRow): Uint8Array => hashSecret(hash)
/** The stored form of a mailed code in tickets. */
export const mailProof = (codeHash: string): Uint8Array => hashSecret(codeHash)

/**
 * Makes a ticket, if the account of a sign-in has a second factor. Return the failure from the transaction, so that it stores
 * the ticket, and throw it afterwards.
 * @returns `second_factor_required` with the ticket; undefined without a second factor
 */
export const demandSecondFactor = async (
  tx: Transaction,
  row: UserRow,
  proved: Proved,
): Promise<Failure | undefined> => {
  if (row.second_factor_at === null) return undefined
  const ticket = newSecret(TICKET_BYTES)
  const expiresAt = tx.now + limits.ticketMs
  await store.deleteOldest(tx.db, row.key, limits.ticketsPerAccount - 1)
  await store.insertTicket(tx.db, {
    ...{ ticket_hash: hashSecret(ticket), user_key: row.key, kind: proved.kind, expires_at: expiresAt },
    proof: 'proof' in proved ? proved.proof : ofPassword(row),
    password_hash: 'proof' in proved ? proved.newPasswordHash : null,
  })
  return fail('second_factor_required', { ticket, until: expiresAt })
}

/** Whether what a ticket proved still holds: the password, the mailed code or the link is the same. */
export const stillProved = async (
  db: Queries,
  row: UserRow,
  { kind, proof, nowMs }: { kind: Proved['kind']; proof: Uint8Array; nowMs: number },
): Promise<boolean> => {
  if (kind === 'link') return hasReset(db, { userKey: row.key, codeHash: proof, nowMs })
  if (kind !== 'mail') return Buffer.from(ofPassword(row)).equals(proof)
  const code = await selectCode(db, { userKey: row.key, purpose: 'recover', nowMs })
  return code !== undefined && Buffer.from(mailProof(code.code_hash)).equals(proof)
}
