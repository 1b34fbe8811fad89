import type { UserId } from '@parley/protocol'
import { type StoredId, toId } from '../lib/uuid-bytes'
import type { Queries } from '../storage/database'
import { unindexed } from '../storage/queries/flat'
import { keyLookup } from '../storage/queries/lookups'

/** The visible read position of one present member. */
export interface ReadMark {
  readonly chatKey: number
  readonly userKey: number
  readonly userId: UserId
  readonly seq: number
}

interface MarkRow {
  readonly chat_key: number
  readonly user_key: number
  readonly id: StoredId
  readonly shown_seq: number
}

/**
 * Only the first table is found by chat. Otherwise PostgreSQL would look through all of a chat's read positions for each
 * of its members.
 */
const marksOf = keyLookup<number, MarkRow>({
  type: 'bigint',
  find: (db, isKey) =>
    db
      .selectFrom('chat_states')
      .innerJoin('members', (join) =>
        join
          .on('members.user_key', '=', unindexed('chat_states.user_key'))
          .on('members.chat_key', '=', unindexed('chat_states.chat_key')),
      )
      .innerJoin('users', (join) => join.on('users.key', '=', unindexed('chat_states.user_key')))
      .select(['chat_states.chat_key', 'chat_states.user_key', 'users.id', 'chat_states.shown_seq'])
      .where(isKey('chat_states.chat_key'))
      .where('members.left_seq', 'is', null)
      .where('chat_states.shown_seq', '>', 0),
  keyOf: ({ chat_key }) => chat_key,
})

/** The visible read positions of present members of some chats. */
export const selectMarks = async (db: Queries, chatKeys: readonly number[]): Promise<ReadMark[]> => {
  const rows = await marksOf(db, chatKeys)
  return rows.map((row) => ({
    chatKey: row.chat_key,
    userKey: row.user_key,
    userId: toId<UserId>(row.id),
    seq: row.shown_seq,
  }))
}

/** Number of users except one who show that they have read a message, former members included. */
export const countReaders = async (
  db: Queries,
  { chatKey, seq, but }: { chatKey: number; seq: number; but: number },
): Promise<number> => {
  const { count } = await db
    .selectFrom('chat_states')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('chat_key', '=', chatKey)
    .where('shown_seq', '>=', seq)
    .where('user_key', '!=', but)
    .executeTakeFirstOrThrow()
  return count
}
