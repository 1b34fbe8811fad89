import type { Transaction } from '../storage/database'
import type { UserRef } from '../users/users'
import type { ChatRow } from './store'

/** Finds and locks the next group or channel that a user is a member of. Undefined when there is none left. */
export const lockNextMembership = async (
  tx: Transaction,
  user: UserRef,
  kind: 'group' | 'channel',
): Promise<ChatRow | undefined> => {
  const found = await tx.db
    .selectFrom('members')
    .innerJoin('chats', 'chats.key', 'members.chat_key')
    .select('chats.key')
    .where('members.user_key', '=', user.key)
    .where('members.left_seq', 'is', null)
    .where('chats.kind', '=', kind)
    .where('chats.everybody', '=', 0)
    .orderBy('members.chat_key')
    .limit(1)
    .executeTakeFirst()
  if (!found) return undefined
  await tx.lock({ chats: [found.key] })
  return tx.db.selectFrom('chats').selectAll().where('key', '=', found.key).executeTakeFirst()
}
