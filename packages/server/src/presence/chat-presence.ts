import { type ChatId, type Result, type UserId, WORLD_CHAT_ID } from '@parley/protocol'
import type { ChatAccess } from '../chats/access'
import type { Caller } from '../lib/caller'
import { topics } from '../lib/topics'
import { isLarge } from '../storage/append/large'
import type { Database } from '../storage/database'
import type { MembersOnline } from './members-online'
import type { Presence } from './presence'
import type { WatchedOnline } from './watched-online'

export interface ChatPresenceOptions {
  readonly database: Database
  readonly access: ChatAccess
  readonly presence: Presence
  /** The presence of members. */
  readonly membersOnline: MembersOnline
  /** Pushes the online count to watchers. */
  readonly watched: WatchedOnline
  /** Charges an account for scanned members. */
  readonly charge: (userId: UserId, members: number) => void
}

/** The online members of chats, and the connections that watch a chat. */
export class ChatPresence {
  constructor(private readonly options: ChatPresenceOptions) {}

  /** The number of online members, and a sample of those whom the caller may see. */
  async onlineIn(caller: Caller, chatId: ChatId): Promise<Result<'chats.online'>> {
    const { membersOnline, presence } = this.options
    const access = await this.options.access.requireMember(chatId, caller.userKey)
    if (chatId === WORLD_CHAT_ID) return presence.showOnline(caller)
    const { looked, userIds } = await membersOnline.findOnline(chatId)
    this.options.charge(caller.userId, looked)
    // The count here equals the pushed one, because a difference would reveal a block.
    return presence.showOnlineAmong(caller, userIds, { countsHidden: access.large })
  }

  /** Subscribes the caller's connection to full deltas, and returns the chat's rev. */
  async watch(caller: Caller, chatId: ChatId): Promise<{ rev: number }> {
    const { access, database } = this.options
    await this.options.access.requireMember(chatId, caller.userKey)
    // Subscribes in the same turn as a decision that still holds: members who leave later are unsubscribed as usual.
    if (!access.peekAccess(chatId, caller.userKey)?.member) return this.watch(caller, chatId)
    caller.connection?.subscribe(topics.chat(chatId))
    const range = await database.read((db) => access.findReadable(db, chatId, caller.userKey))
    if (range && chatId !== WORLD_CHAT_ID && isLarge(range.row)) {
      this.options.charge(caller.userId, this.options.membersOnline.costOf(range.row.member_count))
      this.options.watched.watch(chatId)
    }
    return { rev: range?.head.rev ?? 0 }
  }

  /** Ends `watch`; a member of a small chat stays subscribed. */
  async unwatch(caller: Caller, chatId: ChatId): Promise<void> {
    const access = await this.options.access.findAccess(chatId, caller.userKey)
    if (access?.large) caller.connection?.unsubscribe(topics.chat(chatId))
  }
}
