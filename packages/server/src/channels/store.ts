import { type ChannelCard, type ChatId, limits } from '@parley/protocol'
import { sql } from 'kysely'
import { toBytes, toId } from '../lib/uuid-bytes'
import type { Queries } from '../storage/database'
import { lastOf } from '../storage/queries/flat'
import { userChatLookup } from '../storage/queries/lookups'
import { prepared } from '../storage/queries/prepared'

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

const channelsPage = prepared((db: Queries, { from, last, folded, key }: Range) =>
  db
    .selectFrom('chats')
    .select(['key', 'id', 'name', 'about', 'member_count'])
    .where('kind', '=', sql.lit('channel'))
    .where('everybody', '=', sql.lit(0))
    .where('name_folded', '>=', from)
    .where('name_folded', '<', last)
    .where(sql<boolean>`(name_folded, key) > (${folded}, ${key})`)
    .orderBy('name_folded')
    .orderBy('key')
    .limit(sql.lit(limits.channelsPage + 1)),
)

/** The names that are listed, and the channel that the last page ended with. */
interface Range {
  readonly from: string
  readonly last: string
  readonly folded: string
  readonly key: number
}

const placesIn = userChatLookup((db, isAmong) =>
  db.selectFrom('members').select(['user_key', 'chat_key', 'left_seq']).where(isAmong),
)

/** Channels by name, one more than fit on a page, and whether a user is in them. */
export const selectListed = async (db: Queries, { userKey, query, after }: Listed): Promise<ChannelCard[]> => {
  const { folded, key } = after ?? { folded: '', key: 0 }
  // Names are looked for from where the last page ended.
  const rows = await channelsPage(db, { from: folded > query ? folded : query, last: lastOf(query), folded, key })
  const places = await placesIn(
    db,
    userKey,
    rows.map((row) => row.key),
  )
  const joined = new Set(places.filter((place) => place.left_seq === null).map((place) => place.chat_key))
  return rows.map((row) => ({
    chatId: toId<ChatId>(row.id),
    name: row.name ?? '',
    members: row.member_count,
    ...(row.about === null ? {} : { about: row.about }),
    joined: joined.has(row.key),
  }))
}

/** A member row of the channel, also of a former member. */
export const selectPlace = (db: Queries, chatKey: number, userKey: number) =>
  db
    .selectFrom('members')
    .selectAll()
    .where('chat_key', '=', chatKey)
    .where('user_key', '=', userKey)
    .executeTakeFirst()

/** Whether a user is an administrator of the server. */
export const selectAdmin = async (db: Queries, userKey: number): Promise<boolean> =>
  (await db.selectFrom('users').select('admin').where('key', '=', userKey).executeTakeFirst())?.admin === 1
