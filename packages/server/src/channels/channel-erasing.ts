import type { ChatChanges } from '../chats/chat-changes'
import { lockNextMembership } from '../chats/lock-next-membership'
import type { Transaction } from '../storage/database'
import type { UserRef, Users } from '../users/users'
import { leaveLocked } from './leave-locked'

/** Takes erased accounts out of channels. */
export class ChannelErasing {
  constructor(private readonly options: { readonly changes: ChatChanges; readonly users: Users }) {}

  /** Leaves the next channel. Returns whether there was one. */
  async leaveNext(tx: Transaction, user: UserRef): Promise<boolean> {
    const { changes, users } = this.options
    const chat = await lockNextMembership(tx, user, 'channel')
    if (!chat) return false
    await leaveLocked(tx, { chat, me: user, changes, users: await users.rowsByKeys(tx.db, [user.key]) })
    return true
  }
}
