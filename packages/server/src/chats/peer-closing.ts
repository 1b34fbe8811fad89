import type { Transaction } from '../storage/database'
import { closedAmong } from '../users/closed-users'
import type { UserRef } from '../users/users'
import type { ChatChanges } from './chat-changes'
import * as store from './peer-closing-store'
import { publishChatChange } from './publish-chat-change'

/** Direct chats of one step. */
const STEP_CHATS = 20

/** Closes the direct chats of closed accounts for writing, and opens those of restored ones. */
export class PeerClosing {
  constructor(private readonly options: { readonly changes: ChatChanges }) {}

  /**
   * Makes the next direct chats of a user follow the state of both accounts. The user is locked here; saved messages stay.
   * @param after the chat key after which to look
   * @returns the last key that it looked at; undefined when there is none left
   */
  async settleNext(tx: Transaction, user: UserRef, after: number): Promise<number | undefined> {
    await tx.lock({ users: [user.key] })
    const pairs = await store.selectDirectChats(tx.db, { userKey: user.key, after, limit: STEP_CHATS })
    await tx.lock({ chats: pairs.map(({ key }) => key) })
    const closed = await closedAmong(tx.db, [user.key, ...pairs.map(({ peerKey }) => peerKey)])
    const rows = await store.selectRows(
      tx.db,
      pairs.map(({ key }) => key),
    )
    for (const { key, peerKey } of pairs) {
      const chat = rows.get(key)
      const ends = closed.has(user.key) || closed.has(peerKey)
      if (!chat || ends === (chat.dissolved_at !== null)) continue
      const { row } = await this.options.changes.changeChat(tx, {
        chat,
        raise: { access: true, row: { dissolved_at: ends ? tx.now : null } },
      })
      publishChatChange(tx, row, { rows: { chat: await this.options.changes.toChat(tx, row) }, access: true })
    }
    return pairs.length < STEP_CHATS ? undefined : pairs.at(-1)?.key
  }
}
