import type { Bus } from '../bus/bus'
import { type Clock, every } from '../lib/clock'
import type { Logger } from '../lib/logger'

export interface BusWatchdogOptions {
  readonly bus: Bus
  readonly clock: Clock
  readonly logger: Logger
  /** Sends the connections of this node to others. */
  readonly drain: () => void
}

const LOOK_MS = 1_000
/** A shorter outage of the bus drains no connection. */
const PATIENCE_MS = 5_000

/**
 * Detects that this node receives nothing from the others. Its connections would miss events, so the node drains them.
 */
export class BusWatchdog {
  private downSince: number | undefined
  private drained = false
  private stopTimer: (() => void) | undefined

  constructor(private readonly options: BusWatchdogOptions) {}

  /** Whether the node has been cut off for too long. */
  get isCutOff(): boolean {
    return this.drained
  }

  start(): void {
    this.stopTimer = every(this.options.clock, LOOK_MS, () => this.look())
  }

  stop(): void {
    this.stopTimer?.()
  }

  private look(): void {
    const { bus, clock, drain, logger } = this.options
    if (bus.state === 'up') {
      if (this.drained) logger.info('other nodes are heard again')
      this.downSince = undefined
      this.drained = false
      return
    }
    this.downSince ??= clock.now()
    if (this.drained || clock.now() - this.downSince < PATIENCE_MS) return
    this.drained = true
    logger.warn('no bus: connections are sent to other nodes')
    drain()
  }
}
