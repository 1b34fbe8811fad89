import type { ChatId } from '@parley/protocol'
import type { Clock } from '../api'
import type { Connection } from '../connection/connection'
import { asParleyError } from '../lib/error'
import type { Replica } from '../sync/replica'

/** Reading on moves the cursor at most this often on the server. */
const debounceMs = 500
/** A cursor that did not get through is sent again after this. */
const againMs = 5_000

export interface ReadSenderOptions {
  readonly clock: Clock
  readonly connection: Connection
  readonly replica: Replica
}

/** Tells the server how far the person has read: at once here, debounced there, and again after a break (DL28). */
export class ReadSender {
  readonly #timers = new Map<ChatId, unknown>()
  readonly #options: ReadSenderOptions

  constructor(options: ReadSenderOptions) {
    this.#options = options
  }

  mark(chatId: ChatId, seq: number): void {
    if (this.#options.replica.read(chatId, seq)) this.#later(chatId, debounceMs)
  }

  /** Sends what waits for its debounce now. */
  flush(chatId: ChatId): void {
    const timer = this.#timers.get(chatId)
    if (timer === undefined) return
    this.#options.clock.clearTimeout(timer)
    this.#timers.delete(chatId)
    void this.#send(chatId)
  }

  flushAll(): void {
    for (const chatId of [...this.#timers.keys()]) this.flush(chatId)
  }

  /** A new connection: what did not get through goes again. */
  onLive(): void {
    for (const [chatId] of this.#options.replica.unsentReads()) if (!this.#timers.has(chatId)) void this.#send(chatId)
  }

  #later(chatId: ChatId, delayMs: number): void {
    if (this.#timers.has(chatId)) return
    this.#timers.set(
      chatId,
      this.#options.clock.setTimeout(() => this.flush(chatId), delayMs),
    )
  }

  async #send(chatId: ChatId): Promise<void> {
    const { connection, replica } = this.#options
    if (!connection.isOpen) return
    const seq = replica.readSeq(chatId)
    try {
      replica.addStates([await connection.call('chats.markRead', { chatId, seq })])
    } catch (thrown) {
      const { retry, code, retryAfterMs = 0 } = asParleyError(thrown)
      if (!retry && code !== 'internal') replica.forgetRead(chatId)
      else if (retry && connection.isOpen) this.#later(chatId, Math.max(againMs, retryAfterMs))
    }
  }
}
