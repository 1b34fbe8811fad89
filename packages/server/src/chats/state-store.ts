import type { ChatId } from '@parley/protocol'
import { toId } from '../lib/uuid-bytes'
import type { StateRow } from '../storage/append/state-row'
import type { Queries } from '../storage/database'
import { only, prepared } from '../storage/queries/prepared'

/** One user in one chat. */
export interface StatePlace {
  readonly userKey: number
  readonly chatKey: number
}

/** A change of a user's view of a chat, with the user's rev of the change. */
export type StateChange = Partial<Omit<StateRow, 'user_key' | 'chat_key' | 'hidden_rev'>> & Pick<StateRow, 'rev'>

const stateRow = prepared((db: Queries, { userKey, chatKey }: StatePlace) =>
  db.selectFrom('chat_states').selectAll().where('user_key', '=', userKey).where('chat_key', '=', chatKey),
)

export const selectState = async (db: Queries, { userKey, chatKey }: StatePlace): Promise<StateRow | undefined> =>
  (await stateRow(db, { userKey, chatKey }))[0]

const changedState = prepared((db: Queries, { userKey, chatKey, ...change }: StatePlace & StateChange) =>
  db
    .insertInto('chat_states')
    .values({ user_key: userKey, chat_key: chatKey, read_seq: 0, cleared_seq: 0, ...change })
    .onConflict((conflict) => conflict.columns(['user_key', 'chat_key']).doUpdateSet(change))
    .returningAll(),
)

/** Changes or creates a user's view of a chat, and returns the whole row. Columns that the change doesn't name stay. */
export const putState = async (db: Queries, { userKey, chatKey }: StatePlace, change: StateChange): Promise<StateRow> =>
  only(await changedState(db, { userKey, chatKey, ...change }))

/** The rev of the newest message that a user hid in a chat. */
export const updateHiddenRev = async (db: Queries, { userKey, chatKey }: StatePlace, rev: number): Promise<void> => {
  await db
    .updateTable('chat_states')
    .set({ hidden_rev: rev })
    .where('user_key', '=', userKey)
    .where('chat_key', '=', chatKey)
    .execute()
}

/** A pinned chat of a user's list. */
export interface PinnedChat {
  readonly chatKey: number
  readonly chatId: ChatId
  readonly pinnedAt: number
}

/** A user's pinned chats, in the order of the list. */
export const selectPinned = async (db: Queries, userKey: number): Promise<PinnedChat[]> => {
  const rows = await db
    .selectFrom('chat_states')
    .innerJoin('chats', 'chats.key', 'chat_states.chat_key')
    .select(['chat_states.chat_key', 'chats.id', 'chat_states.pinned_at'])
    .where('user_key', '=', userKey)
    .where('pinned_at', 'is not', null)
    .orderBy('pinned_at', 'desc')
    .execute()
  return rows.map((row) => ({ chatKey: row.chat_key, chatId: toId<ChatId>(row.id), pinnedAt: row.pinned_at ?? 0 }))
}
