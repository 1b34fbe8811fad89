/** A node as it describes itself. */
export interface NodeInfo {
  /** New with each start, so that a node that came back is another one. */
  readonly id: string
  /** For people: the machine's name. */
  readonly host: string
  readonly version: string
  readonly roles: readonly string[]
  readonly startedAt: number
}

/** The present state of a node. */
export interface NodeStats {
  readonly connections: number
  /** Messages stored by this node so far. */
  readonly messagesTotal: number
  readonly messagesPerSecond: number
  /** Mails that wait, and those that were given up since the start; undefined on nodes of earlier versions. */
  readonly mailsWaiting?: number
  readonly mailsFailed?: number
  /** Since the last sweep that succeeded; undefined on a node without connections. */
  readonly sweepLagMs?: number
  /** Of the background work that this node does; undefined when another one does it. */
  readonly workLagMs?: number
}

export interface NodeReport extends NodeInfo, NodeStats {}

/**
 * The port for requests to other nodes: forwarded calls, and the list of nodes. Without other nodes there is no
 * adapter: a node with every role needs none.
 */
export interface Peers {
  /** Answers requests that any node with the role may answer; both are JSON. Resolves, once others find it, to the way to stop. */
  serve(role: 'api', answer: (request: string) => Promise<string>): Promise<() => void>
  /**
   * Asks one of the nodes that serve a role.
   * @throws `unavailable` when none answers within the deadline
   */
  request(role: 'api', request: string, deadlineMs: number): Promise<string>
  /** Lets others see this node. */
  announce(info: NodeInfo, stats: () => NodeStats): Promise<void>
  /** All nodes that answer within `waitMs`, this one included. */
  list(waitMs: number): Promise<NodeReport[]>
}
