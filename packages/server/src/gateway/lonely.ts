import type { Bus } from '../bus/bus'
import { type Clock, every } from '../lib/clock'
import type { Logger } from '../lib/logger'

export interface LonelyOptions {
  readonly bus: Bus
  readonly clock: Clock
  readonly logger: Logger
  /** Sends the connections of this node to others. */
  readonly drain: () => void
}

const LOOK_MS = 1_000
/** A bus that comes back within this time has cost nobody a connection. */
const PATIENCE_MS = 5_000

/** Notices that this node hears nothing of the others: its connections would miss what those say, so they are sent away. */
export class Lonely {
  private downSince: number | undefined
  private drained = false
  private stopTimer: (() => void) | undefined

  constructor(private readonly options: LonelyOptions) {}

  /** Whether the node has been without others for too long. */
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
