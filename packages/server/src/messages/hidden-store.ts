import type { ChatId, Hidden, Message, MessageId, UserId } from '@parley/protocol'
import { type StoredId, toBytes, toId } from '../lib/uuid-bytes'
import { messageFromRow } from '../storage/append/message-row'
import type { Queries } from '../storage/database'
import { unindexed } from '../storage/queries/flat'
import { userChatLookup } from '../storage/queries/lookups'
import { prepared } from '../storage/queries/prepared'
import type { VisibleRange } from './store'
import { asSeenIn } from './withheld'

/** One user in one chat. */
interface Place {
  readonly userKey: number
  readonly chatKey: number
}

const hiddenSeqs = userChatLookup((db, isAmong) =>
  db.selectFrom('hidden').select(['user_key', 'chat_key', 'seq']).where(isAmong),
)

/** Seqs of a user's hidden messages in some chats, by chat key. */
export const selectHiddenSeqs = async (
  db: Queries,
  userKey: number,
  chatKeys: readonly number[],
): Promise<Map<number, Set<number>>> => {
  const found = new Map<number, Set<number>>()
  for (const { chat_key, seq } of await hiddenSeqs(db, userKey, chatKeys)) {
    const seqs = found.get(chat_key) ?? new Set()
    found.set(chat_key, seqs.add(seq))
  }
  return found
}

/** The newest message of a range that a user has not hidden. */
export const selectLastShown = async (
  db: Queries,
  range: VisibleRange,
  userKey: number,
): Promise<Message | undefined> => {
  const { chatKey, chatId, visibleFrom, visibleTo } = range
  const row = await db
    .selectFrom('messages')
    .innerJoin('users', 'users.key', 'messages.sender_key')
    .selectAll('messages')
    .select('users.id as sender_id')
    .where('chat_key', '=', chatKey)
    .where('seq', '>=', visibleFrom)
    .where('seq', '<=', visibleTo)
    .where('seq', 'not in', (query) =>
      query.selectFrom('hidden').select('hidden.seq').where('user_key', '=', userKey).where('chat_key', '=', chatKey),
    )
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  const message = row && messageFromRow(row, chatId, toId<UserId>(row.sender_id))
  return message && asSeenIn(range, { message, madeRev: row.made_rev })
}

const hiddenRow = prepared((db: Queries, { userKey, chatKey, seq }: Place & { seq: number }) =>
  db
    .selectFrom('hidden')
    .select('seq')
    .where('user_key', '=', userKey)
    .where('chat_key', '=', chatKey)
    .where('seq', '=', seq),
)
const clearedRow = prepared((db: Queries, { userKey, chatKey }: Place) =>
  db.selectFrom('chat_states').select('cleared_seq').where('user_key', '=', userKey).where('chat_key', '=', chatKey),
)

/** Whether a user removed a message from their own view: hid it, or cleared the chat up to it. */
export const isDeletedFor = async (db: Queries, place: Place, seq: number): Promise<boolean> => {
  const [state] = await clearedRow(db, place)
  return seq <= (state?.cleared_seq ?? 0) || (await hiddenRow(db, { ...place, seq })).length > 0
}

/** The messages of the range with their places. */
export const selectPlacesOf = async (
  db: Queries,
  { chatKey, visibleFrom, visibleTo }: VisibleRange,
  ids: readonly MessageId[],
): Promise<{ id: StoredId; seq: number }[]> => {
  const rows = await db
    .selectFrom('messages')
    .select(['id', 'seq'])
    .where('chat_key', '=', chatKey)
    .where('id', 'in', ids.map(toBytes))
    .where(unindexed('messages.seq'), '>=', visibleFrom)
    .where(unindexed('messages.seq'), '<=', visibleTo)
    .execute()
  // Sorted here: PostgreSQL would read the whole chat in this order, with a plan made while it was empty.
  return rows.toSorted((a, b) => a.seq - b.seq)
}

/** A user's rows of some messages. */
export const selectHiddenOf = async (
  db: Queries,
  { userKey, chatKey }: Place,
  { chatId, seqs }: { chatId: ChatId; seqs: readonly number[] },
): Promise<Hidden[]> => {
  const rows = await db
    .selectFrom('hidden')
    .select(['seq', 'message_id', 'rev'])
    .where('user_key', '=', userKey)
    .where('chat_key', '=', chatKey)
    .where('seq', 'in', seqs)
    .orderBy('seq')
    .execute()
  return rows.map((row) => ({ chatId, messageId: toId(row.message_id), seq: row.seq, rev: row.rev }))
}

/** Number of hidden messages of a user in all chats. */
export const countHidden = async (db: Queries, userKey: number): Promise<number> => {
  const { count } = await db
    .selectFrom('hidden')
    .select((query) => query.fn.countAll<number>().as('count'))
    .where('user_key', '=', userKey)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Hides messages under a new rev of the user. */
export const insertHidden = async (
  db: Queries,
  { userKey, chatKey }: Place,
  { rev, messages }: { rev: number; messages: readonly { readonly id: StoredId; readonly seq: number }[] },
): Promise<void> => {
  const place = { user_key: userKey, chat_key: chatKey }
  await db
    .insertInto('hidden')
    .values(messages.map(({ id, seq }) => ({ ...place, seq, message_id: id, rev })))
    .execute()
}
