import type { Chat, ChatId, ChatState, MediaId, UserId } from '@parley/protocol'
import { type Selectable, sql } from 'kysely'
import { toBytes, toId } from '../lib/uuid-bytes'
import type { Queries, Transaction } from '../storage/database'
import { pairOf, selectPairStanding } from '../storage/pair-standing'
import { prepared } from '../storage/prepared'
import { minuteOf, type PairStanding, type Schema } from '../storage/schema'

export type ChatRow = Selectable<Schema['chats']>
type MemberRow = Selectable<Schema['members']>

/** What one user may do in one chat. */
export interface AccessRow {
  readonly chatId: ChatId
  readonly chatKey: number
  readonly kind: ChatRow['kind']
  readonly aclRev: number
  readonly open: boolean
  /** The oldest and newest seq that may be read; a former member reads up to where they left. */
  readonly visibleFrom: number
  readonly visibleTo: number
  readonly member: boolean
  /** Direct chats of two: how the user and the other person stand to each other. */
  readonly pair?: PairStanding
}

const chatById = prepared((db: Queries, { id }: { id: Uint8Array }) =>
  db.selectFrom('chats').selectAll().where('id', '=', id),
)

export const selectChat = async (db: Queries, chatId: ChatId): Promise<ChatRow | undefined> =>
  (await chatById(db, { id: toBytes(chatId) }))[0]

export const selectChatByKey = (db: Queries, key: number): Promise<ChatRow> =>
  db.selectFrom('chats').selectAll().where('key', '=', key).executeTakeFirstOrThrow()

const memberByKeys = prepared((db: Queries, { chatKey, userKey }: { chatKey: number; userKey: number }) =>
  db.selectFrom('members').selectAll().where('chat_key', '=', chatKey).where('user_key', '=', userKey),
)

const selectMember = async (db: Queries, chatKey: number, userKey: number): Promise<MemberRow | undefined> =>
  (await memberByKeys(db, { chatKey, userKey }))[0]

/** Undefined for a chat that does not exist or that the user never belonged to. */
export const findAccess = async (db: Queries, chatId: ChatId, userKey: number): Promise<AccessRow | undefined> => {
  const chat = await selectChat(db, chatId)
  if (!chat) return undefined
  if (chat.kind === 'channel') return accessOf(chat, undefined)
  const member = await selectMember(db, chat.key, userKey)
  if (!member) return undefined
  const pair = pairOf(chat)
  return { ...accessOf(chat, member), ...(pair ? { pair: await selectPairStanding(db, pair, userKey) } : {}) }
}

/** The access that a member row gives; a channel needs none. */
const accessOf = (chat: ChatRow, member: MemberRow | undefined): AccessRow => ({
  chatId: toId(chat.id),
  chatKey: chat.key,
  kind: chat.kind,
  aclRev: chat.acl_rev,
  open: chat.open === 1,
  visibleFrom: member?.visible_from ?? chat.first_seq,
  visibleTo: member?.left_seq ?? Number.MAX_SAFE_INTEGER,
  member: !member || member.left_seq === null,
})

const keysIn = (row: ChatRow): number[] =>
  [row.direct_low, row.direct_high, row.owner_key].filter((key) => key !== null)

/** The wire's chat row. */
export const toChat = async (db: Queries, row: ChatRow): Promise<Chat> => wireRow(row, await userIds(db, keysIn(row)))

/** The wire's rows of some chats, by chat key. */
export const toChats = async (db: Queries, rows: readonly ChatRow[]): Promise<Map<number, Chat>> => {
  const ids = await userIds(db, rows.flatMap(keysIn))
  return new Map(rows.map((row) => [row.key, wireRow(row, ids)]))
}

const wireRow = (row: ChatRow, ids: ReadonlyMap<number, UserId>): Chat => {
  const idOf = (key: number | null) => (key === null ? undefined : ids.get(key))
  const owner = idOf(row.owner_key)
  const peers = [...new Set([row.direct_low, row.direct_high])].flatMap((key) => idOf(key) ?? [])
  return {
    id: toId(row.id),
    kind: row.kind,
    rev: row.row_rev,
    seq: row.seq,
    firstSeq: row.first_seq,
    ...(row.kind === 'direct' ? { peerIds: peers } : {}),
    ...(row.name === null ? {} : { name: row.name }),
    ...(row.avatar ? { avatar: toId<MediaId>(row.avatar) } : {}),
    ...(owner ? { ownerId: owner } : {}),
    ...(row.max_members === null ? {} : { maxMembers: row.max_members }),
    ...(row.kind === 'group' ? { historyVisible: row.history_visible === 1 } : {}),
    ...(row.kind === 'channel' ? { open: row.open === 1 } : {}),
    pinned: [],
  }
}

