import type { Chat, ChatId } from '@parley/protocol'
import type { ChatChanges } from '../chats/chat-changes'
import { fail } from '../lib/fail'
import type { Database } from '../storage/database'
import { selectChannel } from './store'

/** Public rooms. The world is the one that everybody is in. */
export class Channels {
  constructor(private readonly options: { readonly database: Database; readonly changes: ChatChanges }) {}

  /** Opens or closes a channel for writing. */
  setOpen(chatId: ChatId, open: 'open' | 'closed'): Promise<Chat> {
    const { changes, database } = this.options
    return database.write(async (tx) => {
      const found = await selectChannel(tx.db, chatId)
      if (found) await tx.lock({ chats: [found.key] })
      const chat = await selectChannel(tx.db, chatId)
      if (!chat) throw fail('not_found')
      const flag = open === 'open' ? 1 : 0
      if (chat.open === flag) return changes.toChat(tx, chat)
      const { row } = await changes.change(tx, { chat, raise: { row: { open: flag }, access: true } })
      const wire = await changes.toChat(tx, row)
      const delta = { chatId, from: row.rev - 1, rev: row.rev, chat: wire }
      tx.publish({ kind: 'chat', chatId, delta, large: true, seq: row.seq, access: true })
      return wire
    })
  }

  /** Whether people may write into a channel now. */
  async isOpen(chatId: ChatId): Promise<boolean> {
    const chat = await this.options.database.read((db) => selectChannel(db, chatId))
    return chat?.open === 1
  }
}
