import type { FakeClock } from '@parley/server/src/testing/fake-clock'
import type { Random } from '@parley/server/src/testing/random'
import type { Listener } from './listener'

/** When a client gives up an exchange that nothing comes of. */
const giveUpMs = { low: 0, high: 60_000 }
/** An exchange takes so many packets, each of which may break it. */
const packets = 4

/** The connection broke, or there was none. */
export class BrokenOff extends Error {}

/** What lies between the clients and the server. */
interface Way {
  readonly clock: FakeClock
  readonly random: Random
  readonly weather: { readonly lose: number; readonly cut: number; readonly halfOpen: number }
  readonly listener: Listener | undefined
  delay(): number
}

/** Requests and answers over connections of their own, as HTTP has them. */
export class Exchanges {
  /** Ends each that is with the server. */
  private readonly underWay = new Set<() => void>()

  constructor(private readonly network: Way) {}

  /**
   * Rejects with what the server throws, and with `BrokenOff` when the connection breaks, whether or not the server did what it
   * was asked for.
   */
  ask<T>(question: (server: Listener) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const breakOff = () => {
        this.underWay.delete(breakOff)
        this.later(() => reject(new BrokenOff()), this.network.random.between(giveUpMs.low, giveUpMs.high))
      }
      const arrive = (then: () => void) => (this.breaks() ? breakOff() : this.later(then))
      arrive(() => {
        const server = this.network.listener
        if (!server) return this.later(() => reject(new BrokenOff()))
        this.underWay.add(breakOff)
        const answer = (then: () => void) => this.underWay.delete(breakOff) && arrive(then)
        question(server).then(
          (result) => answer(() => resolve(result)),
          (error) => answer(() => reject(error)),
        )
      })
    })
  }

  serverDied(): void {
    for (const breakOff of [...this.underWay]) breakOff()
  }

  private later(run: () => void, delayMs = this.network.delay()): void {
    this.network.clock.setTimeout(run, delayMs)
  }

  private breaks(): boolean {
    const { lose, cut, halfOpen } = this.network.weather
    return this.network.random.chance(packets * (lose + cut + halfOpen))
  }
}
