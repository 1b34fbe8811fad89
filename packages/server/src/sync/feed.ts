import { type ChatDelta, type ChatId, limits } from '@parley/protocol'
import type { AccessCache } from '../chats/access'
import type { GroupMembers } from '../groups/group-members'
import { toId } from '../lib/uuid-bytes'
import type { History } from '../messages/history'
import type { Database } from '../storage/database'
import * as store from './store'
import { isTooMuch } from './too-much'

export interface ChatFeedOptions {
  readonly database: Database
  readonly access: AccessCache
  readonly history: History
  readonly members: GroupMembers
}

/** What every present member may see of a chat's changes: what a node publishes when it finds that it missed something. */
export class ChatFeed {
  constructor(private readonly options: ChatFeedOptions) {}

  /** Chats that moved since a minute (epoch milliseconds / 60,000). */
  movedSince(minute: number): Promise<{ chatId: ChatId; rev: number; large: boolean }[]> {
    return this.options.database.read(async (db) => {
      const rows = await store.selectMoved(db, minute)
      return rows.map((row) => ({
        chatId: toId<ChatId>(row.id),
        rev: row.rev,
        large: row.kind === 'channel' || row.member_count > limits.pushAllMembers,
      }))
    })
  }

  /** Where a chat stands; undefined when there is none. */
  head(chatId: ChatId): Promise<{ seq: number; rev: number } | undefined> {
    return this.options.database.read(async (db) => {
      const range = await this.options.access.everybody(db, chatId)
      return range && { seq: range.row.seq, rev: range.row.rev }
    })
  }

  /**
   * Every row changed in (since, now]; when that is too much, a delta above `since`, which makes clients ask, with the member
   * rows alone: they say whom the node has to subscribe and whom not.
   */
  changesSince(chatId: ChatId, since: number): Promise<ChatDelta | undefined> {
    const { access, database, history, members } = this.options
    return database.read(async (db) => {
      const range = await access.everybody(db, chatId)
      if (!range) return undefined
      const { rev } = range.head
      const limit = limits.deltaRows + 1
      const messages = await history.changedSince(db, range, { since, rev, limit })
      const places = range.kind === 'group' ? await members.changedSince(db, range, { since, limit }) : []
      const people = places.length > 0 ? { members: places.map(({ member }) => member) } : {}
      if (isTooMuch({ messages, places })) return { chatId, from: rev, rev, ...people }
      // What changed after it was made may be older than what some member may see: who may, asks.
      const fresh = messages.filter(
        (message) => message.rev > since && message.editedAt === undefined && message.retractedAt === undefined,
      )
      const stale = messages.filter((message) => !fresh.includes(message)).map((message) => message.seq)
      return {
        ...{ chatId, from: since, rev, messages: fresh },
        ...(range.row.row_rev > since ? { chat: await access.chatOf(db, range) } : {}),
        ...people,
        ...(stale.length > 0 ? { stale } : {}),
      }
    })
  }
}
