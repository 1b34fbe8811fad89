import type { UserId } from '@parley/protocol'
import type { Bus } from '../bus/bus'
import { type Clock, every } from '../lib/clock'

/** What nodes say about who is connected to them. `seq` rises by one with each change a node tells of. */
type Word =
  /** Changes since the word before. */
  | { readonly node: string; readonly seq: number; readonly came: UserId[]; readonly went: UserId[] }
  /** "I am here, and this is where I stand." */
  | { readonly node: string; readonly seq: number; readonly beat: true }
  /** A part of everybody; the first of them replaces what was known. */
  | {
      readonly node: string
      readonly seq: number
      readonly part: number
      readonly parts: number
      readonly all: UserId[]
    }
  | { readonly node: string; readonly ask: string }
  | { readonly node: string; readonly gone: true }

/** Another node, as far as it told. */
interface Neighbour {
  seq: number
  readonly users: Set<UserId>
  heardAt: number
  /** Parts of everybody that are still to come; 0 when what is known is whole. */
  missing: number
  askedAt: number
}

export interface ElsewhereOptions {
  readonly bus: Bus
  readonly clock: Clock
  /** This node, under a name that is new with each start. */
  readonly node: string
  /** Everybody connected to this node. */
  readonly here: () => Iterable<UserId>
  /** Somebody is connected to the first, or no longer to any, other node. */
  readonly changed: (userId: UserId, now: 'online' | 'offline') => void
  readonly nodeGone: () => void
}

/** Changes are gathered for this long, and nodes are asked no more often. */
const GATHER_MS = 100
const BEAT_MS = 10_000
/** A node that was silent for this long is gone, and with it the people on it. */
const SILENT_MS = 30_000
const LOOK_MS = 2_500
/** Ids in one word: some 400 kB. */
const PART_USERS = 10_000

/**
 * Who is connected to other nodes. Each node tells of those who come and go, and every so often where it stands; whoever
 * finds that they missed something asks for everybody. A node that says nothing takes its people with it.
 */
export class Elsewhere {
  private readonly neighbours = new Map<string, Neighbour>()
  /** How many other nodes each user is connected to. */
  private readonly nodesOf = new Map<UserId, number>()
  private readonly came = new Set<UserId>()
  private readonly went = new Set<UserId>()
  private readonly stops: (() => void)[] = []
  private seq = 0
  private gathering = false
  private tellsAll = false

  constructor(private readonly options: ElsewhereOptions) {}

  start(): void {
    const { bus, clock } = this.options
    this.stops.push(
      bus.listen({
        message: (message, origin) => {
          if (message.kind === 'presence' && origin === 'elsewhere') this.hear(parse(message.text))
        },
        // What is said about chats and users is for others to hear.
        wants: () => false,
        event: (event) => event === 'up' && this.beat(),
      }),
      every(clock, BEAT_MS, () => this.beat()),
      every(clock, LOOK_MS, () => this.dropSilent()),
    )
    this.beat()
  }

  /** Says that the people here are gone with this node. */
  stop(): void {
    for (const stop of this.stops.splice(0)) stop()
    this.say({ node: this.options.node, gone: true })
  }

  has(userId: UserId): boolean {
    return this.nodesOf.has(userId)
  }

  /** Everybody connected to other nodes. */
  users(): Iterable<UserId> {
    return this.nodesOf.keys()
  }

  /** Somebody's first connection to this node came, or their last one went. */
  tell(userId: UserId, change: 'came' | 'went'): void {
    const [into, outOf] = change === 'came' ? [this.came, this.went] : [this.went, this.came]
    if (!outOf.delete(userId)) into.add(userId)
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
    if (this.came.size + this.went.size > 0) {
      const [came, went] = [[...this.came], [...this.went]]
      this.came.clear()
      this.went.clear()
      this.say({ node, seq: ++this.seq, came, went })
    }
    if (!this.tellsAll) return
    this.tellsAll = false
    const all = [...here()]
    const parts = Math.max(1, Math.ceil(all.length / PART_USERS))
    for (let part = 0; part < parts; part++)
      this.say({ node, seq: this.seq, part, parts, all: all.slice(part * PART_USERS, (part + 1) * PART_USERS) })
  }

