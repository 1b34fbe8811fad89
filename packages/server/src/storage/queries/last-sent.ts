import { sql } from 'kysely'
import type { Transaction } from '../database'

/** Erases when a user last wrote in slow mode, in their chats and in those of all users. */
export const eraseLastSent = async (tx: Transaction, userKey: number): Promise<boolean> => {
  await tx.db
    .deleteFrom('last_sent')
    .where('user_key', '=', userKey)
    .where('chat_key', 'in', ({ selectFrom }) =>
      selectFrom('members')
        .select('members.chat_key')
        .where('members.user_key', '=', userKey)
        .union(selectFrom('chats').select('chats.key as chat_key').where('chats.everybody', '=', sql.lit(1))),
    )
    .execute()
  return false
}
