import { type ChannelCard, type ChatId, limits } from '@parley/protocol'
import { toBytes, toId } from '../lib/uuid-bytes'
import type { Queries } from '../storage/database'

export const selectChannel = (db: Queries, chatId: ChatId) =>
  db.selectFrom('chats').selectAll().where('id', '=', toBytes(chatId)).where('kind', '=', 'channel').executeTakeFirst()

export const selectChat = (db: Queries, chatId: ChatId) =>
  db.selectFrom('chats').selectAll().where('id', '=', toBytes(chatId)).executeTakeFirst()

export interface Listed {
  readonly userKey: number
  /** As names are folded; keeps those that begin with it. */
  readonly query: string
  /** The last one that was listed before. */
  readonly after: { readonly key: number; readonly folded: string } | undefined
}

/** Above everything that begins with a text. */
const last = '\u{10ffff}'

/** Channels by name, one more than fit on a page, and whether somebody is in them. */
export const selectListed = async (db: Queries, { userKey, query, after }: Listed): Promise<ChannelCard[]> => {
  let channels = db
    .selectFrom('chats')
    .leftJoin('members', (join) =>
      join.onRef('members.chat_key', '=', 'chats.key').on('members.user_key', '=', userKey),
    )
    .select(['chats.id', 'chats.name', 'chats.about', 'chats.member_count', 'members.left_seq'])
    .select('members.user_key as own')
    .where('chats.kind', '=', 'channel')
    .where('chats.everybody', '=', 0)
    .orderBy('chats.name_folded')
    .orderBy('chats.key')
    .limit(limits.channelsPage + 1)
  if (query !== '')
    channels = channels.where('chats.name_folded', '>=', query).where('chats.name_folded', '<', query + last)
  if (after) {
    const { key, folded } = after
    channels = channels.where((row) =>
      row.or([
        row('chats.name_folded', '>', folded),
        row.and([row('chats.name_folded', '=', folded), row('chats.key', '>', key)]),
      ]),
    )
  }
  const rows = await channels.execute()
  return rows.map((row) => ({
    ...{ chatId: toId<ChatId>(row.id), name: row.name ?? '', members: row.member_count },
    ...(row.about === null ? {} : { about: row.about }),
    joined: row.own !== null && row.left_seq === null,
  }))
}

/** A member row of the channel, also of who left. */
export const selectPlace = (db: Queries, chatKey: number, userKey: number) =>
  db
    .selectFrom('members')
    .selectAll()
    .where('chat_key', '=', chatKey)
    .where('user_key', '=', userKey)
    .executeTakeFirst()

export const setLeft = async (
  db: Queries,
  place: { chatKey: number; userKey: number; leftSeq: number; leftChat: string; rev: number },
): Promise<void> => {
  await db
    .updateTable('members')
    .set({ left_seq: place.leftSeq, left_chat: place.leftChat, role: 'member', rev: place.rev })
    .where('chat_key', '=', place.chatKey)
    .where('user_key', '=', place.userKey)
    .execute()
}

/** Notes until when somebody may not write; makes their row where everybody belongs without one. */
export const putMuted = async (
  db: Queries,
  place: { chatKey: number; userKey: number; until: number | null; visibleFrom: number; rev: number },
): Promise<void> => {
  const { chatKey: chat_key, userKey: user_key, until: muted_until, visibleFrom: visible_from, rev } = place
  await db
    .insertInto('members')
    .values({ chat_key, user_key, role: 'member', joined_seq: 0, visible_from, muted_until, rev })
    .onConflict((conflict) => conflict.columns(['chat_key', 'user_key']).doUpdateSet({ muted_until, rev }))
    .execute()
}

/** Whether somebody is an administrator of the installation. */
export const selectAdmin = async (db: Queries, userKey: number): Promise<boolean> =>
  (await db.selectFrom('users').select('admin').where('key', '=', userKey).executeTakeFirst())?.admin === 1
