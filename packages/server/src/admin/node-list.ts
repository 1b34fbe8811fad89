import { limits, type NodeState, type Result } from '@parley/protocol'
import type { NodeReport } from '../bus/peers'
import type { Clock } from '../lib/clock'
import { printable } from '../lib/printable'

export interface NodeListOptions {
  readonly clock: Clock
  /** All nodes that answer within `waitMs`, and the name of this one. */
  readonly nodes: (waitMs: number) => Promise<{ readonly own: string; readonly nodes: readonly NodeReport[] }>
}

/** Nodes are asked at most this often, however many administrators look. */
const FRESH_MS = 1_000

/** The running nodes, for administrators. */
export class NodeList {
  private asked: { readonly at: number; readonly nodes: Promise<NodeState[]> } | undefined

  constructor(private readonly options: NodeListOptions) {}

  async list(): Promise<Result<'admin.nodes'>> {
    const now = this.options.clock.now()
    if (!this.asked || Math.abs(now - this.asked.at) >= FRESH_MS) {
      const asked = { at: now, nodes: this.ask() }
      this.asked = asked
      asked.nodes.catch(() => {
        if (this.asked === asked) this.asked = undefined
      })
    }
    return { nodes: await this.asked.nodes }
  }

  private async ask(): Promise<NodeState[]> {
    const { own, nodes } = await this.options.nodes(limits.nodesWaitMs)
    return nodes
      .map((node) => toState(node, own))
      .sort((a, b) => a.host.localeCompare(b.host) || a.startedAt - b.startedAt)
      .slice(0, limits.nodesListed)
  }
}

const whole = (value: number | undefined): number => (Number.isFinite(value) ? Math.max(0, Math.floor(value ?? 0)) : 0)

/** Whatever speaks on NATS can call itself anything. */
const toState = (node: NodeReport, own: string): NodeState => ({
  id: printable(node.id),
  host: printable(node.host),
  version: printable(node.version),
  roles: node.roles.slice(0, 10).map((role) => printable(role)),
  startedAt: whole(node.startedAt),
  self: node.id === own,
  connections: whole(node.connections),
  messagesPerSecond: Number.isFinite(node.messagesPerSecond) ? Math.max(0, node.messagesPerSecond) : 0,
  mailsWaiting: whole(node.mailsWaiting),
  mailsFailed: whole(node.mailsFailed),
})