const idsByKeys = prepared((db: Queries, keys: readonly number[]) =>
  db.selectFrom('users').select(['key', 'id']).where('key', 'in', keys),
)

const userIds = async (db: Queries, keys: readonly number[]): Promise<Map<number, UserId>> => {
  if (keys.length === 0) return new Map()
  const rows = await idsByKeys(db, [...new Set(keys)])
  return new Map(rows.map(({ key, id }) => [key, toId<UserId>(id)]))
}

type StateRow = Selectable<Schema['chat_states']>

/** The wire's row of one user's view of a chat. */
export const toState = (row: Pick<StateRow, 'rev' | 'read_seq' | 'cleared_seq'>, chatId: ChatId): ChatState => ({
  chatId,
  rev: row.rev,
  readSeq: row.read_seq,
  clearedSeq: row.cleared_seq,
})

export const selectState = (db: Queries, userKey: number, chatKey: number): Promise<StateRow | undefined> =>
  db
    .selectFrom('chat_states')
    .selectAll()
    .where('user_key', '=', userKey)
    .where('chat_key', '=', chatKey)
    .executeTakeFirst()

/** Writes a user's state of a chat that they cleared: everything up to its newest message is gone for them, and read. */
export const putCleared = async (db: Queries, state: Omit<StateRow, 'hidden_rev'>): Promise<void> => {
  const { read_seq, cleared_seq, rev } = state
  await db
    .insertInto('chat_states')
    .values(state)
    .onConflict((conflict) => conflict.columns(['user_key', 'chat_key']).doUpdateSet({ read_seq, cleared_seq, rev }))
    .execute()
}

/** Raises what says that rights in a chat have changed, and nothing that anybody sees. */
export const raiseAcl = async (tx: Transaction, key: number): Promise<void> => {
  tx.requireLocked({ chat: key })
  await tx.db
    .updateTable('chats')
    .set((row) => ({ acl_rev: row('acl_rev', '+', 1) }))
    .where('key', '=', key)
    .execute()
}

/** Writes a user's state of a chat with a new read cursor. */
export const putState = async (db: Queries, state: Omit<StateRow, 'cleared_seq' | 'hidden_rev'>): Promise<void> => {
  await db
    .insertInto('chat_states')
    .values({ ...state, cleared_seq: 0 })
    .onConflict((conflict) =>
      conflict.columns(['user_key', 'chat_key']).doUpdateSet({ read_seq: state.read_seq, rev: state.rev }),
    )
    .execute()
}

export const selectDirect = (db: Queries, low: number, high: number): Promise<ChatRow | undefined> =>
  db.selectFrom('chats').selectAll().where('direct_low', '=', low).where('direct_high', '=', high).executeTakeFirst()

export type NewChat = Pick<ChatRow, 'id' | 'kind'> & Partial<ChatRow>

/** Makes a chat at rev 1, before its first message. */
export const insertChat = (db: Queries, chat: NewChat, nowMs: number): Promise<ChatRow> =>
  db
    .insertInto('chats')
    .values({
      rev: 1,
      row_rev: 1,
      seq: 0,
      first_seq: 1,
      acl_rev: 1,
      last_at: 0,
      changed_min: minuteOf(nowMs),
      created_at: nowMs,
      history_visible: 0,
      open: 1,
      member_count: 0,
      ...chat,
    })
    .returningAll()
    .executeTakeFirstOrThrow()

/** What one change of a chat raises besides its rev. */
export interface ChatRaise {
  /** The chat row itself changes. */
  readonly row?: Partial<Pick<ChatRow, 'name' | 'owner_key' | 'open' | 'avatar'>>
  /** Who may do what changes. */
  readonly access?: true
  /** A message of the server's comes with it. */
  readonly message?: true
  readonly members?: number
}

/**
 * Raises a chat's rev by one, and what else the change moves; answers the row as it then is.
 * @throws when the transaction did not lock the chat
 */
