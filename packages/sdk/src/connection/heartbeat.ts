import type { RandomBytes } from '@parley/protocol/ids'
import type { Clock } from '../api'
import { asParleyError } from '../lib/error'
import { fraction } from '../lib/random'

/** How long an answer to a ping may take. */
const answerMs = 10_000

export interface HeartbeatOptions {
  readonly clock: Clock
  readonly random: RandomBytes
  /** Rejects when the answer takes longer than `timeoutMs`. */
  readonly ping: (timeoutMs: number) => Promise<unknown>
  /** Two pings in a row had no answer. */
  readonly onDead: () => void
}

/** Pings at a random moment within each heartbeat, so that the pings of many clients spread. Two unanswered mean dead. */
export class Heartbeat {
  #timer: unknown
  #stopped = true
  #probing = false
  readonly #options: HeartbeatOptions

  constructor(options: HeartbeatOptions) {
    this.#options = options
  }

  start(heartbeatMs: number): void {
    this.#stopped = false
    this.#beat(heartbeatMs, 0)
  }

  stop(): void {
    this.#stopped = true
    this.#options.clock.clearTimeout(this.#timer)
  }

  /** Finds out now whether the connection lives. */
  probe(): void {
    if (this.#stopped || this.#probing) return
    this.#probing = true
    this.#pingTwice().finally(() => {
      this.#probing = false
    })
  }

  /** `restMs` is what is left of the heartbeat before. */
  #beat(heartbeatMs: number, restMs: number): void {
    const { clock, random } = this.#options
    const atMs = fraction(random) * heartbeatMs
    this.#timer = clock.setTimeout(() => {
      this.probe()
      this.#beat(heartbeatMs, heartbeatMs - atMs)
    }, restMs + atMs)
  }

  async #pingTwice(): Promise<void> {
    for (let unansweredPings = 0; unansweredPings < 2; unansweredPings++) {
      try {
        await this.#options.ping(answerMs)
        return
      } catch (error) {
        if (this.#stopped || !asParleyError(error).unanswered) return
      }
    }
    this.#options.onDead()
  }
}
