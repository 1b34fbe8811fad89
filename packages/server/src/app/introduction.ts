import { hostname } from 'node:os'
import type { NodeInfo, NodeReport, NodeStats, Peers } from '../bus/peers'
import type { Role } from '../config/config'
import type { Core } from '../core'
import { serveForwarded } from '../dispatch/forwarded-calls'
import { type Clock, every } from '../lib/clock'

export interface IntroductionOptions {
  readonly core: Core
  /** The others; undefined for a single node. */
  readonly peers: Peers | undefined
  readonly clock: Clock
  /** This node, under a name that is new with each start. */
  readonly node: string
  readonly version: string
  readonly roles: readonly Role[]
  /** Messages that this node stored so far. */
  readonly stored: () => number
}

const SAMPLE_MS = 5_000

/** Makes this node known to the others, and runs calls for them where it has the role. */
export class Introduction {
  private readonly stops: (() => void)[] = []
  private stopServing: (() => void) | undefined
  private sample = { total: 0, perSecond: 0 }
  private running = 0
  private readonly info: NodeInfo

  constructor(private readonly options: IntroductionOptions) {
    const { clock, node: id, version, roles } = options
    this.info = { id, host: hostname(), version, roles, startedAt: clock.now() }
  }

  async start(): Promise<void> {
    const { core, peers, clock, roles } = this.options
    this.stops.push(every(clock, SAMPLE_MS, () => this.measure()))
    if (!peers) return
    if (roles.includes('api'))
      this.stopServing = await serveForwarded({
        calls: core.calls,
        peers,
        isTokenValid: (id) => core.serviceTokens.isValid(id),
        around: (call) => this.count(call),
      })
    await peers.announce(this.info, () => this.stats())
  }

  /** All nodes that answer within `waitMs`, and the name of this one. */
  async nodes(waitMs: number): Promise<{ readonly own: string; readonly nodes: readonly NodeReport[] }> {
    const { peers } = this.options
    return { own: this.info.id, nodes: peers ? await peers.list(waitMs) : [{ ...this.info, ...this.stats() }] }
  }

  /** Calls for other nodes that are under way. */
  get inFlight(): number {
    return this.running
  }

  /** Takes no more calls of other nodes. */
  close(): void {
    this.stopServing?.()
  }

  stop(): void {
    this.close()
    for (const stop of this.stops.splice(0)) stop()
  }

  private async count<T>(call: () => Promise<T>): Promise<T> {
    this.running++
    try {
      return await call()
    } finally {
      this.running--
    }
  }

  private measure(): void {
    const total = this.options.stored()
    this.sample = { total, perSecond: ((total - this.sample.total) * 1_000) / SAMPLE_MS }
  }

  private stats(): NodeStats {
    const { core, stored } = this.options
    const workLagMs = core.worker.lagMs
    const { waiting, failed } = core.mail.queue.health
    return {
      connections: core.gateway.count,
      messagesTotal: stored(),
      messagesPerSecond: this.sample.perSecond,
      mailsWaiting: waiting,
      mailsFailed: failed,
      sweepLagMs: core.delivery.sweepLagMs,
      ...(workLagMs === undefined ? {} : { workLagMs }),
    }
  }
}
