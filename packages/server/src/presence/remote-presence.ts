import type { UserId } from '@parley/protocol'
import type { Bus } from '../bus/bus'
import { type Clock, every } from '../lib/clock'
import type { Activity } from './online'

/** Nodes' updates about their connected users. `seq` rises by one with each update of a node. */
type PresenceUpdate =
  /** Changes since the last update. The presence of each named user changed, perhaps only their status. */
  | {
      readonly node: string
      readonly seq: number
      readonly came: UserId[]
      readonly went: UserId[]
      /** The users in `came` with only idle devices. */
      readonly idle?: UserId[]
    }
  /** A heartbeat with the present number. */
  | { readonly node: string; readonly seq: number; readonly beat: true }
  /** A part of a full update; its first part replaces earlier data. */
  | {
      readonly node: string
      readonly seq: number
      readonly part: number
      readonly parts: number
      readonly all: UserId[]
      /** The users in `all` with only idle devices. */
      readonly idle?: UserId[]
    }
  | { readonly node: string; readonly ask: string }
  | { readonly node: string; readonly gone: true }

/** Another node's state, as far as received. */
interface Neighbour {
  seq: number
  readonly users: Map<UserId, Activity>
  lastReceivedAt: number
  /** Missing parts of a full update; 0 when the data is complete. */
  missing: number
  requestedAt: number
}

export interface RemotePresenceOptions {
  readonly bus: Bus
  readonly clock: Clock
  /** This node, under a new name after each start. */
  readonly node: string
  /** All visible users of this node. */
  readonly here: () => Iterable<readonly [UserId, Activity]>
  /** A user's first connection to another node, their last one, or a change of their presence there. */
  readonly changed: (userId: UserId, now: 'online' | 'offline' | 'same') => void
  /** A node is gone with these users, who may still be on others. */
  readonly nodeGone: (userIds: readonly UserId[]) => void
}

/** Changes are collected for this long, and a node is asked no more often. */
const GATHER_MS = 100
const BEAT_MS = 10_000
/** A node that is silent for this long is gone, with its users. */
const SILENT_MS = 30_000
const LOOK_MS = 2_500
/** Ids in one update: about 400 kB. */
const PART_USERS = 10_000

/**
 * Users connected to other nodes. Nodes broadcast numbered presence updates, and regular heartbeats. A node that misses
 * an update requests a full one. A silent node disappears with its users.
 */
export class RemotePresence {
  private readonly neighbours = new Map<string, Neighbour>()
  /** The number of other nodes with each user, and of those with only idle devices. */
  private readonly nodesOf = new Map<UserId, number>()
  private readonly idleOf = new Map<UserId, number>()
  /** Changes that still have to be sent. */
  private readonly unsentChanges = new Map<UserId, Activity | 'gone'>()
  private readonly stops: (() => void)[] = []
  private seq = 0
  private gathering = false
  private tellsAll = false

  constructor(private readonly options: RemotePresenceOptions) {}

  start(): void {
    const { bus, clock } = this.options
    this.stops.push(
      bus.listen({
        message: (message, origin) => {
          if (message.kind === 'presence' && origin === 'elsewhere') this.onMessage(parse(message.text))
        },
        // Other components handle events of chats and users.
        isSubscribed: () => false,
        event: (event) => event === 'up' && this.beat(),
      }),
      every(clock, BEAT_MS, () => this.beat()),
      every(clock, LOOK_MS, () => this.dropSilent()),
    )
    this.beat()
  }

  /** Announces that this node and its users are leaving. */
  stop(): void {
    for (const stop of this.stops.splice(0)) stop()
    this.broadcast({ node: this.options.node, gone: true })
  }

  stateOf(userId: UserId): Activity | undefined {
    const nodes = this.nodesOf.get(userId)
    if (nodes === undefined) return undefined
    return this.idleOf.get(userId) === nodes ? 'idle' : 'active'
  }

  /** All users connected to other nodes. */
  users(): Iterable<UserId> {
    return this.nodesOf.keys()
  }

  /** A user's presence on this node; called again after a change of their visible status. */
  broadcastState(userId: UserId, state: Activity | 'gone'): void {
    this.unsentChanges.set(userId, state)
    this.gather()
  }

  private gather(): void {
    if (this.gathering) return
    this.gathering = true
    this.options.clock.setTimeout(() => {
      this.gathering = false
      this.flush()
    }, GATHER_MS)
  }

  private flush(): void {
    const { node, here } = this.options
    if (this.unsentChanges.size > 0) {
      const unsentChanges = [...this.unsentChanges]
      this.unsentChanges.clear()
      const named = (wanted: (state: Activity | 'gone') => boolean) =>
        unsentChanges.flatMap(([userId, state]) => (wanted(state) ? [userId] : []))
      const came = named((state) => state !== 'gone')
      const went = named((state) => state === 'gone')
      this.broadcast({ node, seq: ++this.seq, came, went, idle: named((state) => state === 'idle') })
    }
    if (!this.tellsAll) return
    this.tellsAll = false
    const all = [...here()]
    const parts = Math.max(1, Math.ceil(all.length / PART_USERS))
    for (let part = 0; part < parts; part++) {
      const some = all.slice(part * PART_USERS, (part + 1) * PART_USERS)
      const idle = some.flatMap(([userId, state]) => (state === 'idle' ? [userId] : []))
      this.broadcast({ node, seq: this.seq, part, parts, all: some.map(([userId]) => userId), idle })
    }
  }

