import type { Presence, UserId } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import type { Clock } from '../api'
import type { Connection } from '../connection/connection'
import { asParleyError } from '../lib/error'

/** People that are wanted within this are watched with one call; a list on screen wants many at once. */
const gatherMs = 20
/** An unused watch lingers this long, because the next screen may need it again. */
const lingerMs = 10_000
/** A call that did not get through is made again after this. */
const againMs = 5_000
/** The longest time that a timer of a browser can wait. */
const longestMs = 2 ** 31 - 1

export interface PresencesOptions {
  readonly clock: Clock
  readonly connection: Connection
  readonly onChange: () => void
}

/** Presence of users that screens show, kept current; and whether this device is idle. */
export class Presences {
  #map: ReadonlyMap<UserId, Presence> = new Map()
  /** How often each person is wanted. */
  readonly #wanted = new Map<UserId, number>()
  readonly #watched = new Set<UserId>()
  #idle = false
  #timer: unknown
  #lingering: unknown
  readonly #options: PresencesOptions

  constructor(options: PresencesOptions) {
    this.#options = options
  }

  /** All users with known presence; a new map with each change. */
  get all(): ReadonlyMap<UserId, Presence> {
    return this.#map
  }

  /** A screen needs a user's presence. Returns the function that ends this. */
  watch(userId: UserId): () => void {
    this.#wanted.set(userId, (this.#wanted.get(userId) ?? 0) + 1)
    if (!this.#watched.has(userId)) this.#watchSoon(gatherMs)
    let stopped = false
    return () => {
      if (stopped) return
      stopped = true
      const left = (this.#wanted.get(userId) ?? 1) - 1
      if (left > 0) this.#wanted.set(userId, left)
      else {
        this.#wanted.delete(userId)
        this.#forgetSoon()
      }
    }
  }

  /** Applies an event. */
  received(presence: Presence): void {
    if (this.#watched.has(presence.userId)) this.#learn([presence])
  }

  /** Reports whether this device is idle. */
  idle(idle: boolean): void {
    if (this.#idle === idle) return
    this.#idle = idle
    this.#sendIdle()
  }

  /** A new connection watches no users yet, and counts as in use. */
  onLive(): void {
    this.#watched.clear()
    if (this.#wanted.size > 0) this.#watchSoon(0)
    if (this.#idle) this.#sendIdle()
  }

  #sendIdle(): void {
    const { connection } = this.#options
    if (connection.isOpen) connection.call('presence.idle', { idle: this.#idle }).catch(() => undefined)
  }

  #watchSoon(delayMs: number): void {
    this.#timer ??= this.#options.clock.setTimeout(() => {
      this.#timer = undefined
      void this.#watch()
    }, delayMs)
  }

  async #watch(): Promise<void> {
    const { connection } = this.#options
    const userIds = [...this.#wanted.keys()].filter((id) => !this.#watched.has(id)).slice(0, limits.presencePerWatch)
    if (userIds.length === 0 || !connection.isOpen) return
    for (const id of userIds) this.#watched.add(id)
    try {
      const { presences } = await connection.call('presence.watch', { userIds })
      this.#learn(presences)
      this.#watchSoon(0)
    } catch (thrown) {
      for (const id of userIds) this.#watched.delete(id)
      // A new connection watches by itself.
      if (asParleyError(thrown).retry && connection.isOpen) this.#watchSoon(againMs)
    }
  }

  #forgetSoon(): void {
    this.#lingering ??= this.#options.clock.setTimeout(() => {
      this.#lingering = undefined
      const userIds = [...this.#watched].filter((id) => !this.#wanted.has(id))
      if (userIds.length === 0) return
      const kept = new Map(this.#map)
      for (const id of userIds) {
        this.#watched.delete(id)
        kept.delete(id)
      }
      this.#map = kept
      this.#options.onChange()
      const { connection } = this.#options
      for (let at = 0; at < userIds.length && connection.isOpen; at += limits.presencePerWatch)
        connection
          .call('presence.unwatch', { userIds: userIds.slice(at, at + limits.presencePerWatch) })
          .catch(() => undefined)
    }, lingerMs)
  }

  #learn(presences: readonly Presence[]): void {
    const news = presences.filter((one) => JSON.stringify(this.#map.get(one.userId)) !== JSON.stringify(one))
    if (news.length === 0) return
    this.#map = new Map([...this.#map, ...news.map((one) => [one.userId, one] as const)])
    for (const presence of news) this.#endInTime(presence)
    this.#options.onChange()
  }

  /** A status ends by itself, without a word of the server. */
  #endInTime(presence: Presence): void {
    const { clock } = this.#options
    if (presence.until === undefined) return
    const waitMs = Math.min(longestMs, Math.max(0, presence.until - clock.now()))
    clock.setTimeout(() => {
      if (this.#map.get(presence.userId) !== presence) return
      if (clock.now() < (presence.until ?? 0)) this.#endInTime(presence)
      else this.#learn([{ userId: presence.userId, status: 'online' }])
    }, waitMs)
  }
}
