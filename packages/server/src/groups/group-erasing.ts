import type { ChatId } from '@parley/protocol'
import type { ChatChanges, ChatRow } from '../chats/chat-changes'
import { lockNextMembership } from '../chats/lock-next-membership'
import { toId } from '../lib/uuid-bytes'
import type { Transaction } from '../storage/database'
import type { UserRef, Users } from '../users/users'
import type { Departures } from './departures'
import * as lists from './erasing-store'
import type { Ownership } from './ownership'
import * as store from './store'

export interface GroupErasingOptions {
  readonly changes: ChatChanges
  readonly users: Users
  readonly departures: Departures
  readonly ownership: Ownership
}

/** Takes erased accounts out of groups. */
export class GroupErasing {
  constructor(private readonly options: GroupErasingOptions) {}

  /** Leaves the next group. A group without another owner is dissolved. Returns whether there was one. */
  async leaveNext(tx: Transaction, user: UserRef): Promise<boolean> {
    const { departures, users } = this.options
    const found = await lockNextMembership(tx, user, 'group')
    if (!found) return false
    const chat = await this.withoutOwner(tx, found, user)
    const silent = chat.dissolved_at !== null || chat.leaves_silently === 1
    await departures.depart(
      tx,
      { chat, chatId: toId<ChatId>(chat.id), me: user },
      {
        user,
        users: await users.rowsByKeys(tx.db, [user.key]),
        ...(silent ? {} : { event: 'member_left' as const }),
      },
    )
    return true
  }

  /** Erases bans and requests of a user; bans that they pronounced stay. */
  async eraseLists(tx: Transaction, user: UserRef): Promise<boolean> {
    await lists.deleteListsOf(tx.db, { user_key: user.key })
    return false
  }

  /** Erases the bans and requests of a chat that no one can see. */
  eraseListsOf(tx: Transaction, chatKey: number): Promise<void> {
    return lists.deleteListsOf(tx.db, { chat_key: chatKey })
  }

  private async withoutOwner(tx: Transaction, chat: ChatRow, user: UserRef): Promise<ChatRow> {
    const { changes, ownership } = this.options
    if (chat.owner_key !== user.key) return chat
    if (chat.dissolved_at === null && (await ownership.pass(tx, chat, user)))
      return (await store.selectChatByKey(tx.db, chat.key)) ?? chat
    const dissolved_at = chat.dissolved_at ?? tx.now
    return (await changes.changeChat(tx, { chat, raise: { row: { dissolved_at, owner_key: null } } })).row
  }
}
