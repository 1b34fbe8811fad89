import type { Transaction } from '../storage/database'
import type { UserRef } from '../users/users'

/** Erases the links that a user made. */
export const eraseInvites = async (tx: Transaction, user: UserRef): Promise<boolean> => {
  await tx.db.deleteFrom('invites').where('user_key', '=', user.key).execute()
  return false
}

/** Erases the links into a chat that no one can see. */
export const eraseInvitesTo = async (tx: Transaction, chatKey: number): Promise<void> => {
  await tx.db.deleteFrom('invites').where('chat_key', '=', chatKey).execute()
}
