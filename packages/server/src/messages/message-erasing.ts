import { sql } from 'kysely'
import type { Transaction } from '../storage/database'
import type { UserRef } from '../users/users'

/** Rows that are a user's own marks on messages. */
const marks = ['hidden', 'played', 'my_reactions'] as const

/** Erases which messages a user hid, played and reacted to. The reactions that others see stay. Returns whether there are more. */
export const eraseOwnMarks = async (tx: Transaction, user: UserRef, limit: number): Promise<boolean> => {
  let isMoreLeft = false
  for (const table of marks) {
    const rows = await tx.db
      .selectFrom(table)
      .select(['chat_key', 'seq'])
      .where('user_key', '=', user.key)
      .orderBy('chat_key')
      .orderBy('seq')
      .limit(limit)
      .execute()
    const last = rows.at(-1)
    if (!last) continue
    await tx.db
      .deleteFrom(table)
      .where('user_key', '=', user.key)
      .where(sql<boolean>`(chat_key, seq) <= (${last.chat_key}, ${last.seq})`)
      .execute()
    if (rows.length === limit) isMoreLeft = true
  }
  return isMoreLeft
}

/** Erases the next messages of a chat that no one can see. Returns whether there are more. */
export const eraseMessages = async (tx: Transaction, chatKey: number, limit: number): Promise<boolean> => {
  const rows = await tx.db
    .selectFrom('messages')
    .select('seq')
    .where('chat_key', '=', chatKey)
    .orderBy('seq')
    .limit(limit)
    .execute()
  const to = rows.at(-1)?.seq
  if (to === undefined) return false
  for (const table of ['contents', 'reactions', 'withdrawn', 'messages'] as const)
    await tx.db.deleteFrom(table).where('chat_key', '=', chatKey).where('seq', '<=', to).execute()
  return rows.length === limit
}
