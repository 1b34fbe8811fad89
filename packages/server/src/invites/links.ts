import type { Insertable, Selectable } from 'kysely'
import type { Queries } from '../storage/database'
import type { Schema } from '../storage/schema'

/** A link that makes friends, or one into a group. */
export type InviteRow = Selectable<Schema['invites']>

export const insertLink = (db: Queries, row: Insertable<Schema['invites']>): Promise<InviteRow> =>
  db.insertInto('invites').values(row).returningAll().executeTakeFirstOrThrow()

/** Takes a use of a link that makes friends; returns whether one was left. The condition is part of the update: others take uses as well. */
export const takeUse = async (db: Queries, { code, nowMs }: { code: string; nowMs: number }): Promise<boolean> => {
  const row = await db
    .updateTable('invites')
    .set((invite) => ({ uses_left: invite('uses_left', '-', 1) }))
    .where('code', '=', code)
    .where('uses_left', '>', 0)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', nowMs)
    .returning('code')
    .executeTakeFirst()
  return row !== undefined
}

/**
 * Takes uses of a working link into a group; returns whether it did. The conditions are part of the update, because
 * others take uses as well.
 */
export const takeGroupUse = async (
  db: Queries,
  { code, chatKey, nowMs, uses }: { code: string; chatKey: number; nowMs: number; uses: 0 | 1 },
): Promise<boolean> => {
  const row = await db
    .updateTable('invites')
    .set((invite) => ({ uses_left: invite('uses_left', '-', uses) }))
    .where('code', '=', code)
    .where('chat_key', '=', chatKey)
    .where('uses_left', '>', 0)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', nowMs)
    .where('user_key', 'in', (makers) =>
      makers
        .selectFrom('members')
        .innerJoin('users', 'users.key', 'members.user_key')
        .select('members.user_key')
        .where('members.chat_key', '=', chatKey)
        .where('members.left_seq', 'is', null)
        .where('members.role', 'in', ['owner', 'admin'])
        .where('users.disabled_at', 'is', null),
    )
    .returning('code')
    .executeTakeFirst()
  return row !== undefined
}

/** Ends a link of its maker that makes friends; returns whether it existed. Ending it twice counts once. */
export const revokeLink = async (
  db: Queries,
  { code, userKey, atMs }: { code: string; userKey: number; atMs: number },
): Promise<boolean> => {
  const row = await revoked(db, code, atMs)
    .where('user_key', '=', userKey)
    .where('chat_key', 'is', null)
    .returning('code')
    .executeTakeFirst()
  return row !== undefined
}

/** Ends a link into a group, of any maker; returns whether it existed. Ending it twice counts once. */
export const revokeGroupLink = async (
  db: Queries,
  { code, chatKey, atMs }: { code: string; chatKey: number; atMs: number },
): Promise<boolean> => {
  const row = await revoked(db, code, atMs).where('chat_key', '=', chatKey).returning('code').executeTakeFirst()
  return row !== undefined
}

const revoked = (db: Queries, code: string, atMs: number) =>
  db
    .updateTable('invites')
    .set((invite) => ({ revoked_at: invite.fn.coalesce('revoked_at', invite.val(atMs)) }))
    .where('code', '=', code)

/** Removes the links into a group. */
export const deleteGroupLinks = async (db: Queries, chatKey: number): Promise<void> => {
  await db.deleteFrom('invites').where('chat_key', '=', chatKey).execute()
}

/** Removes links that expired before a time; returns how many. */
export const deleteOld = async (db: Queries, { before, limit }: { before: number; limit: number }): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('invites')
    .where('code', 'in', (invites) =>
      invites.selectFrom('invites').select('code').where('expires_at', '<', before).limit(limit),
    )
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}
