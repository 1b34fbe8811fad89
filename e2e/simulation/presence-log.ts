import { Database } from 'bun:sqlite'
import type { Input, Presence, UserId } from '@parley/protocol'
import { toId } from '@parley/server/src/lib/uuid-bytes'
import type { Device } from './device'

interface Hiding {
  readonly userId: UserId
  /** How often anybody of the account asked to be shown when this was asked. */
  readonly shows: number
}

interface Frame {
  readonly id: number
  readonly method?: string
  readonly params?: Presence | Input<'presence.set'>
  readonly result?: { readonly presences?: readonly Presence[]; readonly sample?: readonly UserId[] }
}

const told = /"presence\.changed"|"presences":\[|"sample":\[/
const asks = /"method":"(?:chats\.online|presence\.watch)"/
const answered = /^\{"jsonrpc":"2\.0","id":(\d+),"(result|error)"/

/** Holds what the server says of who is there against who asked to be invisible, and in the end against the database. */
export class PresenceLog {
  private readonly hidings = new Map<string, Hiding>()
  /** Calls to be shown that aren't answered, by connection and id. */
  private readonly showing = new Map<string, UserId>()
  private readonly shows = new Map<UserId, number>()
  /** People who are invisible for certain: no call of theirs says otherwise, or can still arrive. */
  private readonly invisible = new Set<UserId>()
  /** Who was invisible when somebody asked who is there, by connection and id. What was read before may be answered after. */
  private readonly asked = new Map<string, ReadonlySet<UserId>>()
  private readonly wrong = new Set<string>()

  /** A frame that a client of somebody's handed over. */
  call(frame: string, connection: number, userId: UserId): void {
    if (asks.test(frame)) this.asked.set(`${connection} ${(JSON.parse(frame) as Frame).id}`, new Set(this.invisible))
    if (!frame.includes('"presence.set"')) return
    const { id, params } = JSON.parse(frame) as Frame
    const shows = this.shows.get(userId) ?? 0
    if (params?.status === 'invisible') {
      const isCertain = ![...this.showing.values()].includes(userId)
      if (isCertain) this.hidings.set(`${connection} ${id}`, { userId, shows })
      return
    }
    this.invisible.delete(userId)
    this.shows.set(userId, shows + 1)
    this.showing.set(`${connection} ${id}`, userId)
  }

  /** A frame that a server handed over. */
  answer(frame: string, connection: number): void {
    const [, id, outcome] = answered.exec(frame) ?? []
    const call = `${connection} ${id}`
    this.see(frame, this.asked.get(call))
    this.asked.delete(call)
    this.showing.delete(call)
    const hiding = this.hidings.get(call)
    this.hidings.delete(call)
    if (outcome === 'result' && hiding && this.shows.get(hiding.userId) === hiding.shows)
      this.invisible.add(hiding.userId)
  }

  /** The database began another life, from a backup, in which people may be visible again. */
  restored(): void {
    this.invisible.clear()
    this.hidings.clear()
  }

  /** What each device shows of those whom it watches, when everything has arrived. */
  *check(path: string, devices: readonly Device[]): Generator<string> {
    yield* this.wrong
    const right = presencesIn(path, devices)
    for (const { name, isOut, client, watching } of devices)
      for (const userId of isOut ? [] : watching.keys()) {
        const [shown, expected] = [client.state.get().presences.get(userId), right.get(userId)].map(comparable)
        if (shown !== expected) yield `${name} shows ${userId} as ${shown}, not ${expected}`
      }
  }

  private see(frame: string, whenAsked: ReadonlySet<UserId> = this.invisible): void {
    if (this.invisible.size === 0 || !told.test(frame)) return
    const { method, params, result } = JSON.parse(frame) as Frame
    const changed = method === 'presence.changed' && params && 'userId' in params ? [params] : []
    const presences = [...(result?.presences ?? []), ...changed]
    const shown = presences.flatMap(({ userId, status }) => (status === 'offline' ? [] : [userId]))
    for (const userId of [...shown, ...(result?.sample ?? [])])
      if (this.invisible.has(userId) && whenAsked.has(userId))
        this.wrong.add(`${userId} is invisible, and somebody was told: ${frame}`)
  }
}

const comparable = (presence: Presence | undefined): string => {
  if (!presence) return 'unknown'
  const { status, text = '', lastSeenAt = 0 } = presence
  return JSON.stringify({ status, text, lastSeenAt })
}

/** How everybody shows themselves, by the database and by who is connected. */
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
