import { type ChatId, limits } from '@parley/protocol'
import type { Clock } from '../lib/clock'
import { notification } from '../lib/notification'
import { topics } from '../lib/topics'

/** The head of a chat. */
export interface Head {
  readonly seq: number
  readonly rev: number
}

export interface HeadsOptions {
  readonly clock: Clock
  readonly publish: (topic: string, frame: string) => void
  /** Reads the present head of a chat. */
  readonly read: (chatId: ChatId) => Promise<Head | undefined>
  readonly onError: (error: unknown) => void
}

interface Announced {
  atMs: number
  waits: boolean
}

/**
 * Sends heads of large chats to members who don't watch them: at most once in `limits.headIntervalMs`, the last one
 * always.
 */
export class Heads {
  private readonly announced = new Map<ChatId, Announced>()
  private stopped = false

  constructor(private readonly options: HeadsOptions) {}

  announceHead(chatId: ChatId, head: Head): void {
    const { clock } = this.options
    const last = this.announced.get(chatId) ?? { atMs: 0, waits: false }
    this.announced.set(chatId, last)
    const sinceMs = clock.now() - last.atMs
    // After the clock was set back, the time of the last head is meaningless.
    const waitMs = sinceMs < 0 ? 0 : limits.headIntervalMs - sinceMs
    if (waitMs <= 0) {
      last.atMs = clock.now()
      this.publish(chatId, head)
    } else if (!last.waits) {
      last.waits = true
      clock.setTimeout(() => {
        if (this.stopped) return
        last.waits = false
        last.atMs = clock.now()
        void this.announceNewest(chatId).catch(this.options.onError)
      }, waitMs)
    }
  }

  /** Reads nothing any longer: the database closes next. */
  stop(): void {
    this.stopped = true
  }

  /** No connection of this node subscribes to the chat any longer. */
  forgetChat(chatId: ChatId): void {
    this.announced.delete(chatId)
  }

  private async announceNewest(chatId: ChatId): Promise<void> {
    const head = await this.options.read(chatId)
    if (head) this.publish(chatId, head)
  }

  private publish(chatId: ChatId, { seq, rev }: Head): void {
    this.options.publish(topics.head(chatId), notification('chat.head', { chatId, seq, rev }))
  }
}
