import type { Clock } from '../lib/clock'

export interface SampledSignsOptions {
  readonly clock: Clock
  readonly publish: (topic: string, frame: string) => void
}

/** One sign for each topic in this time. */
const SAMPLE_MS = 1_000
/** The most different signs that wait for each topic; further ones are dropped. A sign is shown for six seconds. */
const WAITING_MAX = 5

/** Signs with many recipients, such as typing in a large chat: at most one a second, and each waiting one once. */
export class SampledSigns {
  private readonly waiting = new Map<string, Set<string>>()

  constructor(private readonly options: SampledSignsOptions) {}

  publish(topic: string, frame: string): void {
    const waiting = this.waiting.get(topic)
    if (waiting) {
      if (waiting.size < WAITING_MAX) waiting.add(frame)
      return
    }
    this.options.publish(topic, frame)
    this.waiting.set(topic, new Set())
    this.arm(topic)
  }

  private arm(topic: string): void {
    this.options.clock.setTimeout(() => {
      const waiting = this.waiting.get(topic)
      const [next] = waiting ?? []
      if (next === undefined) {
        this.waiting.delete(topic)
        return
      }
      waiting?.delete(next)
      this.options.publish(topic, next)
      this.arm(topic)
    }, SAMPLE_MS)
  }
}
