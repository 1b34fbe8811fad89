import type { Chat, ChatId, MediaId, UserId } from '@parley/protocol'
import { type Selectable, sql } from 'kysely'
import { toBytes, toId } from '../lib/uuid-bytes'
import { isLarge } from '../storage/append/large'
import type { Queries, Transaction } from '../storage/database'
import { unindexed } from '../storage/queries/flat'
import { partsLookup, sharedLookup } from '../storage/queries/lookups'
import { only, prepared } from '../storage/queries/prepared'
import { userIds } from '../storage/queries/user-ids'
import { minuteOf, type Schema } from '../storage/schema'
import { rightsOf } from './rights'

export type ChatRow = Selectable<Schema['chats']>

const chatById = prepared((db: Queries, { id }: { id: Uint8Array }) =>
  db.selectFrom('chats').selectAll().where('id', '=', id),
)

export const selectChat = async (db: Queries, chatId: ChatId): Promise<ChatRow | undefined> =>
  (await chatById(db, { id: toBytes(chatId) }))[0]

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
    ...(row.about === null ? {} : { about: row.about }),
    ...(row.announcement === null ? {} : { announcement: row.announcement }),
    ...(row.kind === 'group'
      ? { historyVisible: row.history_visible === 1, joinPolicy: row.join_policy ?? 'invite', rights: rightsOf(row) }
      : {}),
    ...(row.leaves_silently ? { leavesSilently: true } : {}),
    ...(row.kind === 'channel' ? { open: row.open === 1 } : {}),
    ...(row.muted_all ? { mutedAll: true } : {}),
    ...(row.slow_mode_ms > 0 ? { slowModeMs: row.slow_mode_ms } : {}),
    pinned: row.pinned === null ? [] : (JSON.parse(row.pinned) as Chat['pinned']),
    ...(row.dissolved_at === null
      ? {}
      : row.kind === 'direct'
        ? { peerClosed: true }
        : { dissolvedAt: row.dissolved_at }),
  }
}

/** Increments the rev of a chat's permissions, without any visible change. */
export const raiseAcl = async (tx: Transaction, key: number): Promise<void> => {
  tx.requireLocked({ chat: key })
  await tx.db
    .updateTable('chats')
    .set((row) => ({ acl_rev: row('acl_rev', '+', 1) }))
    .where('key', '=', key)
    .execute()
}

export const selectDirect = (db: Queries, low: number, high: number): Promise<ChatRow | undefined> =>
  db.selectFrom('chats').selectAll().where('direct_low', '=', low).where('direct_high', '=', high).executeTakeFirst()

export type NewChat = Pick<ChatRow, 'id' | 'kind'> & Partial<ChatRow>

/** Creates a chat at rev 1, before its first message. */
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

/** The columns of a chat that can change. */
const changeable = [
  ...(['name', 'owner_key', 'open', 'about', 'announcement', 'join_policy', 'history_visible', 'max_members'] as const),
  ...(['rights', 'leaves_silently'] as const),
  ...(['name_folded', 'muted_all', 'slow_mode_ms', 'dissolved_at', 'avatar', 'pinned'] as const),
]
type Changeable = (typeof changeable)[number]

export type ChatRowChange = Partial<Pick<ChatRow, Changeable>>

/** Further increments of a chat's change, besides its rev. */
export interface ChatRaise {
  /** The chat row itself changes. */
  readonly row?: ChatRowChange
  /** Permissions change. */
  readonly access?: true
  /** The change comes with a system message. */
  readonly message?: true
  readonly members?: number
}

/**
 * Raises a chat's rev by one, with the further increments of the change; returns the new row.
 * @throws when the transaction did not lock the chat
 */
export const raiseChat = async (tx: Transaction, key: number, raise: ChatRaise): Promise<ChatRow> => {
  tx.requireLocked({ chat: key })
  const { row = {}, access, message, members } = raise
  const rows = await raised(tx.db, {
    ...(raise.row && changesOf(row)),
    key,
    minute: minuteOf(tx.now),
    ...(access ? { changesAccess: 1 } : {}),
    ...(message ? { messageAt: tx.now } : {}),
    ...(members ? { newMembers: members } : {}),
  })
  return only(rows)
}

/** The changed columns with their values. */
type RowChanges = { readonly [C in Changeable as `${C}_changes`]: 0 | 1 } & {
  readonly [C in Changeable]: ChatRow[C] | null
}

/**
 * The query names all columns, whichever change: callers choose among hundreds of combinations, and each would be a
 * query of its own.
 */
const changesOf = (row: ChatRowChange): RowChanges =>
  Object.fromEntries(
    changeable.flatMap((column) => [
      [`${column}_changes`, row[column] === undefined ? 0 : 1],
      [column, row[column] ?? null],
    ]),
  ) as RowChanges

interface Raised extends Partial<RowChanges> {
  readonly key: number
  readonly minute: number
  readonly changesAccess?: number
  readonly messageAt?: number
  readonly newMembers?: number
}

const raised = prepared((db: Queries, values: Raised) => {
  const { key, minute, changesAccess, messageAt, newMembers } = values
  const { ref } = sql
  const changed = (column: Changeable) =>
    sql`case when ${values[`${column}_changes`]} = 1 then ${values[column]} else ${ref(column)} end`
  const row = () => Object.fromEntries(changeable.map((column) => [column, changed(column)]))
  const laterOf = (at: number) => sql<number>`case when ${ref('last_at')} > ${at} then ${ref('last_at')} else ${at} end`
  return db
    .updateTable('chats')
    .set((chat) => ({
      rev: chat('rev', '+', 1),
      changed_min: minute,
      ...('name_changes' in values && { ...row(), row_rev: chat('rev', '+', 1) }),
      ...(changesAccess !== undefined && { acl_rev: chat('acl_rev', '+', 1) }),
      ...(messageAt !== undefined && { seq: chat('seq', '+', 1), last_at: laterOf(messageAt) }),
      ...(newMembers !== undefined && { member_count: chat('member_count', '+', newMembers) }),
    }))
    .where('key', '=', key)
    .returningAll()
})

/** The ids of all present members. */
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

const subscribed = partsLookup({
  types: { userKey: 'bigint' },
  part: (db, { userKey }) =>
    db
      .selectFrom('members')
      .innerJoin('chats', (join) => join.on('chats.key', '=', unindexed('members.chat_key')))
      .select(['chats.id', 'chats.kind', 'chats.member_count'])
      .where('user_key', '=', userKey)
      .where(unindexed('left_seq'), 'is', null)
      .where('everybody', '=', sql.lit(0)),
  of: (db, found) => db.selectFrom(found.as('subscribed')).selectAll(),
})
const everyonesChatIds = sharedLookup(
  prepared((db: Queries) => db.selectFrom('chats').select('id').where('everybody', '=', sql.lit(1))),
)

/** A user's present chats, channels included, and whether they are too large for pushes to all members. */
export const selectSubscriptions = async (
  db: Queries,
  userKey: number,
): Promise<{ chatId: ChatId; large: boolean }[]> => {
  const own = await subscribed(db, [{ userKey }])
  const everybodys = await everyonesChatIds(db)
  return [
    ...own.map((row) => ({ chatId: toId<ChatId>(row.id), large: isLarge(row) })),
    ...everybodys.map((row) => ({ chatId: toId<ChatId>(row.id), large: true })),
  ]
}
