import { limits, type Presence, type UserId } from '@parley/protocol'
import type { CallerConnection } from '../lib/caller'
import type { Clock } from '../lib/clock'
import { notification } from '../lib/notification'
import { toId } from '../lib/uuid-bytes'
import type { Database, Queries } from '../storage/database'
import type { Activity } from './online'
import * as store from './store'
import { type Visibility, visibilityOf } from './visibility'

export interface WatchersOptions {
  readonly database: Database
  readonly clock: Clock
  /** A user's presence, as far as they show it. */
  readonly stateOf: (userId: UserId) => Activity | undefined
  readonly onError: (error: unknown) => void
}

interface Watcher {
  readonly connection: CallerConnection
  readonly userKey: number
}

interface Watching {
  readonly userKey: number
  /** The watched users of a connection, and the last presence sent for each. */
  readonly told: Map<UserId, string>
}

/** Changes are collected for this long. */
const GATHER_MS = 200
/** Longer than it takes to store a last-seen time. */
const GONE_MS = 2_000

/**
 * Watches of connections on users' presence. Each change checks the permission again, so none is cached. An unchanged
 * presence isn't sent again.
 */
export class Watchers {
  private readonly watching = new Map<CallerConnection, Watching>()
  private readonly watchersOf = new Map<UserId, Set<CallerConnection>>()
  private readonly touched = new Set<UserId>()
  private scheduled = false
  /** One step after the other, so that no client receives an older state after a newer one. */
  private turn: Promise<unknown> = Promise.resolve()

  constructor(private readonly options: WatchersOptions) {}

  /** The presence of users for one viewer now; each later change is sent. */
  watch(watcher: Watcher, userIds: readonly UserId[]): Promise<Presence[]> {
    this.add(watcher, userIds)
    return this.inTurn(async () => {
      const presences = await this.options.database.read(async (db) => {
        const rows = await store.selectSubjects(db, [...new Set(userIds)])
        const sees = await visibilityOf(db, rows, [watcher.userKey])
        return rows.map((row) => this.presenceOf(row, sees(row, watcher.userKey)))
      })
      const told = this.watching.get(watcher.connection)?.told
      for (const presence of presences)
        if (told?.has(presence.userId)) told.set(presence.userId, JSON.stringify(presence))
      return presences
    })
  }

  unwatch(connection: CallerConnection, userIds: readonly UserId[]): void {
    const watching = this.watching.get(connection)
    for (const userId of userIds) if (watching?.told.delete(userId)) this.drop(connection, userId)
    if (watching?.told.size === 0) this.watching.delete(connection)
  }

  /** A connection closed. */
  forgetConnection(connection: CallerConnection): void {
    for (const userId of this.watching.get(connection)?.told.keys() ?? []) this.drop(connection, userId)
    this.watching.delete(connection)
  }

  /** A user disconnected. Their last-seen time will be known in a moment, and they may return before. */
  touchUserLater(userId: UserId): void {
    if (this.watchersOf.has(userId)) this.options.clock.setTimeout(() => this.touchUser(userId), GONE_MS)
  }

  /** A user's visible presence may have changed. */
  touchUser(userId: UserId): void {
    if (!this.watchersOf.has(userId)) return
    this.touched.add(userId)
    if (this.scheduled) return
    this.scheduled = true
    this.options.clock.setTimeout(() => {
      this.scheduled = false
      const userIds = [...this.touched]
      this.touched.clear()
      this.inTurn(() => this.notify(userIds)).catch(this.options.onError)
    }, GATHER_MS)
  }

  /** Beyond the limit, the users who were named first are no longer watched. */
  private add({ connection, userKey }: Watcher, userIds: readonly UserId[]): void {
    const watching = this.watching.get(connection) ?? { userKey, told: new Map<UserId, string>() }
    this.watching.set(connection, watching)
    for (const userId of userIds) {
      if (!watching.told.has(userId)) watching.told.set(userId, '')
      const watchers = this.watchersOf.get(userId) ?? new Set()
      this.watchersOf.set(userId, watchers.add(connection))
    }
    const surplus = [...watching.told.keys()].slice(0, Math.max(0, watching.told.size - limits.presenceWatched))
    this.unwatch(connection, surplus)
  }

  private drop(connection: CallerConnection, userId: UserId): void {
    const watchers = this.watchersOf.get(userId)
    watchers?.delete(connection)
    if (watchers?.size === 0) this.watchersOf.delete(userId)
  }

  private inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.turn.then(run)
    this.turn = turn.catch(() => {})
    return turn
  }

  private async notify(userIds: readonly UserId[]): Promise<void> {
    const { database } = this.options
    for (const userId of userIds) {
      const keys = this.viewerKeys(userId)
      if (keys.length === 0) continue
      const found = await database.read((db) => lookAt(db, userId, keys))
      if (found) this.send(userId, found.row, found.sees)
    }
  }

  private viewerKeys(userId: UserId): number[] {
    const connections = [...(this.watchersOf.get(userId) ?? [])]
    return [...new Set(connections.flatMap((connection) => this.watching.get(connection)?.userKey ?? []))]
  }

  private send(userId: UserId, row: store.SubjectRow, sees: Visibility): void {
    for (const connection of this.watchersOf.get(userId) ?? []) {
      const watching = this.watching.get(connection)
      if (!watching) continue
      const presence = this.presenceOf(row, sees(row, watching.userKey))
      const text = JSON.stringify(presence)
      // A pending response will hold the change.
      const before = watching.told.get(userId)
      if (before === text || before === '') continue
      watching.told.set(userId, text)
      connection.push(notification('presence.changed', presence))
    }
  }

  /** A user as permitted viewers see them. For all others they are offline, like a user who was never there. */
  private presenceOf(row: store.SubjectRow, seen: boolean): Presence {
    const userId = toId<UserId>(row.id)
    if (!seen) return { userId, status: 'offline' }
    const there = row.status === 'invisible' ? undefined : this.options.stateOf(userId)
    if (there === undefined)
      return { userId, status: 'offline', ...(row.seen_at === null ? {} : { lastSeenAt: row.seen_at }) }
    const isOver = row.status_until !== null && row.status_until <= this.options.database.now()
    const status = isOver || row.status === 'invisible' ? 'online' : row.status
    return {
      userId,
      status: status === 'online' && there === 'idle' ? 'away' : status,
      ...(isOver || row.status_text === null ? {} : { text: row.status_text }),
      ...(isOver || row.status_until === null ? {} : { until: row.status_until }),
    }
  }
}

const lookAt = async (db: Queries, userId: UserId, viewerKeys: readonly number[]) => {
  const row = await store.selectSubject(db, userId)
  return row && { row, sees: await visibilityOf(db, [row], viewerKeys) }
}
