import { type ChatId, limits } from '@parley/protocol'
import type { Clock } from '../lib/clock'
import { notification } from '../lib/notification'
import { topics } from '../lib/topics'

/** Where a chat stands. */
export interface Head {
  readonly seq: number
  readonly rev: number
}

export interface HeadsOptions {
  readonly clock: Clock
  readonly publish: (topic: string, frame: string) => void
  /** Reads where a chat stands now. */
  readonly read: (chatId: ChatId) => Promise<Head | undefined>
  readonly onError: (error: unknown) => void
}

interface Announced {
  atMs: number
  waits: boolean
}

/** Tells those who do not watch a large chat where it stands: at most once in `limits.headIntervalMs`, the last one always. */
export class Heads {
  private readonly announced = new Map<ChatId, Announced>()
  private stopped = false

  constructor(private readonly options: HeadsOptions) {}

  announce(chatId: ChatId, head: Head): void {
    const { clock } = this.options
    const last = this.announced.get(chatId) ?? { atMs: 0, waits: false }
    this.announced.set(chatId, last)
    const sinceMs = clock.now() - last.atMs
    // A clock that was set back says nothing about when the last one was.
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

  /** Reads nothing any more: the database closes next. */
  stop(): void {
    this.stopped = true
  }

  /** Nobody here hears of the chat any more. */
  forget(chatId: ChatId): void {
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
