import type { Transaction } from '../storage/database'
import type { UserRef, Users } from '../users/users'
import type { ChatChanges } from './chat-changes'
import type { NoteCleared } from './chat-states'
import * as store from './erasing-store'
import { publishChatChange } from './publish-chat-change'
import type { ChatRow } from './store'

/** Chats of one transaction. */
const STEP_CHATS = 50

/** Erases the next contents of a chat that no one can see; returns whether there are more. */
export type EraseContents = (chat: ChatRow) => Promise<boolean>

export interface ChatErasingOptions {
  readonly changes: ChatChanges
  readonly users: Users
  readonly noteCleared: NoteCleared
}

/** Erases what chats hold about erased accounts. */
export class ChatErasing {
  constructor(private readonly options: ChatErasingOptions) {}

  /**
   * Erases the next of a user's states of chats. In direct chats a state stays that has cleared everything, so that
   * files go when the other person clears them too. The other person receives the new profile.
   */
  async eraseStates(tx: Transaction, user: UserRef): Promise<boolean> {
    const chats = await store.selectWithState(tx.db, user.key, STEP_CHATS)
    if (chats.length === 0) return false
    await tx.lock({ chats: chats.map(({ key }) => key) })
    for (const { key, before } of chats) {
      const chat = await store.selectByKey(tx.db, key)
      if (chat?.kind !== 'direct' || chat.direct_low === chat.direct_high) {
        await store.deleteState(tx.db, { userKey: user.key, chatKey: key })
        continue
      }
      await store.emptyState(tx.db, { userKey: user.key, chatKey: key, seq: chat.seq })
      await this.options.noteCleared(tx, chat, before)
      const { row } = await this.options.changes.changeChat(tx, {
        chat,
        raise: { row: { dissolved_at: chat.dissolved_at ?? tx.now }, access: true },
      })
      const users = await this.options.users.rowsByKeys(tx.db, [user.key])
      publishChatChange(tx, row, { rows: { chat: await this.options.changes.toChat(tx, row), users }, access: true })
    }
    return chats.length === STEP_CHATS
  }

  /**
   * Erases the next chat all of whose past and present members are erased: saved messages, direct chats of two erased
   * accounts, lonely groups. The empty row stays, because uploads refer to it.
   */
  async eraseUnseen(tx: Transaction, user: UserRef, eraseContents: EraseContents): Promise<boolean> {
    const key = await store.selectUnseen(tx.db, user.key)
    if (key === undefined) return false
    await tx.lock({ chats: [key] })
    const chat = await store.selectByKey(tx.db, key)
    if (chat && (await eraseContents(chat))) return true
    await store.emptyChat(tx.db, key, tx.now)
    return true
  }

  /** Erases nicknames, mutes and kept chat rows of all memberships. */
  async erasePlaces(tx: Transaction, user: UserRef): Promise<boolean> {
    await store.emptyPlaces(tx.db, user.key)
    return false
  }
}
