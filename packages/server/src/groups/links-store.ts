import { limits, type UserId } from '@parley/protocol'
import type { InviteRow } from '../invites/links'
import { toId } from '../lib/uuid-bytes'
import type { Queries } from '../storage/database'

export type LinkRow = InviteRow & { readonly user_id: UserId }

/** The working links of a group, newest first. */
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

/** The group of a link, working or not. */
export const selectChatKey = async (db: Queries, code: string): Promise<number | undefined> =>
  (await db.selectFrom('invites').select('chat_key').where('code', '=', code).executeTakeFirst())?.chat_key ?? undefined
