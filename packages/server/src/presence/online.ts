import { limits, type UserId, WORLD_CHAT_ID } from '@parley/protocol'
import type { Clock } from '../lib/clock'
import { notification } from '../lib/notification'
import { topics } from '../lib/topics'

/** How somebody is there: with a device in use, or with idle ones alone. */
export type There = 'active' | 'idle'

/** People on other nodes. */
export interface Others {
  stateOf(userId: UserId): There | undefined
  users(): Iterable<UserId>
  /** How somebody is on this node now; also said again when how they show themselves changed. */
  tell(userId: UserId, state: There | 'gone'): void
}

export interface OnlineOptions {
  readonly clock: Clock
  /** Reaches this node's own connections: every node counts for itself. */
  readonly publish: (topic: string, frame: string) => void
  /** How somebody is there has changed, here or elsewhere; or what they show. */
  readonly changed: (userId: UserId, now: There | 'gone') => void
  /** Somebody is no longer shown here. */
  readonly left: (userId: UserId) => void
}

interface Here {
  connections: number
  idle: number
  /** Not shown to anybody: invisible, or as long as that is not known yet. */
  hidden: boolean
}

/**
 * Who is connected and lets it be seen, here or on another node. A person on two devices counts once; who hides is in no
 * number, no sample and no word to another node.
 */
export class Online {
  private readonly connected = new Map<UserId, Here>()
  private readonly shown = new Map<UserId, There>()
  private others: Others | undefined
  /** How many people are on other nodes alone. */
  private elsewhereOnly = 0
  private announced = 0
  private announcedAt = 0
  private scheduled = false

  constructor(private readonly options: OnlineOptions) {}

  /** Hands over who knows of other nodes, where there are any. */
  useOthers(others: Others): void {
    this.others = others
  }

  /** A connection more. Whose first one it is stays hidden until `show` says otherwise. */
  arrived(userId: UserId): void {
    const here = this.connected.get(userId)
    if (here) here.connections++
    else this.connected.set(userId, { connections: 1, idle: 0, hidden: true })
    this.update(userId)
  }

  /** A connection less, which was idle or not. */
  departed(userId: UserId, was: There): void {
    const here = this.connected.get(userId)
    if (!here) return
    here.connections--
    if (was === 'idle') here.idle--
    if (here.connections === 0) this.connected.delete(userId)
    this.update(userId)
  }

  /** One of somebody's connections is idle now, or is no longer. */
  idled(userId: UserId, now: There): void {
    const here = this.connected.get(userId)
    if (!here) return
    here.idle += now === 'idle' ? 1 : -1
    this.update(userId)
  }

  /** Whether somebody connected here lets it be seen. */
  show(userId: UserId, seen: 'shown' | 'hidden'): void {
    const here = this.connected.get(userId)
    if (!here) return
    here.hidden = seen === 'hidden'
    this.update(userId)
  }

  /** Says again how somebody is here: what else they show has changed. */
  tellAgain(userId: UserId): void {
    this.others?.tell(userId, this.shown.get(userId) ?? 'gone')
  }

  /** How somebody is on another node has changed, or what they show there. */
  changedElsewhere(userId: UserId, now: 'online' | 'offline' | 'same'): void {
    if (now !== 'same' && !this.shown.has(userId)) this.elsewhereOnly += now === 'online' ? 1 : -1
    this.options.changed(userId, this.stateOf(userId) ?? 'gone')
    this.announce()
  }

  isConnected(userId: UserId): boolean {
    return this.connected.has(userId)
  }

  /** Everybody who is shown on this node. */
  here(): Iterable<readonly [UserId, There]> {
    return this.shown.entries()
  }

  /** How somebody is there, on any node; undefined for who is not, or hides. */
  stateOf(userId: UserId): There | undefined {
    const here = this.shown.get(userId)
    return here === 'active' ? here : (this.others?.stateOf(userId) ?? here)
  }

  /** How many people are there, on any node. */
  get count(): number {
    return this.shown.size + this.elsewhereOnly
  }

  /** Some of everybody who is there. */
  some(most: number): UserId[] {
    const sample = new Set<UserId>()
    for (const users of [this.shown.keys(), this.others?.users() ?? []])
      for (const userId of users) {
        if (sample.size === most) return [...sample]
        sample.add(userId)
      }
    return [...sample]
  }

  /** Who of these people is there. */
  among(userIds: readonly UserId[]): UserId[] {
    return userIds.filter((userId) => this.stateOf(userId) !== undefined)
  }

  private update(userId: UserId): void {
    const here = this.connected.get(userId)
    const now = !here || here.hidden ? undefined : here.idle === here.connections ? 'idle' : 'active'
    const before = this.shown.get(userId)
    if (now === before) return
    const isElsewhere = this.others?.stateOf(userId) !== undefined
    if (now === undefined) this.shown.delete(userId)
    else this.shown.set(userId, now)
    if (isElsewhere && (now === undefined) !== (before === undefined)) this.elsewhereOnly += now === undefined ? 1 : -1
    this.others?.tell(userId, now ?? 'gone')
    this.options.changed(userId, this.stateOf(userId) ?? 'gone')
    if (now === undefined) this.options.left(userId)
    this.announce()
  }

  /** Tells the world's watchers how many are online, at most once in `limits.onlineIntervalMs`, the last number always. */
  private announce(): void {
    if (this.scheduled || this.count === this.announced) return
    const { clock, publish } = this.options
    this.scheduled = true
    // Never longer than the interval, also where the clock was set back.
    const dueMs = this.announcedAt + limits.onlineIntervalMs - clock.now()
    const waitMs = Math.min(limits.onlineIntervalMs, Math.max(0, dueMs))
    clock.setTimeout(() => {
      this.scheduled = false
      this.announcedAt = clock.now()
      this.announced = this.count
      publish(topics.chat(WORLD_CHAT_ID), notification('chat.online', { chatId: WORLD_CHAT_ID, count: this.count }))
    }, waitMs)
  }
}
