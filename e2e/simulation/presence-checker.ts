import { Database } from 'bun:sqlite'
import type { Input, Presence, UserId } from '@parley/protocol'
import { toId } from '@parley/server/src/lib/uuid-bytes'
import type { Device } from './device'

interface PendingHide {
  readonly userId: UserId
  /** The number of the account's earlier calls to become visible. */
  readonly shows: number
}

interface Frame {
  readonly id: number
  readonly method?: string
  readonly params?: Presence | Input<'presence.set'>
  readonly result?: { readonly presences?: readonly Presence[]; readonly sample?: readonly UserId[] }
}

const reportsPresence = /"presence\.changed"|"presences":\[|"sample":\[/
const requestsPresence = /"method":"(?:chats\.online|presence\.watch)"/
const responseStart = /^\{"jsonrpc":"2\.0","id":(\d+),"(result|error)"/

/**
 * Compares the presences that the server sends with the users' wishes to be invisible, and in the end with the
 * database.
 */
export class PresenceChecker {
  private readonly pendingHides = new Map<string, PendingHide>()
  /** Pending calls to become visible, by connection and id. */
  private readonly pendingShows = new Map<string, UserId>()
  private readonly shows = new Map<UserId, number>()
  /** Users who are certainly invisible: no call of theirs that makes them visible is pending. */
  private readonly invisible = new Set<UserId>()
  /**
   * The invisible users at the time of a presence request, by connection and id. The response may contain data that was
   * read earlier.
   */
  private readonly invisibleWhenAsked = new Map<string, ReadonlySet<UserId>>()
  private readonly problems = new Set<string>()

  /** Handles a frame that a user's client sent. */
  onClientFrame(frame: string, connection: number, userId: UserId): void {
    if (requestsPresence.test(frame))
      this.invisibleWhenAsked.set(`${connection} ${(JSON.parse(frame) as Frame).id}`, new Set(this.invisible))
    if (!frame.includes('"presence.set"')) return
    const { id, params } = JSON.parse(frame) as Frame
    const shows = this.shows.get(userId) ?? 0
    if (params?.status === 'invisible') {
      const isCertain = ![...this.pendingShows.values()].includes(userId)
      if (isCertain) this.pendingHides.set(`${connection} ${id}`, { userId, shows })
      return
    }
    this.invisible.delete(userId)
    this.shows.set(userId, shows + 1)
    this.pendingShows.set(`${connection} ${id}`, userId)
  }

  /** Handles a frame that a server sent. */
  onServerFrame(frame: string, connection: number): void {
    const [, id, outcome] = responseStart.exec(frame) ?? []
    const call = `${connection} ${id}`
    this.checkVisible(frame, this.invisibleWhenAsked.get(call))
    this.invisibleWhenAsked.delete(call)
    this.pendingShows.delete(call)
    const hiding = this.pendingHides.get(call)
    this.pendingHides.delete(call)
    if (outcome === 'result' && hiding && this.shows.get(hiding.userId) === hiding.shows)
      this.invisible.add(hiding.userId)
  }

  /** The database was restored from a backup, in which users may be visible again. */
  onRestore(): void {
    this.invisible.clear()
    this.pendingHides.clear()
  }

  /** Compares the presences that each device shows with the expected ones, after everything has arrived. */
  *check(path: string, devices: readonly Device[]): Generator<string> {
    yield* this.problems
    const right = presencesIn(path, devices)
    for (const { name, isOut, client, watching } of devices)
      for (const userId of isOut ? [] : watching.keys()) {
        const [shown, expected] = [client.state.get().presences.get(userId), right.get(userId)].map(comparable)
        if (shown !== expected) yield `${name} shows ${userId} as ${shown}, not ${expected}`
      }
  }

  private checkVisible(frame: string, invisibleThen: ReadonlySet<UserId> = this.invisible): void {
    if (this.invisible.size === 0 || !reportsPresence.test(frame)) return
    const { method, params, result } = JSON.parse(frame) as Frame
    const changed = method === 'presence.changed' && params && 'userId' in params ? [params] : []
    const presences = [...(result?.presences ?? []), ...changed]
    const shown = presences.flatMap(({ userId, status }) => (status === 'offline' ? [] : [userId]))
    for (const userId of [...shown, ...(result?.sample ?? [])])
      if (this.invisible.has(userId) && invisibleThen.has(userId))
        this.problems.add(`${userId} is invisible, but was reported in ${frame}`)
  }
}

const comparable = (presence: Presence | undefined): string => {
  if (!presence) return 'unknown'
  const { status, text = '', lastSeenAt = 0 } = presence
  return JSON.stringify({ status, text, lastSeenAt })
}

/** The presence of every user, from the database and the connections. */
const presencesIn = (path: string, devices: readonly Device[]): ReadonlyMap<UserId, Presence> => {
  const db = new Database(path)
  const rows = db.query('select id, status, status_text as text, seen_at as seenAt from users').all() as {
    readonly id: Uint8Array
    readonly status: 'online' | 'away' | 'dnd' | 'invisible'
    readonly text: string | null
    readonly seenAt: number | null
  }[]
  db.close()
  return new Map<UserId, Presence>(
    rows.map(({ id, status, text, seenAt }): readonly [UserId, Presence] => {
      const userId = toId<UserId>(id)
      const here = devices.filter(({ account, isOut }) => account.userId === userId && !isOut)
      if (here.length === 0 || status === 'invisible')
        return [userId, { userId, status: 'offline', ...(seenAt === null ? {} : { lastSeenAt: seenAt }) }]
      const isAway = status === 'online' && here.every(({ isIdle }) => isIdle)
      return [userId, { userId, status: isAway ? 'away' : status, ...(text === null ? {} : { text }) }]
    }),
  )
}
