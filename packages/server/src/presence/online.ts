import { limits, type UserId, WORLD_CHAT_ID } from '@parley/protocol'
import type { Clock } from '../lib/clock'
import { notification } from '../lib/notification'
import { topics } from '../lib/topics'

/** A user's presence: with a device in use, or with only idle ones. */
export type Activity = 'active' | 'idle'

/** Users on other nodes. */
export interface RemoteUsers {
  stateOf(userId: UserId): Activity | undefined
  users(): Iterable<UserId>
  /** A user's presence on this node; called again after a change of their presence settings. */
  broadcastState(userId: UserId, state: Activity | 'gone'): void
}

export interface OnlineOptions {
  readonly clock: Clock
  /** Reaches this node's own connections: every node counts for itself. */
  readonly publish: (topic: string, frame: string) => void
  /** A user's presence or status changed, on this node or another. */
  readonly changed: (userId: UserId, now: Activity | 'gone') => void
  /** A user is no longer visible on this node. */
  readonly left: (userId: UserId) => void
}

interface Here {
  connections: number
  idle: number
  /** Hidden from all users: invisible, or not known yet. */
  hidden: boolean
}

/**
 * Visible connected users, on this node or another. A user on two devices counts once. Hidden users are in no number,
 * no sample and no update to another node.
 */
export class Online {
  private readonly connected = new Map<UserId, Here>()
  private readonly shown = new Map<UserId, Activity>()
  private others: RemoteUsers | undefined
  /** The number of users on other nodes alone. */
  private remoteOnly = 0
  private announced = 0
  private announcedAt = 0
  private scheduled = false

  constructor(private readonly options: OnlineOptions) {}

  /** Connects the source of users on other nodes, if any. */
  useRemoteUsers(others: RemoteUsers): void {
    this.others = others
  }

  /** One more connection. A user with their first one stays hidden until `show`. */
  arrived(userId: UserId): void {
    const here = this.connected.get(userId)
    if (here) here.connections++
    else this.connected.set(userId, { connections: 1, idle: 0, hidden: true })
    this.update(userId)
  }

  /** One connection less, idle or not. */
  departed(userId: UserId, was: Activity): void {
    const here = this.connected.get(userId)
    if (!here) return
    here.connections--
    if (was === 'idle') here.idle--
    if (here.connections === 0) this.connected.delete(userId)
    this.update(userId)
  }

  /** One of a user's connections became idle, or active again. */
  idled(userId: UserId, now: Activity): void {
    const here = this.connected.get(userId)
    if (!here) return
    here.idle += now === 'idle' ? 1 : -1
    this.update(userId)
  }

  /** Whether a connected user of this node is visible. */
  setVisible(userId: UserId, seen: 'shown' | 'hidden'): void {
    const here = this.connected.get(userId)
    if (!here) return
    here.hidden = seen === 'hidden'
    this.update(userId)
  }

  /** Repeats a user's presence on this node, because their other settings changed. */
  republish(userId: UserId): void {
    this.others?.broadcastState(userId, this.shown.get(userId) ?? 'gone')
  }

  /** A user's presence or status on another node changed. */
  changedRemotely(userId: UserId, now: 'online' | 'offline' | 'same'): void {
    if (now !== 'same' && !this.shown.has(userId)) this.remoteOnly += now === 'online' ? 1 : -1
    this.options.changed(userId, this.stateOf(userId) ?? 'gone')
    this.announce()
  }

  isConnected(userId: UserId): boolean {
    return this.connected.has(userId)
  }

  /** All visible users of this node. */
  usersHere(): Iterable<readonly [UserId, Activity]> {
    return this.shown.entries()
  }

  /** A user's presence on any node; undefined for an absent or hidden one. */
  stateOf(userId: UserId): Activity | undefined {
    const here = this.shown.get(userId)
    return here === 'active' ? here : (this.others?.stateOf(userId) ?? here)
  }

  /** The number of online users on any node. */
  get count(): number {
    return this.shown.size + this.remoteOnly
  }

  /** A sample of all online users. */
  sampleUsers(most: number): UserId[] {
    const sample = new Set<UserId>()
    for (const users of [this.shown.keys(), this.others?.users() ?? []])
      for (const userId of users) {
        if (sample.size === most) return [...sample]
        sample.add(userId)
      }
    return [...sample]
  }

  /** The online users among these. */
  filterOnline(userIds: readonly UserId[]): UserId[] {
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
    if (isElsewhere && (now === undefined) !== (before === undefined)) this.remoteOnly += now === undefined ? 1 : -1
    this.others?.broadcastState(userId, now ?? 'gone')
    this.options.changed(userId, this.stateOf(userId) ?? 'gone')
    if (now === undefined) this.options.left(userId)
    this.announce()
  }

  /**
   * Pushes the online count to the world's watchers, at most once in `limits.onlineIntervalMs`, the last number always.
   */
  private announce(): void {
    if (this.scheduled || this.count === this.announced) return
    const { clock, publish } = this.options
    this.scheduled = true
    // Never longer than the interval, even after the clock was set back.
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
