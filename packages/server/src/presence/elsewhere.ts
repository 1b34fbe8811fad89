import type { UserId } from '@parley/protocol'
import type { Bus } from '../bus/bus'
import { type Clock, every } from '../lib/clock'
import type { There } from './online'

/** What nodes say about who is connected to them. `seq` rises by one with each change a node tells of. */
type Word =
  /** Changes since the word before. Whoever is named shows themselves otherwise, if only in what they say of themselves. */
  | {
      readonly node: string
      readonly seq: number
      readonly came: UserId[]
      readonly went: UserId[]
      /** Those of `came` who have only idle devices. */
      readonly idle?: UserId[]
    }
  /** "I am here, and this is where I stand." */
  | { readonly node: string; readonly seq: number; readonly beat: true }
  /** A part of everybody; the first of them replaces what was known. */
  | {
      readonly node: string
      readonly seq: number
      readonly part: number
      readonly parts: number
      readonly all: UserId[]
      /** Those of `all` who have only idle devices. */
      readonly idle?: UserId[]
    }
  | { readonly node: string; readonly ask: string }
  | { readonly node: string; readonly gone: true }

/** Another node, as far as it told. */
interface Neighbour {
  seq: number
  readonly users: Map<UserId, There>
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
  /** Everybody who is shown on this node. */
  readonly here: () => Iterable<readonly [UserId, There]>
  /** Somebody is on the first, or no longer on any, other node; or shows themselves otherwise there. */
  readonly changed: (userId: UserId, now: 'online' | 'offline' | 'same') => void
  /** A node is gone, and with it these people, who may be on others. */
  readonly nodeGone: (userIds: readonly UserId[]) => void
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
  /** How many other nodes each user is on, and on how many of them with idle devices alone. */
  private readonly nodesOf = new Map<UserId, number>()
  private readonly idleOf = new Map<UserId, number>()
  /** What is yet to be told. */
  private readonly news = new Map<UserId, There | 'gone'>()
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

  stateOf(userId: UserId): There | undefined {
    const nodes = this.nodesOf.get(userId)
    if (nodes === undefined) return undefined
    return this.idleOf.get(userId) === nodes ? 'idle' : 'active'
  }

  /** Everybody connected to other nodes. */
  users(): Iterable<UserId> {
    return this.nodesOf.keys()
  }

  /** How somebody is on this node now; also said again when what they show of themselves changed. */
  tell(userId: UserId, state: There | 'gone'): void {
    this.news.set(userId, state)
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
    if (this.news.size > 0) {
      const news = [...this.news]
      this.news.clear()
      const named = (wanted: (state: There | 'gone') => boolean) =>
        news.flatMap(([userId, state]) => (wanted(state) ? [userId] : []))
      const [came, went] = [named((state) => state !== 'gone'), named((state) => state === 'gone')]
      this.say({ node, seq: ++this.seq, came, went, idle: named((state) => state === 'idle') })
    }
    if (!this.tellsAll) return
    this.tellsAll = false
    const all = [...here()]
    const parts = Math.max(1, Math.ceil(all.length / PART_USERS))
    for (let part = 0; part < parts; part++) {
      const some = all.slice(part * PART_USERS, (part + 1) * PART_USERS)
      const idle = some.flatMap(([userId, state]) => (state === 'idle' ? [userId] : []))
      this.say({ node, seq: this.seq, part, parts, all: some.map(([userId]) => userId), idle })
    }
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
    const neighbour = known ?? { seq: -1, users: new Map<UserId, There>(), heardAt: 0, missing: 0, askedAt: 0 }
    this.neighbours.set(word.node, neighbour)
    neighbour.heardAt = this.options.clock.now()
    if ('all' in word) this.learnAll(neighbour, word)
    else if ('beat' in word) {
      if (neighbour.seq !== word.seq || neighbour.missing > 0) this.ask(word.node, neighbour)
    } else if (neighbour.seq === word.seq - 1 && neighbour.missing === 0) {
      neighbour.seq = word.seq
      this.add(neighbour, word.came, word.idle)
      for (const userId of word.went) this.remove(neighbour, userId)
    } else if (word.seq > neighbour.seq) this.ask(word.node, neighbour)
    // Somebody new does not know yet who is here.
    if (!known) this.beat()
  }

  private learnAll(neighbour: Neighbour, word: Extract<Word, { all: unknown }>): void {
    if (word.seq < neighbour.seq) return
    if (word.part === 0) {
      const still = new Set(word.all)
      for (const userId of [...neighbour.users.keys()]) if (!still.has(userId)) this.remove(neighbour, userId)
      neighbour.missing = word.parts
    } else if (neighbour.seq !== word.seq || neighbour.missing !== word.parts - word.part) {
      this.ask(word.node, neighbour)
      return
    }
    neighbour.seq = word.seq
    neighbour.missing--
    this.add(neighbour, word.all, word.idle)
  }

  private ask(node: string, neighbour: Neighbour): void {
    const nowMs = this.options.clock.now()
    if (nowMs - neighbour.askedAt < GATHER_MS) return
    neighbour.askedAt = nowMs
    this.say({ node: this.options.node, ask: node })
  }

  private add(neighbour: Neighbour, userIds: readonly UserId[], idle: readonly UserId[] = []): void {
    const idleOnes = new Set(idle)
    for (const userId of userIds) {
      const before = neighbour.users.get(userId)
      const now: There = idleOnes.has(userId) ? 'idle' : 'active'
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
    for (const [node, { heardAt }] of [...this.neighbours]) if (nowMs - heardAt > SILENT_MS) this.drop(node)
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

/** Counts one more or less; nothing is kept of zero. */
const count = (counts: Map<UserId, number>, userId: UserId, change: 1 | -1): void => {
  const now = (counts.get(userId) ?? 0) + change
  if (now === 0) counts.delete(userId)
  else counts.set(userId, now)
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
