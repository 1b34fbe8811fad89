import type { ChatId } from '@parley/protocol'
import { type Selectable, sql } from 'kysely'
import { toBytes, toId } from '../lib/uuid-bytes'
import { isLarge } from '../storage/append/large'
import { pairOf, selectPair } from '../storage/append/pair-standing'
import { standingOf } from '../storage/append/standing'
import type { Queries } from '../storage/database'
import { chatUserLookup, keyLookup, userChatLookup } from '../storage/queries/lookups'
import { prepared } from '../storage/queries/prepared'
import type { Schema, Standing } from '../storage/schema'
import { type ChatRow, selectChat } from './store'

type MemberRow = Selectable<Schema['members']>

/** A user's rights in one chat. */
export interface AccessRow extends Standing {
  readonly chatId: ChatId
  readonly chatKey: number
  readonly aclRev: number
  /** Whether only watchers receive it. */
  readonly large: boolean
  /** The oldest and newest readable seq; a former member reads up to where they left. */
  readonly visibleFrom: number
  readonly visibleTo: number
}

/** By the chat's id, so that the chat can be looked up at the same time. */
const memberInChat = prepared((db: Queries, { id, userKey }: { id: Uint8Array; userKey: number }) =>
  db
    .selectFrom('members')
    .selectAll()
    .where('chat_key', '=', (query) => query.selectFrom('chats').select('key').where('id', '=', id))
    .where('user_key', '=', userKey),
)

/** A chat and a user's row in it. */
const selectPlace = async (db: Queries, chatId: ChatId, userKey: number) => {
  const [row, [memberRow]] = await Promise.all([
    selectChat(db, chatId),
    memberInChat(db, { id: toBytes(chatId), userKey }),
  ])
  return row && { row, memberRow }
}

const adminByKey = prepared((db: Queries, { userKey }: { userKey: number }) =>
  db.selectFrom('users').select('admin').where('key', '=', userKey),
)

/** Undefined for a missing chat, and for a stranger to it. */
export const findAccess = async (db: Queries, chatId: ChatId, userKey: number): Promise<AccessRow | undefined> => {
  const place = await selectPlace(db, chatId, userKey)
  if (!place) return undefined
  const { row, memberRow } = place
  const standing = await standingIn(db, { row, memberRow }, userKey)
  const { key: chatKey, acl_rev: aclRev } = row
  return standing && { ...standing, chatId, chatKey, aclRev, large: isLarge(row), ...rangeOf(row, memberRow) }
}

/** A user's standing in a chat, from its row and theirs. */
export const standingIn = async (
  db: Queries,
  { row, memberRow }: { row: ChatRow; memberRow: MemberRow | undefined },
  userKey: number,
): Promise<Standing | undefined> => {
  const pair = pairOf(row)
  return standingOf(row, {
    key: userKey,
    place: memberRow,
    admin: row.kind === 'channel' && (await adminByKey(db, { userKey }))[0]?.admin === 1,
    pair: pair ? await selectPair(db, pair) : [],
  })
}

/** The readable range of a member row. In a chat of all users the row doesn't limit it. */
const rangeOf = (row: ChatRow, memberRow: MemberRow | undefined) => {
  const place = row.everybody ? undefined : memberRow
  return {
    visibleFrom: place?.visible_from ?? row.first_seq,
    visibleTo: place?.left_seq ?? Number.MAX_SAFE_INTEGER,
  }
}

/** A user's readable range of a chat, with its newest seq and rev for them. */
export interface Readable extends Pick<AccessRow, 'chatId' | 'chatKey' | 'kind' | 'visibleFrom' | 'visibleTo'> {
  /** Whether they belong to it now. */
  readonly member: boolean
  readonly head: { readonly seq: number; readonly rev: number }
  readonly row: ChatRow
  readonly memberRow: MemberRow | undefined
}

/** Undefined for a missing chat, and for a stranger to it. */
export const findReadable = async (db: Queries, chatId: ChatId, userKey: number): Promise<Readable | undefined> => {
  const place = await selectPlace(db, chatId, userKey)
  return place && (place.memberRow || place.row.everybody) ? readableOf(place.row, place.memberRow) : undefined
}

const chatsByKeys = keyLookup<number, ChatRow>({
  type: 'bigint',
  find: (db, isKey) => db.selectFrom('chats').selectAll().where(isKey('key')),
  keyOf: ({ key }) => key,
})
const membersByKeys = userChatLookup((db, isAmong) => db.selectFrom('members').selectAll().where(isAmong))

/** A user's readable range in some chats, by chat key; chats of strangers are left out. */
export const findReadables = async (
  db: Queries,
  userKey: number,
  chatKeys: readonly number[],
): Promise<Map<number, Readable>> => {
  const [rows, members] = await Promise.all([chatsByKeys(db, chatKeys), membersByKeys(db, userKey, chatKeys)])
  const own = new Map(members.map((row) => [row.chat_key, row]))
  const mayRead = rows.filter((row) => row.everybody || own.has(row.key))
  return new Map(mayRead.map((row) => [row.key, readableOf(row, own.get(row.key))]))
}

const placesOf = chatUserLookup((db, isAmong) =>
  db.selectFrom('members').select(['user_key', 'chat_key', 'left_seq']).where(isAmong),
)

/** The present members among some users, by their keys. */
export const findPresent = async (
  db: Queries,
  chatKey: number,
  userKeys: readonly number[],
): Promise<ReadonlySet<number>> => {
  const places = await placesOf(db, chatKey, userKeys)
  return new Set(places.filter((place) => place.left_seq === null).map((place) => place.user_key))
}

/** The readable range of a member row; without one, that of all users. A former member's head is where they left. */
export const readableOf = (row: ChatRow, memberRow: MemberRow | undefined): Readable => {
  const former = memberRow && memberRow.left_seq !== null
  const head = former ? { seq: memberRow.left_seq ?? 0, rev: memberRow.rev } : { seq: row.seq, rev: row.rev }
  const about = { chatId: toId<ChatId>(row.id), chatKey: row.key, kind: row.kind, member: !former }
  return { ...about, ...rangeOf(row, memberRow), head, row, memberRow }
}

const lateTo = prepared((db: Queries, { chatKey, seq }: { chatKey: number; seq: number }) =>
  db
    .selectFrom('members')
    .select('user_key')
    .where('chat_key', '=', chatKey)
    .where('left_seq', 'is', null)
    .where('visible_from', '>', seq)
    .limit(sql.lit(1)),
)

/** Whether no present member joined too late to see a message. */
export const seenByAll = async (db: Queries, chatKey: number, seq: number): Promise<boolean> =>
  (await lateTo(db, { chatKey, seq })).length === 0
