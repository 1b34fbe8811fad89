import { newUuidV7, type UserId } from '@parley/protocol'
import { fail } from '../lib/fail'
import { toBytes } from '../lib/uuid-bytes'
import type { Queries, Transaction } from '../storage/database'
import { lockMeta } from '../storage/meta'
import { minuteOf } from '../storage/schema'
import { insertUser, nameColumns } from '../users/user-rows'
import type { UserRow } from '../users/users'
import { isWaiting } from './requests/requests-store'
import type { ReservedNames } from './reserved-names'
import { selectByUsername } from './store'

/** An account that is about to be made. */
export interface NewAccount {
  readonly username: string
  readonly name: string
  readonly passwordHash: string
  readonly admin: boolean
  /** Whether an administrator invited or approved the account: the limits for new accounts don't apply to it. */
  readonly vouched: boolean
}

/**
 * Lets one transaction at a time give out usernames. Accounts and requests for one are in two tables, so no unique index
 * covers both. Take it before all other locks.
 */
export const lockNames = async (tx: Transaction): Promise<void> => {
  await lockMeta(tx.db, 'names', '')
}

/** @throws `username_taken` for the name of an account, of an erased one, or of a waiting request */
export const refuseTaken = async (
  db: Queries,
  { username, reserved, nowMs }: { username: string; reserved: ReservedNames; nowMs: number },
): Promise<void> => {
  const taken =
    // Requests first: one that is approved in between is an account by then.
    (await isWaiting(db, username, nowMs)) ||
    (await selectByUsername(db, username)) !== undefined ||
    (await reserved.has(db, username))
  if (taken) throw fail('username_taken', { field: 'username' })
}

/** Inserts an account, which the caller then locks; undefined when the name is taken. */
export const insertAccount = async (
  tx: Transaction,
  { username, name, passwordHash, admin, vouched }: NewAccount,
): Promise<UserRow | undefined> =>
  insertUser(tx.db, {
    id: toBytes(newUuidV7(tx.now) as UserId),
    username,
    ...(await nameColumns(name)),
    admin: admin ? 1 : 0,
    trust: vouched ? 1 : 0,
    password_hash: passwordHash,
    created_at: tx.now,
    disabled_at: null,
    rev: 1,
    profile_rev: 1,
    changed_min: minuteOf(tx.now),
  })
