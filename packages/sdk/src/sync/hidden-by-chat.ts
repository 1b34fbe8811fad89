import type { ChatId, Hidden, MessageId } from '@parley/protocol'
import { type HiddenIn, nothingHidden } from '../store/unread'

type Rows = ReadonlyMap<MessageId, Hidden>

/** Hidden messages by chat, sorted once for each change of the rows. */
export class HiddenByChat {
  #rows: Rows | undefined
  #chats: ReadonlyMap<ChatId, HiddenIn> = new Map()

  of(chatId: ChatId, rows: Rows | undefined): HiddenIn {
    if (rows !== this.#rows) {
      this.#rows = rows
      this.#chats = byChat(rows)
    }
    return this.#chats.get(chatId) ?? nothingHidden
  }
}

const byChat = (rows: Rows | undefined): ReadonlyMap<ChatId, HiddenIn> => {
  const chats = new Map<ChatId, { seqs: Set<number>; rev: number }>()
  for (const { chatId, seq, rev } of rows?.values() ?? []) {
    const hidden = chats.get(chatId) ?? { seqs: new Set(), rev: 0 }
    hidden.seqs.add(seq)
    hidden.rev = Math.max(hidden.rev, rev)
    chats.set(chatId, hidden)
  }
  return chats
}
