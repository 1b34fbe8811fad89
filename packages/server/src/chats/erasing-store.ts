import type { Queries } from '../storage/database'
import { eraseSpellings } from '../users/spellings'
import type { StatePlace } from './state-store'
import type { ChatRow } from './store'

/** No state of a present user has this rev. */
const EMPTY_REV = 0

/** The next chats of which a user has a state, and how far they had cleared them. */
export const selectWithState = async (
  db: Queries,
  userKey: number,
  limit: number,
): Promise<{ readonly key: number; readonly before: number }[]> => {
  const rows = await db
    .selectFrom('chat_states')
    .select(['chat_key', 'cleared_seq'])
    .where('user_key', '=', userKey)
    .where('rev', '>', EMPTY_REV)
    .orderBy('rev')
    .limit(limit)
    .execute()
  return rows.map(({ chat_key, cleared_seq }) => ({ key: chat_key, before: cleared_seq }))
}

export const selectByKey = (db: Queries, key: number): Promise<ChatRow | undefined> =>
  db.selectFrom('chats').selectAll().where('key', '=', key).executeTakeFirst()

export const deleteState = async (db: Queries, { userKey, chatKey }: StatePlace): Promise<void> => {
  await db.deleteFrom('chat_states').where('user_key', '=', userKey).where('chat_key', '=', chatKey).execute()
}

/** Leaves nothing of a state but that everything is cleared, and up to where the other person's messages were read. */
export const emptyState = async (
  db: Queries,
  { userKey, chatKey, seq }: StatePlace & { readonly seq: number },
): Promise<void> => {
  const choices = { pinned_at: null, muted_until: null, archived_at: null, marked_unread: 0 }
  const draft = { draft: null, draft_reply_id: null, draft_reply_seq: null }
  await db
    .updateTable('chat_states')
    .set({ ...choices, ...draft, read_seq: seq, cleared_seq: seq, hidden_rev: 0, rev: EMPTY_REV })
    .where('user_key', '=', userKey)
    .where('chat_key', '=', chatKey)
    .execute()
}

/** The next of a user's chats of which each past and present member is erased. */
export const selectUnseen = async (db: Queries, userKey: number): Promise<number | undefined> => {
  const row = await db
    .selectFrom('members')
    .innerJoin('chats', 'chats.key', 'members.chat_key')
    .select('chats.key')
    .where('members.user_key', '=', userKey)
    .where('chats.kind', '!=', 'channel')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('members as others')
            .innerJoin('users', 'users.key', 'others.user_key')
            .select('users.key')
            .whereRef('others.chat_key', '=', 'members.chat_key')
            .where('users.erased_at', 'is', null),
        ),
      ),
    )
    .orderBy('members.chat_key')
    .limit(1)
    .executeTakeFirst()
  return row?.key
}

/** Leaves an empty row of a chat, without members. */
export const emptyChat = async (db: Queries, key: number, nowMs: number): Promise<void> => {
  await db
    .deleteFrom('chat_states')
    .where('chat_key', '=', key)
    .where('user_key', 'in', ({ selectFrom }) =>
      selectFrom('members').select('members.user_key').where('members.chat_key', '=', key),
    )
    .execute()
  await db.deleteFrom('members').where('chat_key', '=', key).execute()
  const texts = { name: null, name_folded: null, about: null, announcement: null, avatar: null, pinned: null }
  await db
    .updateTable('chats')
    .set({ ...texts, owner_key: null, member_count: 0, dissolved_at: nowMs })
    .where('key', '=', key)
    .execute()
}

export const emptyPlaces = async (db: Queries, userKey: number): Promise<void> => {
  // A job may have completed a nickname since the profile was erased.
  await eraseSpellings(db, userKey)
  await db
    .updateTable('members')
    .set({ nickname: null, nickname_folded: null, nickname_pinyin: null, muted_until: null, left_chat: null })
    .where('user_key', '=', userKey)
    .execute()
}
