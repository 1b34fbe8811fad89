import { type ChatId, limits, type UserId } from '@parley/protocol'
import type { Clock } from '../lib/clock'
import { notification } from '../lib/notification'
import { topics } from '../lib/topics'

export interface WatchedOnlineOptions {
  readonly clock: Clock
  readonly publish: (topic: string, frame: string) => void
  /** Whether anybody here hears of a topic. */
  readonly hasSubscribers: (topic: string) => boolean
  /** The people of a chat who are online. */
  readonly membersOnline: (chatId: ChatId) => Promise<readonly UserId[]>
  /** Those of these people who are online and in a chat. */
  readonly membersAmong: (chatId: ChatId, userIds: readonly UserId[]) => Promise<readonly UserId[]>
  readonly onError: (error: unknown) => void
}

interface Watched {
  /** Who of its people is online; undefined: to be read before it is counted. */
  online: Set<UserId> | undefined
  /** Who came online or went since then, whether they are in it or not. */
  moved: Set<UserId>
  /** How often its members changed, and how often it was counted. */
  changes: number
  counts: number
  announced: number | undefined
  announcedAtMs: number
  scheduled: boolean
}

/**
 * Tells those who watch a channel or a large group how many of its people are online: at most once in
 * `limits.onlineIntervalMs` for each, the last number always. Every node counts for its own watchers, and holds who is online in
 * what is watched here.
 */
export class WatchedOnline {
  private readonly chats = new Map<ChatId, Watched>()

  constructor(private readonly options: WatchedOnlineOptions) {}

  /** Somebody here watches a chat from now on. */
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

  /** Somebody came online, or went. */
  changed(userId: UserId): void {
    for (const [chatId, { moved }] of this.chats) {
      moved.add(userId)
      this.schedule(chatId)
    }
  }

  /** Who is in a chat has changed, or may have. */
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
    // Never longer than the interval, also where the clock was set back.
    const waitMs = Math.min(limits.onlineIntervalMs, Math.max(0, dueMs))
    clock.setTimeout(() => void this.announce(chatId, watched).catch(onError), waitMs)
  }

  private async announce(chatId: ChatId, watched: Watched): Promise<void> {
    const { clock, hasSubscribers, publish } = this.options
    watched.scheduled = false
    watched.announcedAtMs = clock.now()
    const [changes, counts] = [watched.changes, ++watched.counts]
    if (!hasSubscribers(topics.chat(chatId))) {
      this.chats.delete(chatId)
      return
    }
    const people = await this.count(chatId, watched)
    // Whoever came or went while they were read is counted the next time.
    if (changes === watched.changes && counts === watched.counts) watched.online = people
    const count = people.size
    if (count === watched.announced) return
    watched.announced = count
    publish(topics.chat(chatId), notification('chat.online', { chatId, count }))
  }

  /** Who is online: of those who were and of those who moved since. */
  private async count(chatId: ChatId, watched: Watched): Promise<Set<UserId>> {
    const { membersAmong, membersOnline } = this.options
    const { online, moved } = watched
    // Until it is known again: a count that fails, or that another one overtakes, leaves nothing half true.
    watched.online = undefined
    watched.moved = new Set()
    if (!online) return new Set(await membersOnline(chatId))
    const came = await membersAmong(chatId, [...moved])
    return new Set([...online].filter((userId) => !moved.has(userId)).concat(came))
  }
}
