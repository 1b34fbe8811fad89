import { limits, type Result, type UserId, WORLD_CHAT_ID } from '@parley/protocol'
import type { Clock } from '../lib/clock'
import { notification } from '../lib/notification'
import { topics } from '../lib/topics'

/** People connected to other nodes. */
export interface Others {
  has(userId: UserId): boolean
  users(): Iterable<UserId>
  /** Somebody's first connection to this node came, or their last one went. */
  tell(userId: UserId, change: 'came' | 'went'): void
}

export interface OnlineOptions {
  readonly clock: Clock
  /** Reaches this node's own connections: every node counts for itself. */
  readonly publish: (topic: string, frame: string) => void
  /** Somebody came online, or went. */
  readonly changed?: (userId: UserId) => void
}

/** Who is connected, here or to another node. A person on two devices counts once. */
export class Online {
  private readonly connections = new Map<UserId, number>()
  private others: Others | undefined
  /** How many people are connected to other nodes alone. */
  private elsewhereOnly = 0
  private announced = 0
  private announcedAt = 0
  private scheduled = false

  constructor(private readonly options: OnlineOptions) {}

  /** Hands over who knows of other nodes, where there are any. */
  useOthers(others: Others): void {
    this.others = others
  }

  arrived(userId: UserId): void {
    const before = this.connections.get(userId) ?? 0
    this.connections.set(userId, before + 1)
    if (before === 0) {
      this.others?.tell(userId, 'came')
      if (this.others?.has(userId)) this.elsewhereOnly--
      this.options.changed?.(userId)
    }
    this.announce()
  }

  departed(userId: UserId): void {
    const left = (this.connections.get(userId) ?? 1) - 1
    if (left > 0) this.connections.set(userId, left)
    else {
      this.connections.delete(userId)
      this.others?.tell(userId, 'went')
      if (this.others?.has(userId)) this.elsewhereOnly++
      this.options.changed?.(userId)
    }
    this.announce()
  }

  /** Somebody is connected to another node now, or to none of them any more. */
  changedElsewhere(userId: UserId, now: 'online' | 'offline'): void {
    if (!this.connections.has(userId)) this.elsewhereOnly += now === 'online' ? 1 : -1
    this.options.changed?.(userId)
    this.announce()
  }

  /** Everybody connected to this node. */
  here(): Iterable<UserId> {
    return this.connections.keys()
  }

  /** Everybody online, with a sample of those who are not hidden. */
  everybody(hidden: ReadonlySet<UserId> = new Set()): Result<'chats.online'> {
    const sample = new Set<UserId>()
    for (const users of [this.connections.keys(), this.others?.users() ?? []])
      for (const userId of users) {
        if (sample.size === limits.onlineSample) break
        if (!hidden.has(userId)) sample.add(userId)
      }
    return { count: this.count, sample: [...sample] }
  }

  /** Who of these people is online, with a sample of those who are not hidden. */
  among(userIds: readonly UserId[], hidden: ReadonlySet<UserId> = new Set()): Result<'chats.online'> {
    const online = userIds.filter((userId) => this.connections.has(userId) || this.others?.has(userId))
    const shown = online.filter((userId) => !hidden.has(userId))
    return { count: online.length, sample: shown.slice(0, limits.onlineSample) }
  }

  private get count(): number {
    return this.connections.size + this.elsewhereOnly
  }

  /** Tells the world's watchers how many are online, at most once in `limits.onlineIntervalMs`, the last number always. */
  private announce(): void {
    if (this.scheduled || this.count === this.announced) return
    const { clock, publish } = this.options
    this.scheduled = true
    // Never longer than the interval, also where the clock was set back.
    const dueMs = this.announcedAt + limits.onlineIntervalMs - clock.now()
    const waitMs = Math.min(limits.onlineIntervalMs, Math.max(0, dueMs))
    clock.setTimeout(() => {
      this.scheduled = false
      this.announcedAt = clock.now()
      this.announced = this.count
      publish(topics.chat(WORLD_CHAT_ID), notification('chat.online', { chatId: WORLD_CHAT_ID, count: this.count }))
    }, waitMs)
  }
}
