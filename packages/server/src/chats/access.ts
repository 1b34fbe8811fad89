import type { Chat, ChatId, UserId } from '@parley/protocol'
import { fail } from '../lib/fail'
import type { Database, Queries } from '../storage/database'
import type { Standing } from '../storage/schema'
import {
  type AccessRow,
  findAccess,
  findPresent,
  findReadable,
  findReadables,
  type Readable,
  readableOf,
  seenByAll,
  standingIn,
} from './access-store'
import { selectChat, selectMemberIds, toChats } from './store'

export type { Readable } from './access-store'

/** A user's rights in one chat, as of the chat's `aclRev`. */
export type Access = AccessRow

/** The most cached entries; the oldest are dropped first. */
const KEPT = 200_000

/**
 * Rights, cached for the path of a message. An entry may be stale: the storing transaction compares its `aclRev`, so a
 * missed invalidation costs a lookup, and never grants a right.
 */
export class AccessCache {
  private readonly entries = new Map<string, Access>()
  private readonly pending = new Map<string, Promise<Access | undefined>>()
  private readonly byChat = new Map<ChatId, Set<string>>()

  private listener: ((chatId: ChatId) => void) | undefined

  constructor(private readonly database: Database) {}

  /** The cached access, if any. */
  peekAccess(chatId: ChatId, userKey: number): Access | undefined {
    return this.entries.get(`${chatId}${userKey}`)
  }

  /** Access from the cache or the database; undefined for a stranger to the chat. One lookup at a time for each. */
  findAccess(chatId: ChatId, userKey: number): Promise<Access | undefined> | Access {
    const key = `${chatId}${userKey}`
    const known = this.entries.get(key)
    if (known) return known
    const pending = this.pending.get(key)
    if (pending) return pending
    const lookup = this.database
      .read((db: Queries) => findAccess(db, chatId, userKey))
      .then((access) => {
        if (this.pending.get(key) === lookup && access) this.keep(key, access)
        return access
      })
      .finally(() => {
        if (this.pending.get(key) === lookup) this.pending.delete(key)
      })
    this.pending.set(key, lookup)
    return lookup
  }

  /**
   * The access of a member.
   * @throws `not_found` for strangers to the chat, `not_a_member` for former members
   */
  async requireMember(chatId: ChatId, userKey: number): Promise<Access> {
    const access = await this.findAccess(chatId, userKey)
    if (!access) throw fail('not_found')
    if (!access.member) throw fail('not_a_member')
    return access
  }

  /** A user's readable range of a chat, fresh from a snapshot; undefined for a stranger to it. */
  findReadable(db: Queries, chatId: ChatId, userKey: number): Promise<Readable | undefined> {
    return findReadable(db, chatId, userKey)
  }

  /** The same for some chats, by chat key; chats of strangers are left out. */
  findReadables(db: Queries, userKey: number, chatKeys: readonly number[]): Promise<Map<number, Readable>> {
    return findReadables(db, userKey, chatKeys)
  }

  /** A user's standing in a readable chat, which decides about write access. */
  standingIn(db: Queries, range: Readable, userKey: number): Promise<Standing | undefined> {
    return standingIn(db, range, userKey)
  }

  /** The range that every present member of a chat may see. */
  async findCommonRange(db: Queries, chatId: ChatId): Promise<Readable | undefined> {
    const row = await selectChat(db, chatId)
    return row && readableOf(row, undefined)
  }

  /** Whether every present member may see a message. */
  everybodySees(db: Queries, { kind, chatKey }: Readable, seq: number): Promise<boolean> {
    return kind === 'group' ? seenByAll(db, chatKey, seq) : Promise.resolve(true)
  }

  /** Chat rows as their reader may see them, by chat key; a former member's row stays as of the time when they left. */
  async chatsOf(db: Queries, ranges: readonly Readable[]): Promise<Map<number, Chat>> {
    const present = ranges.filter(({ memberRow }) => !memberRow?.left_chat)
    const chats = await toChats(
      db,
      present.map(({ row }) => row),
    )
    for (const { chatKey, memberRow } of ranges)
      if (memberRow?.left_chat) chats.set(chatKey, JSON.parse(memberRow.left_chat) as Chat)
    return chats
  }

  /** Drops a user's cached rights in a chat. */
  forgetAccess(chatId: ChatId, userKey: number): void {
    const key = `${chatId}${userKey}`
    this.entries.delete(key)
    this.pending.delete(key)
    this.byChat.get(chatId)?.delete(key)
  }

  /** The ids of all present members of a chat. */
  async memberIds(db: Queries, chatId: ChatId): Promise<readonly UserId[]> {
    const row = await selectChat(db, chatId)
    return row ? selectMemberIds(db, row.key) : []
  }

  /** The present members among some users, by their keys. */
  async presentAmong(db: Queries, chatId: ChatId, userKeys: readonly number[]): Promise<ReadonlySet<number>> {
    const row = await selectChat(db, chatId)
    return row ? findPresent(db, row.key, userKeys) : new Set()
  }

  /** Calls `listener` whenever a chat's cache is dropped after a change. */
  onInvalidated(listener: (chatId: ChatId) => void): void {
    this.listener = listener
  }

  /** Drops everything cached about a chat, pending lookups included. */
  invalidateChat(chatId: ChatId): void {
    this.listener?.(chatId)
    for (const key of this.byChat.get(chatId) ?? []) this.entries.delete(key)
    this.byChat.delete(chatId)
    for (const key of this.pending.keys()) if (key.startsWith(chatId)) this.pending.delete(key)
  }

  private keep(key: string, access: Access): void {
    if (this.entries.size >= KEPT) {
      const [oldest] = this.byChat.keys()
      if (oldest) this.invalidateChat(oldest)
    }
    this.entries.set(key, access)
    const keys = this.byChat.get(access.chatId) ?? new Set()
    this.byChat.set(access.chatId, keys.add(key))
  }
}
