import { type Input, limits, type Preferences, type Result, type UserId } from '@parley/protocol'
import type { Caller, CallerConnection } from '../lib/caller'
import type { Clock } from '../lib/clock'
import type { OwnPreferences } from '../preferences/own-preferences'
import type { Database, Queries } from '../storage/database'
import type { Users } from '../users/users'
import type { LastSeen } from './last-seen'
import type { Online } from './online'
import * as store from './store'
import { visibilityOf } from './visibility'
import type { Watchers } from './watchers'

export interface PresenceOptions {
  readonly database: Database
  readonly clock: Clock
  readonly users: Users
  readonly preferences: OwnPreferences
  readonly online: Online
  readonly lastSeen: LastSeen
  readonly watchers: Watchers
  readonly onError: (error: unknown) => void
}

/** Retry interval for an arriving user's settings after a failed read. */
const AGAIN_MS = 5_000
/** In a channel, the number of users scanned for a sample that the caller may see. */
const SAMPLED = 500
/** Users whose visibility is read with one query. */
const AT_ONCE = 500

/** Presence of users, and its visibility. */
export class Presence {
  private readonly idle = new Set<CallerConnection>()
  /** Counts reads of a user's settings: the one that began last wins. */
  private readings = 0
  private readonly lastReading = new Map<UserId, number>()

  constructor(private readonly options: PresenceOptions) {}

  /** Sets the caller's status. */
  set(caller: Caller, status: Input<'presence.set'>): Promise<Preferences> {
    const { database, online, preferences } = this.options
    return database.write(async (tx) => {
      await tx.lock({ users: [caller.userKey] })
      const isSeen = online.stateOf(caller.userId) !== undefined
      return preferences.setStatus(tx, { key: caller.userKey, id: caller.userId }, { ...status, isSeen })
    })
  }

  /** The users' presence for the caller, who receives every change from now on. */
  async watch(caller: Caller, userIds: readonly UserId[]): Promise<Result<'presence.watch'>> {
    const { connection, userKey } = caller
    return { presences: connection ? await this.options.watchers.watch({ connection, userKey }, userIds) : [] }
  }

  unwatch(caller: Caller, userIds: readonly UserId[]): void {
    if (caller.connection) this.options.watchers.unwatch(caller.connection, userIds)
  }

  /** The caller's device became active or idle. */
  setIdle({ connection, userId }: Caller, idle: boolean): void {
    if (!connection || this.idle.has(connection) === idle) return
    if (idle) this.idle.add(connection)
    else this.idle.delete(connection)
    this.options.online.idled(userId, idle ? 'idle' : 'active')
  }

  /** A connection of a user; resolves once their visibility is known. */
  async arrived(userId: UserId): Promise<void> {
    const isFirst = !this.options.online.isConnected(userId)
    this.options.online.arrived(userId)
    if (isFirst) await this.refresh(userId)
  }

  departed(connection: CallerConnection, userId: UserId): void {
    this.options.watchers.forgetConnection(connection)
    this.options.online.departed(userId, this.idle.delete(connection) ? 'idle' : 'active')
  }

  /** A user's presence settings changed, on this node or another. */
  moved(userId: UserId, origin: 'here' | 'elsewhere'): void {
    const { online, watchers } = this.options
    // Hiding is published as late as leaving is, so that other users can't distinguish them.
    const tell = () => {
      if (online.stateOf(userId) === undefined) watchers.touchUserLater(userId)
      else watchers.touchUser(userId)
      online.republish(userId)
    }
    if (online.isConnected(userId)) this.refresh(userId).then(tell, this.options.onError)
    else if (origin === 'here') tell()
  }

  /** Reads again whether a connected user is visible. */
  async refresh(userId: UserId): Promise<void> {
    const { clock, database, online } = this.options
    const reading = ++this.readings
    this.lastReading.set(userId, reading)
    try {
      const row = await database.read((db) => store.selectSubject(db, userId))
      if (this.lastReading.get(userId) !== reading) return
      const hidden = !row || row.status === 'invisible' || row.seen_by === 'nobody'
      online.setVisible(userId, hidden ? 'hidden' : 'shown')
    } catch (error) {
      clock.setTimeout(() => {
        if (online.isConnected(userId)) this.refresh(userId).catch(() => {})
      }, AGAIN_MS)
      throw error
    } finally {
      if (this.lastReading.get(userId) === reading) this.lastReading.delete(userId)
    }
  }

  /** The online count, with a sample of users whom the caller may see. */
  async showOnline(caller: Caller): Promise<Result<'chats.online'>> {
    const { database, online } = this.options
    const seen = await database.read((db) => this.seenOf(db, caller, online.sampleUsers(SAMPLED)))
    return { count: online.count, sample: seen.slice(0, limits.onlineSample) }
  }

  /**
   * The online users among these, as far as the caller may see.
   * @param options.countsHidden also counts online users whom the caller may not see
   */
  async showOnlineAmong(
    caller: Caller,
    userIds: readonly UserId[],
    { countsHidden }: { readonly countsHidden: boolean },
  ): Promise<Result<'chats.online'>> {
    const { database, online } = this.options
    const there = online.filterOnline(userIds)
    const seen = await database.read((db) => this.seenOf(db, caller, countsHidden ? there.slice(0, SAMPLED) : there))
    return { count: countsHidden ? there.length : seen.length, sample: seen.slice(0, limits.onlineSample) }
  }

  /** The node of these users is gone, and could not store their last-seen times. */
  lost(userIds: readonly UserId[]): void {
    for (const userId of userIds) this.options.lastSeen.left(userId)
  }

  /** Finishes pending writes. */
  stop(): Promise<void> {
    return this.options.lastSeen.stop()
  }

  private async seenOf(db: Queries, caller: Caller, userIds: readonly UserId[]): Promise<UserId[]> {
    const seen: UserId[] = []
    for (let at = 0; at < userIds.length; at += AT_ONCE) {
      const some = userIds.slice(at, at + AT_ONCE)
      const keys = await this.options.users.keysOf(db, some)
      const rows = new Map((await store.selectSubjects(db, some)).map((row) => [row.key, row]))
      const sees = await visibilityOf(db, [...rows.values()], [caller.userKey])
      for (const userId of some) {
        const row = rows.get(keys.get(userId) ?? -1)
        if (row && isShown(row) && sees(row, caller.userKey)) seen.push(userId)
      }
    }
    return seen
  }
}

/** Whether a user isn't invisible; the data in memory may be a moment old. */
const isShown = ({ status }: store.SubjectRow): boolean => status !== 'invisible'
