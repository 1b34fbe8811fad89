import { type ChatDelta, type ChatId, limits, type SessionId, type UserId } from '@parley/protocol'
import type { ChatAccess } from '../chats/access'
import type { GroupMembers } from '../groups/group-members'
import { toBytes, toId } from '../lib/uuid-bytes'
import type { History } from '../messages/history'
import type { ReactionHistory } from '../messages/reaction-history'
import { isLarge } from '../storage/append/large'
import type { Database, Queries } from '../storage/database'
import type { Users } from '../users/users'
import * as store from './store'
import { isTooMuch } from './too-much'

export interface ChatFeedOptions {
  readonly database: Database
  readonly access: ChatAccess
  readonly history: History
  readonly members: GroupMembers
  readonly reactions: ReactionHistory
  readonly users: Users
}

/** Recent changes that a node may have missed. */
export interface Moved {
  readonly chats: readonly { readonly chatId: ChatId; readonly rev: number; readonly large: boolean }[]
  readonly users: readonly { readonly userId: UserId; readonly rev: number }[]
  readonly ended: readonly EndedSession[]
}

/** A session that was revoked, or whose user was disabled. */
export interface EndedSession {
  readonly userId: UserId
  readonly sessionId: SessionId
  /** Epoch milliseconds on the database's clock. */
  readonly endedAt: number
  readonly reason: 'sessionEnded' | 'accountDisabled'
}

/** A user's membership in a chat, and the rev of the read. */
export interface Place {
  readonly rev: number
  readonly large: boolean
  readonly member: boolean
}

/** Changes of a chat that every present member may see: a node publishes them when it finds that it missed some. */
export class ChatFeed {
  constructor(private readonly options: ChatFeedOptions) {}

  /** All changes since a minute (epoch milliseconds / 60,000, on the database's clock). */
  movedSince(minute: number): Promise<Moved> {
    return this.options.database.read(async (db) => {
      const chats = await store.selectMoved(db, minute)
      const users = await store.selectMovedUsers(db, minute)
      return {
        chats: chats.map((row) => ({ chatId: toId<ChatId>(row.id), rev: row.rev, large: isLarge(row) })),
        users: users.map((row) => ({ userId: toId<UserId>(row.id), rev: row.rev })),
        ended: await endedSince(db, minute * 60_000),
      }
    })
  }

  /** Sessions that ended at a time of the database's clock or later. */
  endedSince(sinceMs: number): Promise<readonly EndedSession[]> {
    return this.options.database.read((db) => endedSince(db, sinceMs))
  }

  /** Changes for a node without connections: only ended sessions, because it may know them from calls. */
  movedForNobody(minute: number): Promise<Moved> {
    return this.options.database.read(async (db) => ({
      chats: [],
      users: [],
      ended: await endedSince(db, minute * 60_000),
    }))
  }

  /** A user's place in a chat; undefined for a stranger to it. */
  placeOf(chatId: ChatId, userId: UserId): Promise<Place | undefined> {
    return this.options.database.read(async (db) => {
      const key = (await this.options.users.keysOf(db, [userId])).get(userId)
      const range = key === undefined ? undefined : await this.options.access.findReadable(db, chatId, key)
      if (!range) return undefined
      const { row, member } = range
      return { rev: row.rev, large: isLarge(row), member }
    })
  }

  /** A user's present chats, with the head of each. */
  placesOf(userId: UserId): Promise<(Place & { readonly chatId: ChatId })[]> {
    return this.options.database.read(async (db) => {
      const key = (await this.options.users.keysOf(db, [userId])).get(userId)
      if (key === undefined) return []
      const rows = await store.selectPlaces(db, key)
      return rows.map((row) => ({ chatId: toId<ChatId>(row.id), rev: row.rev, large: isLarge(row), member: true }))
    })
  }

  /** All users who had left these chats by a rev, by chat. */
  leftBy(chats: readonly { readonly chatId: ChatId; readonly rev: number }[]): Promise<Map<ChatId, UserId[]>> {
    const revs = new Map(chats.map(({ chatId, rev }) => [chatId, rev]))
    return this.options.database.read(async (db) => {
      const left = new Map<ChatId, UserId[]>()
      const ids = chats.map(({ chatId }) => toBytes(chatId))
      for (const row of await store.selectFormerMembers(db, ids)) {
        const chatId = toId<ChatId>(row.chat_id)
        if (row.rev > (revs.get(chatId) ?? 0)) continue
        left.set(chatId, [...(left.get(chatId) ?? []), toId<UserId>(row.user_id)])
      }
      return left
    })
  }

  /** The head of a chat; undefined for a missing one. */
  findHead(chatId: ChatId): Promise<{ seq: number; rev: number } | undefined> {
    return this.options.database.read(async (db) => {
      const range = await this.options.access.findCommonRange(db, chatId)
      return range && { seq: range.row.seq, rev: range.row.rev }
    })
  }

  /**
   * Every row changed in (since, now]. If they are too many, a delta above `since`, which makes clients resync, with
   * the member rows only: the node needs them for subscriptions.
   */
  changesSince(chatId: ChatId, since: number): Promise<ChatDelta | undefined> {
    const { access, database, history, members } = this.options
    return database.read(async (db) => {
      const range = await access.findCommonRange(db, chatId)
      if (!range) return undefined
      const { rev } = range.head
      const messages = await history.changedSince(db, range, since)
      const groups = range.kind !== 'direct' ? [{ ...range, since, limit: limits.deltaRows + 1 }] : []
      const places = (await members.changedSince(db, groups)).get(range.chatKey) ?? []
      const people = places.length > 0 ? { members: places.map(({ member }) => member) } : {}
      const { chatKey, visibleFrom, visibleTo } = range
      const asked = { chatKey, from: visibleFrom, to: visibleTo, since, until: rev }
      const reactions = (await this.options.reactions.readChanges(db, [asked])).get(chatKey) ?? []
      if (isTooMuch({ messages, places, reactions })) return { chatId, from: rev, rev, ...people }
      const chat = range.row.row_rev > since ? (await access.chatsOf(db, [range])).get(range.chatKey) : undefined
      // Later changes may concern messages that some members may not see: permitted clients fetch them.
      const fresh = messages.filter(
        (message) => message.rev > since && message.editedAt === undefined && message.retractedAt === undefined,
      )
      const changed = [...messages.filter((message) => !fresh.includes(message)), ...reactions]
      const stale = [...new Set(changed.map(({ seq }) => seq))].sort((a, b) => a - b)
      return {
        chatId,
        from: since,
        rev,
        messages: fresh,
        ...(chat ? { chat } : {}),
        ...people,
        ...(stale.length > 0 ? { stale } : {}),
      }
    })
  }
}

const endedSince = async (db: Queries, sinceMs: number): Promise<readonly EndedSession[]> => {
  const ended = await store.selectEnded(db, sinceMs)
  return ended.map((row) => ({
    userId: toId<UserId>(row.user_id),
    sessionId: toId<SessionId>(row.id),
    endedAt: row.revoked_at ?? 0,
    reason: row.disabled_at === null ? 'sessionEnded' : 'accountDisabled',
  }))
}