  private beat(): void {
    this.say({ node: this.options.node, seq: this.seq, beat: true })
  }

  private say(word: Word): void {
    this.options.bus.publish({ kind: 'presence', text: JSON.stringify(word) })
  }

  private hear(word: Word | undefined): void {
    if (!word) return
    if ('ask' in word) {
      if (word.ask !== this.options.node) return
      this.tellsAll = true
      this.gather()
      return
    }
    if ('gone' in word) {
      this.drop(word.node)
      return
    }
    const known = this.neighbours.get(word.node)
    const neighbour = known ?? { seq: -1, users: new Set<UserId>(), heardAt: 0, missing: 0, askedAt: 0 }
    this.neighbours.set(word.node, neighbour)
    neighbour.heardAt = this.options.clock.now()
    if ('all' in word) this.learnAll(neighbour, word)
    else if ('beat' in word) {
      if (neighbour.seq !== word.seq || neighbour.missing > 0) this.ask(word.node, neighbour)
    } else if (neighbour.seq === word.seq - 1 && neighbour.missing === 0) {
      neighbour.seq = word.seq
      for (const userId of word.came) this.add(neighbour, userId)
      for (const userId of word.went) this.remove(neighbour, userId)
    } else if (word.seq > neighbour.seq) this.ask(word.node, neighbour)
    // Somebody new does not know yet who is here.
    if (!known) this.beat()
  }

  private learnAll(neighbour: Neighbour, word: Extract<Word, { all: unknown }>): void {
    if (word.seq < neighbour.seq) return
    if (word.part === 0) {
      const still = new Set(word.all)
      for (const userId of [...neighbour.users]) if (!still.has(userId)) this.remove(neighbour, userId)
      neighbour.missing = word.parts
    } else if (neighbour.seq !== word.seq || neighbour.missing !== word.parts - word.part) {
      this.ask(word.node, neighbour)
      return
    }
    neighbour.seq = word.seq
    neighbour.missing--
    for (const userId of word.all) this.add(neighbour, userId)
  }

  private ask(node: string, neighbour: Neighbour): void {
    const nowMs = this.options.clock.now()
    if (nowMs - neighbour.askedAt < GATHER_MS) return
    neighbour.askedAt = nowMs
    this.say({ node: this.options.node, ask: node })
  }

  private add(neighbour: Neighbour, userId: UserId): void {
    if (neighbour.users.has(userId)) return
    neighbour.users.add(userId)
    const nodes = (this.nodesOf.get(userId) ?? 0) + 1
    this.nodesOf.set(userId, nodes)
    if (nodes === 1) this.options.changed(userId, 'online')
  }

  private remove(neighbour: Neighbour, userId: UserId): void {
    if (!neighbour.users.delete(userId)) return
    const nodes = (this.nodesOf.get(userId) ?? 1) - 1
    if (nodes > 0) this.nodesOf.set(userId, nodes)
    else {
      this.nodesOf.delete(userId)
      this.options.changed(userId, 'offline')
    }
  }

  private dropSilent(): void {
    const nowMs = this.options.clock.now()
    for (const [node, { heardAt }] of [...this.neighbours]) if (nowMs - heardAt > SILENT_MS) this.drop(node)
  }

  private drop(node: string): void {
    const neighbour = this.neighbours.get(node)
    if (!neighbour) return
    for (const userId of [...neighbour.users]) this.remove(neighbour, userId)
    this.neighbours.delete(node)
    this.options.nodeGone()
  }
}

/** Undefined for what is not a word of this version's. */
const parse = (text: string): Word | undefined => {
  try {
    const word = JSON.parse(text) as Record<string, unknown>
    const known = ['came', 'beat', 'all', 'ask', 'gone'].some((name) => name in word)
    return known && typeof word.node === 'string' ? (word as Word) : undefined
  } catch {
    return undefined
  }
}
