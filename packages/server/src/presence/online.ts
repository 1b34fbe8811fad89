import { limits, type Result, type UserId, WORLD_CHAT_ID } from '@parley/protocol'
import type { Bus } from '../bus/bus'
import type { Clock } from '../lib/clock'
import { notification } from '../lib/notification'
import { topics } from '../lib/topics'

/** Who is connected. A person on two devices counts once. */
export class Online {
  private readonly connections = new Map<UserId, number>()
  private announced = 0
  private announcedAt = 0
  private scheduled = false

  constructor(private readonly options: { readonly bus: Bus; readonly clock: Clock }) {}

  arrived(userId: UserId): void {
    this.connections.set(userId, (this.connections.get(userId) ?? 0) + 1)
    this.announce()
  }

  departed(userId: UserId): void {
    const left = (this.connections.get(userId) ?? 1) - 1
    if (left > 0) this.connections.set(userId, left)
    else this.connections.delete(userId)
    this.announce()
  }

  /** Everybody online, with a sample. */
  everybody(): Result<'chats.online'> {
    const sample: UserId[] = []
    for (const userId of this.connections.keys()) {
      if (sample.length === limits.onlineSample) break
      sample.push(userId)
    }
    return { count: this.connections.size, sample }
  }

  /** Who of these people is online. */
  among(userIds: readonly UserId[]): Result<'chats.online'> {
    const online = userIds.filter((userId) => this.connections.has(userId))
    return { count: online.length, sample: online.slice(0, limits.onlineSample) }
  }

  /** Tells the world's watchers how many are online, at most once in `limits.onlineIntervalMs`, the last number always. */
  private announce(): void {
    if (this.scheduled || this.connections.size === this.announced) return
    const { clock, bus } = this.options
    this.scheduled = true
    // Never longer than the interval, also where the clock was set back.
    const dueMs = this.announcedAt + limits.onlineIntervalMs - clock.now()
    const waitMs = Math.min(limits.onlineIntervalMs, Math.max(0, dueMs))
    clock.setTimeout(() => {
      this.scheduled = false
      this.announcedAt = clock.now()
      this.announced = this.connections.size
      const frame = notification('chat.online', { chatId: WORLD_CHAT_ID, count: this.announced })
      bus.publish({ kind: 'ephemeral', topic: topics.chat(WORLD_CHAT_ID), frame })
    }, waitMs)
  }
}
