import type { Queries } from '../storage/database'

/** Notes that a service created a group. */
export const insertServiceChat = async (db: Queries, chatKey: number, atMs: number): Promise<void> => {
  await db.insertInto('service_chats').values({ chat_key: chatKey, created_at: atMs }).execute()
}

/** Whether a service created a group. */
export const isServiceChat = async (db: Queries, chatKey: number): Promise<boolean> =>
  (await db.selectFrom('service_chats').select('chat_key').where('chat_key', '=', chatKey).executeTakeFirst()) !==
  undefined

/** How many of some users have external ids. */
export const countExternal = async (db: Queries, userKeys: readonly number[]): Promise<number> =>
  (await db.selectFrom('external_users').select('user_key').where('user_key', 'in', userKeys).execute()).length
