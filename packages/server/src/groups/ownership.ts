import { type ChatId, limits } from '@parley/protocol'
import type { ChatChanges, ChatRow } from '../chats/chat-changes'
import { toId } from '../lib/uuid-bytes'
import type { Transaction } from '../storage/database'
import type { UserRef } from '../users/users'
import { changeMembership } from './group-membership'
import * as heirs from './heirs-store'
import * as store from './store'

/** Passes the groups of closed accounts to other members. */
export class Ownership {
  constructor(private readonly options: { readonly changes: ChatChanges }) {}

  /**
   * Passes the next group of a closed account on: to the admin who joined first, without admins to the member who joined
   * first. Members with closed or disabled accounts don't count. A group without other members stays with its owner.
   * @param after the chat key after which to look
   * @returns the key of the group that it looked at; undefined when there is none left
   */
  async passNext(tx: Transaction, user: UserRef, after: number): Promise<number | undefined> {
    const owned = await heirs.selectOwned(tx.db, { userKey: user.key, after })
    if (!owned) return undefined
    await tx.lock({ chats: [owned.key] })
    const chat = await store.selectChatByKey(tx.db, owned.key)
    if (chat && chat.owner_key === user.key && chat.dissolved_at === null) await this.pass(tx, chat, user)
    return owned.key
  }

  /** Passes a locked group on; returns whether a member could take it. */
  async pass(tx: Transaction, chat: ChatRow, owner: UserRef): Promise<boolean> {
    const heir = await heirs.selectHeir(tx.db, { chatKey: chat.key, ownerKey: owner.key })
    if (!heir) return false
    const chatId = toId<ChatId>(chat.id)
    const user: UserRef = { key: heir.key, id: toId(heir.id) }
    const others = (await store.countAdmins(tx.db, chat.key)) - (heir.role === 'admin' ? 1 : 0)
    await changeMembership(
      tx,
      { action: { chat, chatId, me: owner, role: 'owner' }, changes: this.options.changes },
      {
        members: [
          { user, to: { role: 'owner', muted_until: null } },
          { user: owner, to: { role: others < limits.groupAdminsMax ? 'admin' : 'member' } },
        ],
        row: { owner_key: user.key },
        system: { type: 'system', event: 'owner_changed', userIds: [user.id] },
      },
    )
    return true
  }
}