  private beat(): void {
    this.broadcast({ node: this.options.node, seq: this.seq, beat: true })
  }

  private broadcast(update: PresenceUpdate): void {
    this.options.bus.publish({ kind: 'presence', text: JSON.stringify(update) })
  }

  private onMessage(update: PresenceUpdate | undefined): void {
    if (!update) return
    if ('ask' in update) {
      if (update.ask !== this.options.node) return
      this.tellsAll = true
      this.gather()
      return
    }
    if ('gone' in update) {
      this.drop(update.node)
      return
    }
    const known = this.neighbours.get(update.node)
    const neighbour = known ?? {
      seq: -1,
      users: new Map<UserId, Activity>(),
      lastReceivedAt: 0,
      missing: 0,
      requestedAt: 0,
    }
    this.neighbours.set(update.node, neighbour)
    neighbour.lastReceivedAt = this.options.clock.now()
    if ('all' in update) this.replaceUsers(neighbour, update)
    else if ('beat' in update) {
      if (neighbour.seq !== update.seq || neighbour.missing > 0) this.requestState(update.node, neighbour)
    } else if (neighbour.seq === update.seq - 1 && neighbour.missing === 0) {
      neighbour.seq = update.seq
      this.add(neighbour, update.came, update.idle)
      for (const userId of update.went) this.remove(neighbour, userId)
    } else if (update.seq > neighbour.seq) this.requestState(update.node, neighbour)
    // A new node doesn't know the present users yet.
    if (!known) this.beat()
  }

  private replaceUsers(neighbour: Neighbour, update: Extract<PresenceUpdate, { all: unknown }>): void {
    if (update.seq < neighbour.seq) return
    if (update.part === 0) {
      const still = new Set(update.all)
      for (const userId of [...neighbour.users.keys()]) if (!still.has(userId)) this.remove(neighbour, userId)
      neighbour.missing = update.parts
    } else if (neighbour.seq !== update.seq || neighbour.missing !== update.parts - update.part) {
      this.requestState(update.node, neighbour)
      return
    }
    neighbour.seq = update.seq
    neighbour.missing--
    this.add(neighbour, update.all, update.idle)
  }

  private requestState(node: string, neighbour: Neighbour): void {
    const nowMs = this.options.clock.now()
    if (nowMs - neighbour.requestedAt < GATHER_MS) return
    neighbour.requestedAt = nowMs
    this.broadcast({ node: this.options.node, ask: node })
  }

  private add(neighbour: Neighbour, userIds: readonly UserId[], idle: readonly UserId[] = []): void {
    const idleOnes = new Set(idle)
    for (const userId of userIds) {
      const before = neighbour.users.get(userId)
      const now: Activity = idleOnes.has(userId) ? 'idle' : 'active'
      neighbour.users.set(userId, now)
      if (before === undefined) count(this.nodesOf, userId, 1)
      if (before !== now && (before === 'idle' || now === 'idle')) count(this.idleOf, userId, now === 'idle' ? 1 : -1)
      const first = before === undefined && this.nodesOf.get(userId) === 1
      this.options.changed(userId, first ? 'online' : 'same')
    }
  }

  private remove(neighbour: Neighbour, userId: UserId): void {
    const before = neighbour.users.get(userId)
    neighbour.users.delete(userId)
    if (before !== undefined) count(this.nodesOf, userId, -1)
    if (before === 'idle') count(this.idleOf, userId, -1)
    this.options.changed(userId, before !== undefined && !this.nodesOf.has(userId) ? 'offline' : 'same')
  }

  private dropSilent(): void {
    const nowMs = this.options.clock.now()
    for (const [node, { lastReceivedAt }] of [...this.neighbours])
      if (nowMs - lastReceivedAt > SILENT_MS) this.drop(node)
  }

  private drop(node: string): void {
    const neighbour = this.neighbours.get(node)
    if (!neighbour) return
    const userIds = [...neighbour.users.keys()]
    for (const userId of userIds) this.remove(neighbour, userId)
    this.neighbours.delete(node)
    this.options.nodeGone(userIds)
  }
}

/** Adds one or subtracts one; removes zeros. */
const count = (counts: Map<UserId, number>, userId: UserId, change: 1 | -1): void => {
  const now = (counts.get(userId) ?? 0) + change
  if (now === 0) counts.delete(userId)
  else counts.set(userId, now)
}

/** Undefined for anything but an update of this version. */
const parse = (text: string): PresenceUpdate | undefined => {
  try {
    const update = JSON.parse(text) as Record<string, unknown>
    const known = ['came', 'beat', 'all', 'ask', 'gone'].some((name) => name in update)
    return known && typeof update.node === 'string' ? (update as PresenceUpdate) : undefined
  } catch {
    return undefined
  }
}
