import type { AuditLog } from '../../audit/audit-log'
import { fail } from '../../lib/fail'
import { toId } from '../../lib/uuid-bytes'
import type { Sessions } from '../../sessions/sessions'
import type { Transaction } from '../../storage/database'
import { hasExternalId } from '../../storage/queries/external-ids'
import { raiseUserRev } from '../../storage/queries/revs'
import { updateUser } from '../../users/user-rows'
import { toMe, type UserRow } from '../../users/users'
import { hasOtherAdmin, selectAdminKeys } from '../closing-store'
import { selectByKey } from '../store'

/** The result of a person’s groups. */
export interface GroupDecision {
  /** The name of the provider. */
  readonly provider: string
  /** Undefined where the groups decide nothing. */
  readonly admin: boolean | undefined
}

/** The parts that a change of an administrator uses. */
export interface GroupParts {
  readonly audit: Pick<AuditLog, 'record'>
  readonly sessions: Pick<Sessions, 'revokeAll'>
}

/** Locks a user. If the groups may make an administrator none, locks all others, so that one of them stays. */
export const lockForGroups = async (
  tx: Transaction,
  userKey: number,
  { admin }: Pick<GroupDecision, 'admin'>,
): Promise<UserRow | undefined> => {
  const seen = await selectByKey(tx.db, userKey)
  const others = seen?.admin === 1 && admin === false ? await selectAdminKeys(tx.db) : []
  await tx.lock({ users: [userKey, ...others] })
  const row = await selectByKey(tx.db, userKey)
  if (row?.admin === 1 && seen?.admin !== 1) throw fail('unavailable', { retryAfterMs: 100 })
  return row
}

/**
 * Makes a user an administrator or none, as the groups at the provider say. The last administrator stays. The user was locked by
 * `lockForGroups`.
 */
export const applyGroups = async (
  tx: Transaction,
  row: UserRow,
  { provider, admin, audit, sessions }: GroupDecision & GroupParts,
): Promise<UserRow> => {
  const is = row.admin === 1
  if (admin === undefined || admin === is) return row
  if (!admin && !(await hasOtherAdmin(tx.db, row.key))) return row
  await audit.record(tx, 'server', {
    action: 'admin_by_group',
    userKey: row.key,
    before: { administrator: is },
    after: { administrator: admin, provider },
  })
  // Another product may hold a session of the account.
  if (admin && (await hasExternalId(tx.db, row.key))) await sessions.revokeAll(tx, { key: row.key, id: toId(row.id) })
  const rev = await raiseUserRev(tx, row.key)
  const changed = await updateUser(tx.db, row.key, { admin: admin ? 1 : 0, profile_rev: rev })
  tx.publish({ kind: 'user', userId: toId(row.id), delta: { from: rev - 1, rev, me: toMe(changed) } })
  return changed
}
