import { sql } from 'kysely'
import type { StoredId } from '../lib/uuid-bytes'
import type { Queries } from '../storage/database'
import { unindexed } from '../storage/queries/flat'

/** The next group that a user owns, after a chat key. */
export const selectOwned = (
  db: Queries,
  { userKey, after }: { readonly userKey: number; readonly after: number },
): Promise<{ readonly key: number } | undefined> =>
  db
    .selectFrom('members')
    .innerJoin('chats', 'chats.key', 'members.chat_key')
    .select('chats.key')
    .where('members.user_key', '=', userKey)
    .where('members.chat_key', '>', after)
    .where(unindexed('members.left_seq'), 'is', null)
    .where('chats.kind', '=', 'group')
    .where('chats.owner_key', '=', userKey)
    .where('chats.dissolved_at', 'is', null)
    .orderBy('members.chat_key')
    .limit(1)
    .executeTakeFirst()

interface Heir {
  readonly key: number
  readonly id: StoredId
  readonly role: 'owner' | 'admin' | 'member'
}

/** The next owner of a group: the admin who joined first, without admins the member who joined first. */
export const selectHeir = async (
  db: Queries,
  { chatKey, ownerKey }: { readonly chatKey: number; readonly ownerKey: number },
): Promise<Heir | undefined> => {
  const present = db
    .selectFrom('members')
    .innerJoin('users', 'users.key', 'members.user_key')
    .select(['users.key', 'users.id', 'members.role'])
    .where('members.chat_key', '=', chatKey)
    .where('members.left_seq', 'is', null)
    .where('members.user_key', '!=', ownerKey)
    .where('users.closed_at', 'is', null)
    .where('users.disabled_at', 'is', null)
    .limit(1)
  // The few admins have an index, which isn't in this order.
  const admin = await present
    .where('members.role', '!=', sql.lit('member'))
    .where('members.role', '=', sql.lit('admin'))
    .orderBy(unindexed('members.joined_seq'))
    .orderBy(unindexed('members.user_key'))
    .executeTakeFirst()
  return admin ?? present.orderBy('members.joined_seq').orderBy('members.user_key').executeTakeFirst()
}
