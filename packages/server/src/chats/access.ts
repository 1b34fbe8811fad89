import type { Chat, ChatId, UserId } from '@parley/protocol'
import { Cache } from '../lib/cache'
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

/** The maximum number of cached rights. */
const CACHED_MAX = 200_000
/** The characters of a chat's id. */
const ID_LENGTH = 36

const keyOf = (chatId: ChatId, userKey: number): string => `${chatId}${userKey}`

/**
 * Rights and readable ranges of users in chats. Rights are cached for the path of a message, and may be stale: the
 * storing transaction compares `aclRev`. A missed invalidation costs a lookup, and never grants a right.
 */
export class ChatAccess {
  /** Grouped by chat. */
  private readonly rights = new Cache<string, Access | undefined, string>({
    maxEntries: CACHED_MAX,
    groupOf: (key) => key.slice(0, ID_LENGTH),
  })

  private listener: ((chatId: ChatId) => void) | undefined

  constructor(private readonly database: Database) {}

  /** The cached access, if any. */
  peekAccess(chatId: ChatId, userKey: number): Access | undefined {
    return this.rights.peek(keyOf(chatId, userKey))
  }

  /** Access from the cache or the database; undefined for a stranger to the chat. One lookup at a time for each. */
  findAccess(chatId: ChatId, userKey: number): Promise<Access | undefined> | Access {
    const load = () => this.database.read((db) => findAccess(db, chatId, userKey))
    return this.rights.get(keyOf(chatId, userKey), load)
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
    this.rights.invalidate(keyOf(chatId, userKey))
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
    this.rights.invalidateGroup(chatId)
  }
}
