import { type ChatId, limits, type UserId } from '@parley/protocol'
import type { Clock } from '../lib/clock'
import { notification } from '../lib/notification'
import { topics } from '../lib/topics'

export interface WatchedOnlineOptions {
  readonly clock: Clock
  readonly publish: (topic: string, frame: string) => void
  /** Whether anybody here hears of a topic. */
  readonly hasSubscribers: (topic: string) => boolean
  /** Everybody who is in a chat now. */
  readonly members: (chatId: ChatId) => Promise<readonly UserId[]>
  /** How many of these people are online. */
  readonly countAmong: (userIds: readonly UserId[]) => number
  readonly onError: (error: unknown) => void
}

interface Watched {
  /** Undefined: to be read before it is counted. */
  members: Set<UserId> | undefined
  /** How often its members changed. */
  changes: number
  announced: number | undefined
  announcedAtMs: number
  scheduled: boolean
}

/**
 * Tells those who watch a channel or a large group how many of its people are online: at most once in
 * `limits.onlineIntervalMs` for each, the last number always. Every node counts for its own watchers, and holds the members of
 * what is watched here alone.
 */
export class WatchedOnline {
  private readonly chats = new Map<ChatId, Watched>()

  constructor(private readonly options: WatchedOnlineOptions) {}

  /** Somebody here watches a chat from now on. */
  watch(chatId: ChatId): void {
    if (!this.chats.has(chatId))
      this.chats.set(chatId, {
        members: undefined,
        changes: 0,
        announced: undefined,
        announcedAtMs: 0,
        scheduled: false,
      })
    this.schedule(chatId)
  }

  /** Somebody came online, or went. */
  changed(userId: UserId): void {
    for (const [chatId, { members }] of this.chats) if (!members || members.has(userId)) this.schedule(chatId)
  }

  /** Who is in a chat has changed, or may have. */
  membersChanged(chatId: ChatId): void {
    const watched = this.chats.get(chatId)
    if (!watched) return
    watched.members = undefined
    watched.changes++
    this.schedule(chatId)
  }

  private schedule(chatId: ChatId): void {
    const watched = this.chats.get(chatId)
    if (!watched || watched.scheduled) return
    const { clock, onError } = this.options
    watched.scheduled = true
    const dueMs = watched.announcedAtMs + limits.onlineIntervalMs - clock.now()
    // Never longer than the interval, also where the clock was set back.
    const waitMs = Math.min(limits.onlineIntervalMs, Math.max(0, dueMs))
    clock.setTimeout(() => void this.announce(chatId, watched).catch(onError), waitMs)
  }

  private async announce(chatId: ChatId, watched: Watched): Promise<void> {
    const { clock, countAmong, hasSubscribers, members, publish } = this.options
    watched.scheduled = false
    watched.announcedAtMs = clock.now()
    const asked = watched.changes
    if (!hasSubscribers(topics.chat(chatId))) {
      this.chats.delete(chatId)
      return
    }
    const people = watched.members ?? new Set(await members(chatId))
    // Whoever came or went while they were read is counted the next time.
    if (asked === watched.changes) watched.members = people
    const count = countAmong([...people])
    if (count === watched.announced) return
    watched.announced = count
    publish(topics.chat(chatId), notification('chat.online', { chatId, count }))
  }
}
