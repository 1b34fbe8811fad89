import { limits, type UserId } from '@parley/protocol'
import type { Insertable, Selectable } from 'kysely'
import { toId } from '../lib/uuid-bytes'
import type { Queries } from '../storage/database'
import type { Schema } from '../storage/schema'

export type LinkRow = Selectable<Schema['invites']> & { readonly user_id: UserId }

export const insertLink = (db: Queries, row: Insertable<Schema['invites']>) =>
  db.insertInto('invites').values(row).returningAll().executeTakeFirstOrThrow()

/** The links of a group that work, newest first. */
export const selectLinks = async (
  db: Queries,
  { chatKey, nowMs }: { chatKey: number; nowMs: number },
): Promise<LinkRow[]> => {
  const rows = await db
    .selectFrom('invites')
    .innerJoin('users', 'users.key', 'invites.user_key')
    .innerJoin('members', (join) =>
      join.onRef('members.chat_key', '=', 'invites.chat_key').onRef('members.user_key', '=', 'invites.user_key'),
    )
    .selectAll('invites')
    .select('users.id as user_id')
    .where('invites.chat_key', '=', chatKey)
    .where('invites.revoked_at', 'is', null)
    .where('invites.expires_at', '>', nowMs)
    .where('invites.uses_left', '>', 0)
    .where('users.disabled_at', 'is', null)
    .where('members.left_seq', 'is', null)
    .where('members.role', 'in', ['owner', 'admin'])
    .orderBy('invites.created_at', 'desc')
    .orderBy('invites.code')
    .limit(limits.linksPerGroup)
    .execute()
  return rows.map((row) => ({ ...row, user_id: toId<UserId>(row.user_id) }))
}

/** The group that a link leads into, whether it works or not. */
export const selectChatKey = async (db: Queries, code: string): Promise<number | undefined> =>
  (await db.selectFrom('invites').select('chat_key').where('code', '=', code).executeTakeFirst())?.chat_key ?? undefined

/** Ends a link of a group; whether there was one. Ending it twice is once. */
export const revokeLink = async (
  db: Queries,
  { code, chatKey, atMs }: { code: string; chatKey: number; atMs: number },
): Promise<boolean> => {
  const row = await db
    .updateTable('invites')
    .set((invite) => ({ revoked_at: invite.fn.coalesce('revoked_at', invite.val(atMs)) }))
    .where('code', '=', code)
    .where('chat_key', '=', chatKey)
    .returning('code')
    .executeTakeFirst()
  return row !== undefined
}

/** Takes uses of a link that works; whether it did. The conditions are part of the update: others take uses as well. */
export const takeUse = async (
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