export const raiseChat = (tx: Transaction, key: number, raise: ChatRaise): Promise<ChatRow> => {
  tx.requireLocked({ chat: key })
  return tx.db
    .updateTable('chats')
    .set((row) => ({
      rev: row('rev', '+', 1),
      ...(raise.row ? { ...raise.row, row_rev: row('rev', '+', 1) } : {}),
      ...(raise.access ? { acl_rev: row('acl_rev', '+', 1) } : {}),
      ...(raise.message
        ? {
            seq: row('seq', '+', 1),
            last_at: sql<number>`case when ${sql.ref('last_at')} > ${tx.now} then ${sql.ref('last_at')} else ${tx.now} end`,
          }
        : {}),
      ...(raise.members ? { member_count: row('member_count', '+', raise.members) } : {}),
      changed_min: minuteOf(tx.now),
    }))
    .where('key', '=', key)
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** The ids of everybody who is a member now. */
export const selectMemberIds = async (db: Queries, chatKey: number): Promise<UserId[]> => {
  const rows = await db
    .selectFrom('members')
    .innerJoin('users', 'users.key', 'members.user_key')
    .select('users.id')
    .where('chat_key', '=', chatKey)
    .where('left_seq', 'is', null)
    .execute()
  return rows.map(({ id }) => toId<UserId>(id))
}

/** What somebody may read of a chat, and its newest seq and rev as they see it. */
export interface Readable extends Pick<AccessRow, 'chatId' | 'chatKey' | 'kind' | 'visibleFrom' | 'visibleTo'> {
  readonly head: { readonly seq: number; readonly rev: number }
  readonly row: ChatRow
  readonly memberRow: MemberRow | undefined
}

/** Undefined for a chat that does not exist or that the user never belonged to. */
export const findReadable = async (db: Queries, chatId: ChatId, userKey: number): Promise<Readable | undefined> => {
  const row = await selectChat(db, chatId)
  if (!row) return undefined
  if (row.kind === 'channel') return readableOf(row, undefined)
  const member = await selectMember(db, row.key, userKey)
  return member && readableOf(row, member)
}

const chatsByKeys = prepared((db: Queries, keys: readonly number[]) =>
  db.selectFrom('chats').selectAll().where('key', 'in', keys),
)
const membersByKeys = prepared((db: Queries, [userKey = 0, ...chatKeys]: readonly number[]) =>
  db.selectFrom('members').selectAll().where('user_key', '=', userKey).where('chat_key', 'in', chatKeys),
)

/** What a user may read of some chats, by chat key; those that they never belonged to are left out. */
export const findReadables = async (
  db: Queries,
  userKey: number,
  chatKeys: readonly number[],
): Promise<Map<number, Readable>> => {
  if (chatKeys.length === 0) return new Map()
  const [rows, members] = [await chatsByKeys(db, chatKeys), await membersByKeys(db, [userKey, ...chatKeys])]
  const own = new Map(members.map((row) => [row.chat_key, row]))
  const mayRead = rows.filter((row) => row.kind === 'channel' || own.has(row.key))
  return new Map(mayRead.map((row) => [row.key, readableOf(row, own.get(row.key))]))
}

/** What a member row lets its user read; a channel needs none. A former member's head is where they left. */
export const readableOf = (row: ChatRow, memberRow: MemberRow | undefined): Readable => {
  const { chatId, chatKey, kind, visibleFrom, visibleTo } = accessOf(row, memberRow)
  const former = memberRow && memberRow.left_seq !== null
  const head = former ? { seq: memberRow.left_seq ?? 0, rev: memberRow.rev } : { seq: row.seq, rev: row.rev }
  return { chatId, chatKey, kind, visibleFrom, visibleTo, head, row, memberRow }
}

/** Whether no present member came too late to see a message. */
export const seenByAll = async (db: Queries, chatKey: number, seq: number): Promise<boolean> => {
  const late = await db
    .selectFrom('members')
    .select('user_key')
    .where('chat_key', '=', chatKey)
    .where('left_seq', 'is', null)
    .where('visible_from', '>', seq)
    .limit(1)
    .executeTakeFirst()
  return late === undefined
}

const subscribed = prepared((db: Queries, { userKey }: { userKey: number }) =>
  db
    .selectFrom('members')
    .innerJoin('chats', 'chats.key', 'members.chat_key')
    .select(['chats.id', 'chats.member_count'])
    .where('user_key', '=', userKey)
    .where('left_seq', 'is', null),
)
const channelIds = prepared((db: Queries) => db.selectFrom('chats').select('id').where('kind', '=', sql.lit('channel')))

/** The chats that a user is in now, channels included, and whether they are too large to be pushed to everybody. */
export const selectSubscriptions = async (
  db: Queries,
  userKey: number,
  largeAbove: number,
): Promise<{ chatId: ChatId; large: boolean }[]> => {
  const own = await subscribed(db, { userKey })
  const channels = await channelIds(db, {})
  return [
    ...own.map((row) => ({ chatId: toId<ChatId>(row.id), large: row.member_count > largeAbove })),
    ...channels.map((row) => ({ chatId: toId<ChatId>(row.id), large: true })),
  ]
}
