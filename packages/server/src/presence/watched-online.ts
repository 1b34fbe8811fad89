import { type ChatId, limits, type UserId } from '@parley/protocol'
import type { Clock } from '../lib/clock'
import { notification } from '../lib/notification'
import { topics } from '../lib/topics'

export interface WatchedOnlineOptions {
  readonly clock: Clock
  readonly publish: (topic: string, frame: string) => void
  /** Whether any connection of this node subscribes to a topic. */
  readonly hasSubscribers: (topic: string) => boolean
  /** The online members of a chat. */
  readonly membersOnline: (chatId: ChatId) => Promise<readonly UserId[]>
  /** The online members of a chat among these users. */
  readonly membersAmong: (chatId: ChatId, userIds: readonly UserId[]) => Promise<readonly UserId[]>
  readonly onError: (error: unknown) => void
}

interface Watched {
  /** The online members; undefined before the first read. */
  online: Set<UserId> | undefined
  /** Users who connected or disconnected since then, members or not. */
  moved: Set<UserId>
  /** The number of member changes, and of counts. */
  changes: number
  counts: number
  announced: number | undefined
  announcedAtMs: number
  scheduled: boolean
}

/**
 * Pushes the online count of a channel or large group to its watchers: at most once in `limits.onlineIntervalMs` for
 * each, the last number always. Every node counts for its own watchers, and keeps the online members of watched chats.
 */
export class WatchedOnline {
  private readonly chats = new Map<ChatId, Watched>()

  constructor(private readonly options: WatchedOnlineOptions) {}

  /** A connection of this node starts to watch a chat. */
  watch(chatId: ChatId): void {
    if (!this.chats.has(chatId))
      this.chats.set(chatId, {
        online: undefined,
        moved: new Set(),
        changes: 0,
        counts: 0,
        announced: undefined,
        announcedAtMs: 0,
        scheduled: false,
      })
    this.schedule(chatId)
  }

  /** A user connected or disconnected. */
  changed(userId: UserId): void {
    for (const [chatId, { moved }] of this.chats) {
      moved.add(userId)
      this.schedule(chatId)
    }
  }

  /** The members of a chat changed, or may have changed. */
  membersChanged(chatId: ChatId): void {
    const watched = this.chats.get(chatId)
    if (!watched) return
    watched.online = undefined
    watched.changes++
    this.schedule(chatId)
  }

  private schedule(chatId: ChatId): void {
    const watched = this.chats.get(chatId)
    if (!watched || watched.scheduled) return
    const { clock, onError } = this.options
    watched.scheduled = true
    const dueMs = watched.announcedAtMs + limits.onlineIntervalMs - clock.now()
    // Never longer than the interval, even after the clock was set back.
    const waitMs = Math.min(limits.onlineIntervalMs, Math.max(0, dueMs))
    clock.setTimeout(() => void this.announce(chatId, watched).catch(onError), waitMs)
  }

  private async announce(chatId: ChatId, watched: Watched): Promise<void> {
    const { clock, hasSubscribers, publish } = this.options
    watched.scheduled = false
    watched.announcedAtMs = clock.now()
    const changes = watched.changes
    const counts = ++watched.counts
    if (!hasSubscribers(topics.chat(chatId))) {
      this.chats.delete(chatId)
      return
    }
    const people = await this.count(chatId, watched)
    // Users who connect or disconnect during the read are counted the next time.
    if (changes === watched.changes && counts === watched.counts) watched.online = people
    const count = people.size
    if (count === watched.announced) return
    watched.announced = count
    publish(topics.chat(chatId), notification('chat.online', { chatId, count }))
  }

  /** The online members, from the earlier ones and the changed users. */
  private async count(chatId: ChatId, watched: Watched): Promise<Set<UserId>> {
    const { membersAmong, membersOnline } = this.options
    const { online, moved } = watched
    // Until the next read: a failed or overtaken count leaves no partial data.
    watched.online = undefined
    watched.moved = new Set()
    if (!online) return new Set(await membersOnline(chatId))
    const came = await membersAmong(chatId, [...moved])
    return new Set([...online].filter((userId) => !moved.has(userId)).concat(came))
  }
}
