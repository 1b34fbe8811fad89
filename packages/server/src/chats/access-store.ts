import type { ChatId } from '@parley/protocol'
import { type Selectable, sql } from 'kysely'
import { toId } from '../lib/uuid-bytes'
import type { Queries } from '../storage/database'
import { isLarge } from '../storage/large'
import { chatUserLookup, keyLookup, userChatLookup } from '../storage/lookups'
import { pairOf, selectPair } from '../storage/pair-standing'
import { prepared } from '../storage/prepared'
import type { Schema, Standing } from '../storage/schema'
import { standingOf } from '../storage/standing'
import { type ChatRow, selectChat } from './store'

type MemberRow = Selectable<Schema['members']>

/** What one user may do in one chat. */
export interface AccessRow extends Standing {
  readonly chatId: ChatId
  readonly chatKey: number
  readonly aclRev: number
  /** Whether only those who watch it hear it. */
  readonly large: boolean
  /** The oldest and newest seq that may be read; a former member reads up to where they left. */
  readonly visibleFrom: number
  readonly visibleTo: number
}

const memberByKeys = prepared((db: Queries, { chatKey, userKey }: { chatKey: number; userKey: number }) =>
  db.selectFrom('members').selectAll().where('chat_key', '=', chatKey).where('user_key', '=', userKey),
)

const selectMember = async (db: Queries, chatKey: number, userKey: number): Promise<MemberRow | undefined> =>
  (await memberByKeys(db, { chatKey, userKey }))[0]

const adminByKey = prepared((db: Queries, { userKey }: { userKey: number }) =>
  db.selectFrom('users').select('admin').where('key', '=', userKey),
)

/** Undefined for a chat that does not exist or that the user never belonged to. */
export const findAccess = async (db: Queries, chatId: ChatId, userKey: number): Promise<AccessRow | undefined> => {
  const row = await selectChat(db, chatId)
  if (!row) return undefined
  const memberRow = await selectMember(db, row.key, userKey)
  const standing = await standingIn(db, { row, memberRow }, userKey)
  const { key: chatKey, acl_rev: aclRev } = row
  return standing && { ...standing, chatId, chatKey, aclRev, large: isLarge(row), ...rangeOf(row, memberRow) }
}

/** Where somebody stands in a chat, from its row and theirs. */
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

/** What a member row lets its user read; where everybody belongs it says nothing of that. */
const rangeOf = (row: ChatRow, memberRow: MemberRow | undefined) => {
  const place = row.everybody ? undefined : memberRow
  return {
    visibleFrom: place?.visible_from ?? row.first_seq,
    visibleTo: place?.left_seq ?? Number.MAX_SAFE_INTEGER,
  }
}

/** What somebody may read of a chat, and its newest seq and rev as they see it. */
export interface Readable extends Pick<AccessRow, 'chatId' | 'chatKey' | 'kind' | 'visibleFrom' | 'visibleTo'> {
  /** Whether they belong to it now. */
  readonly member: boolean
  readonly head: { readonly seq: number; readonly rev: number }
  readonly row: ChatRow
  readonly memberRow: MemberRow | undefined
}

/** Undefined for a chat that does not exist or that the user never belonged to. */
export const findReadable = async (db: Queries, chatId: ChatId, userKey: number): Promise<Readable | undefined> => {
  const row = await selectChat(db, chatId)
  if (!row) return undefined
  const member = await selectMember(db, row.key, userKey)
  return member || row.everybody ? readableOf(row, member) : undefined
}

const chatsByKeys = keyLookup<number, ChatRow>({
  type: 'bigint',
  find: (db, isKey) => db.selectFrom('chats').selectAll().where(isKey('key')),
  keyOf: ({ key }) => key,
})
const membersByKeys = userChatLookup((db, isAmong) => db.selectFrom('members').selectAll().where(isAmong))

/** What a user may read of some chats, by chat key; those that they never belonged to are left out. */
export const findReadables = async (
  db: Queries,
  userKey: number,
  chatKeys: readonly number[],
): Promise<Map<number, Readable>> => {
  const [rows, members] = [await chatsByKeys(db, chatKeys), await membersByKeys(db, userKey, chatKeys)]
  const own = new Map(members.map((row) => [row.chat_key, row]))
  const mayRead = rows.filter((row) => row.everybody || own.has(row.key))
  return new Map(mayRead.map((row) => [row.key, readableOf(row, own.get(row.key))]))
}

const placesOf = chatUserLookup((db, isAmong) =>
  db.selectFrom('members').select(['user_key', 'chat_key', 'left_seq']).where(isAmong),
)

/** Which of these users, by their keys, are in a chat now. */
export const findPresent = async (
  db: Queries,
  chatKey: number,
  userKeys: readonly number[],
): Promise<ReadonlySet<number>> => {
  const places = await placesOf(db, chatKey, userKeys)
  return new Set(places.filter((place) => place.left_seq === null).map((place) => place.user_key))
}

/** What a member row lets its user read; none is what everybody may. A former member's head is where they left. */
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

/** Whether no present member came too late to see a message. */
export const seenByAll = async (db: Queries, chatKey: number, seq: number): Promise<boolean> =>
  (await lateTo(db, { chatKey, seq })).length === 0
