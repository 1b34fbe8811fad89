import type { ChatId, Message, MessageId, StoredBody, UserId } from '@parley/protocol'
import type { Queries } from '../storage/database'
import type { VisibleRange } from './store'
import * as store from './store'

export type { VisibleRange } from './store'

/** A message that the server itself writes into a chat, with the place that the chat's change gave it. */
export interface SystemMessage {
  readonly chatKey: number
  readonly chatId: ChatId
  readonly id: MessageId
  readonly sender: { readonly key: number; readonly id: UserId }
  readonly seq: number
  readonly rev: number
  readonly at: number
  readonly body: StoredBody
}

/** Stored messages as other domains read them, inside a snapshot or transaction of theirs. */
export class History {
  newest(db: Queries, range: VisibleRange, limit: number): Promise<Message[]> {
    return store.newest(db, range, limit)
  }

  /** Messages that came or changed in (since, rev], oldest first, at most `limit`. */
  changedSince(
    db: Queries,
    range: VisibleRange,
    change: { since: number; rev: number; limit: number },
  ): Promise<Message[]> {
    return store.changedSince(db, range, change)
  }

  /** How many countable messages of others stand after `readSeq`, up to `limit`. */
  countUnread(
    db: Queries,
    range: VisibleRange,
    reader: { userKey: number; readSeq: number; limit: number },
  ): Promise<number> {
    return store.countUnread(db, range, reader)
  }

  /** Stores a system message and answers its wire row. */
  async addSystem(db: Queries, { chatId, sender, ...message }: SystemMessage): Promise<Message> {
    await store.insertSystem(db, { ...message, senderKey: sender.key })
    const { id, seq, rev, at, body } = message
    return { id, chatId, seq, rev, senderId: sender.id, at, body, countable: false }
  }
}
