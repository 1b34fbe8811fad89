import type { FakeClock } from '@parley/server/src/testing/fake-clock'
import type { Random } from '@parley/server/src/testing/random'
import type { Listener } from './listener'

/** When a client gives up an exchange without a result. */
const giveUpMs = { low: 0, high: 60_000 }
/** An exchange takes this many packets. Each of them may break it. */
const packets = 4

/** The connection broke, or never existed. */
export class BrokenOff extends Error {}

/** The network between the clients and the server. */
interface Way {
  readonly clock: FakeClock
  readonly random: Random
  readonly weather: { readonly lose: number; readonly cut: number; readonly halfOpen: number }
  readonly listener: Listener | undefined
  delay(): number
}

/** Requests and responses over separate connections, as in HTTP. */
export class Exchanges {
  /** Functions that end each exchange in progress at the server. */
  private readonly underWay = new Set<() => void>()

  constructor(private readonly network: Way) {}

  /**
   * Rejects with the server's error, or with `BrokenOff` when the connection breaks. The server may have executed the
   * request even then.
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
