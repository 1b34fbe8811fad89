import type { RandomBytes } from '@parley/protocol/ids'
import { limits } from '@parley/protocol/limits'
import type { Clock } from '../api'
import { fraction } from '../lib/random'

/** Kept deltas of one topic while earlier ones are missing; a fetch covers the rest. */
const keptDeltas = 100
/**
 * After this many fetches without reaching a kept delta, it is beyond this user's range: former members learn of it
 * last.
 */
const mostAsks = 3

interface Gap<Delta> {
  deltas: Delta[]
  timer: unknown
  /** The number of fetches since a kept delta was last reached. */
  asks: number
}

export interface PendingDeltasOptions<Key, Delta> {
  readonly clock: Clock
  readonly random: RandomBytes
  /** Applies a kept delta. Returns false while an earlier one is still missing. */
  readonly apply: (key: Key, delta: Delta) => boolean
  /** Called when the missing deltas didn't arrive in time. */
  readonly fetchChat: (key: Key) => void
}

/** Keeps deltas that arrived before an earlier one, and fetches the missing ones when they don't arrive in time (DL17). */
export class PendingDeltas<Key, Delta extends { readonly from: number }> {
  readonly #gaps = new Map<Key, Gap<Delta>>()
  #paused = false
  readonly #options: PendingDeltasOptions<Key, Delta>

  constructor(options: PendingDeltasOptions<Key, Delta>) {
    this.#options = options
  }

  /** While a sync runs nothing is asked: it brings what is missing. */
  pause(): void {
    this.#paused = true
  }

  resume(): void {
    this.#paused = false
    for (const key of [...this.#gaps.keys()]) this.retry(key)
  }

  add(key: Key, delta: Delta): void {
    const gap = this.#gaps.get(key) ?? { deltas: [], timer: undefined, asks: 0 }
    this.#gaps.set(key, gap)
    gap.deltas.push(delta)
    if (gap.deltas.length > keptDeltas) gap.deltas.shift()
    this.#wait(key, gap)
  }

  /** The held rev advanced: applies deltas that fit now. */
  retry(key: Key): void {
    const gap = this.#gaps.get(key)
    if (gap === undefined) return
    const deltas = gap.deltas.sort((a, b) => a.from - b.from)
    gap.deltas = []
    gap.deltas.push(...deltas.filter((delta) => !this.#options.apply(key, delta)))
    if (gap.deltas.length < deltas.length) gap.asks = 0
    if (gap.deltas.length === 0 || gap.asks >= mostAsks) this.#close(key, gap)
    else this.#wait(key, gap)
  }

  clear(): void {
    for (const [key, gap] of this.#gaps) this.#close(key, gap)
  }

  #wait(key: Key, gap: Gap<Delta>): void {
    if (this.#paused || gap.timer !== undefined) return
    const { clock, random, fetchChat: ask } = this.#options
    gap.timer = clock.setTimeout(
      () => {
        gap.timer = undefined
        gap.asks++
        ask(key)
      },
      limits.gapWaitMs * (0.5 + fraction(random)),
    )
  }

  #close(key: Key, gap: Gap<Delta>): void {
    this.#options.clock.clearTimeout(gap.timer)
    this.#gaps.delete(key)
  }
}
