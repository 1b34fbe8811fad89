import type { Queries } from '../database'

/** Pairs of two sets of users that share a direct chat or a group now. */
export const selectSharing = (db: Queries, oneKeys: readonly number[], otherKeys: readonly number[]) =>
  db
    .selectFrom('members as one')
    .innerJoin('members as other', 'other.chat_key', 'one.chat_key')
    .innerJoin('chats', 'chats.key', 'one.chat_key')
    .select(['one.user_key as one_key', 'other.user_key as other_key'])
    .distinct()
    .where('one.user_key', 'in', oneKeys)
    .where('other.user_key', 'in', otherKeys)
    .where('one.left_seq', 'is', null)
    .where('other.left_seq', 'is', null)
    .where('chats.kind', '!=', 'channel')
    .execute()
