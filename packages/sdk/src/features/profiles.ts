import type { ChatId, UserId } from '@parley/protocol'
import type { RandomBytes } from '@parley/protocol/ids'
import { limits } from '@parley/protocol/limits'
import type { Clock } from '../api'
import type { Connection } from '../connection/connection'
import { fraction } from '../lib/random'
import type { Replica } from '../sync/replica'

/** Ids that become known within this time are fetched together. */
const gatherMs = 20
/** A shown profile is fetched again after this: other users' profiles aren't pushed. */
const freshMs = 60 * 60_000
/** After a reconnect the profiles in the chat list are looked at within this, at a random moment. */
const refreshWithinMs = 30_000

export interface ProfilesOptions {
  readonly clock: Clock
  readonly random: RandomBytes
  readonly connection: Connection
  readonly replica: Replica
  /** Chats by last activity, newest first. */
  readonly order: () => readonly ChatId[]
}

/** Fetches the profiles of people that rows mention: unknown ones at once, known ones now and then. */
export class Profiles {
  readonly #wanted = new Set<UserId>()
  /** Users unknown to the server are not fetched again and again. */
  readonly #askedAt = new Map<UserId, number>()
  #timer: unknown
  #refreshTimer: unknown
  readonly #options: ProfilesOptions

  constructor(options: ProfilesOptions) {
    this.#options = options
  }

  /** People that a row mentions. */
  request(ids: Iterable<UserId>): void {
    const { replica } = this.#options
    for (const id of ids) if (!replica.users.has(id) && !this.#askedAt.has(id)) this.#wanted.add(id)
    this.#fetchSoon()
  }

  /** People of a chat that is opened. */
  refresh(chatId: ChatId): void {
    const { replica, clock } = this.#options
    const held = replica.chats.get(chatId)
    const people = held?.chat.peerIds ?? [...(held?.members.keys() ?? [])].slice(0, limits.usersPerGet)
    const before = clock.now() - freshMs
    for (const id of people) if ((this.#askedAt.get(id) ?? 0) < before) this.#wanted.add(id)
    this.#fetchSoon()
  }

  /** A new connection: repeats fetches that failed on the last one. */
  onLive(): void {
    const { clock, random, replica, order } = this.#options
    for (const id of this.#askedAt.keys()) if (!replica.users.has(id)) this.#askedAt.delete(id)
    this.#fetchSoon()
    this.#refreshTimer ??= clock.setTimeout(() => {
      this.#refreshTimer = undefined
      for (const chatId of order().slice(0, limits.usersPerGet))
        if (replica.chats.get(chatId)?.chat.kind === 'direct') this.refresh(chatId)
    }, fraction(random) * refreshWithinMs)
  }

  #fetchSoon(): void {
    if (this.#wanted.size === 0 || this.#timer !== undefined || !this.#options.connection.isOpen) return
    this.#timer = this.#options.clock.setTimeout(() => {
      this.#timer = undefined
      void this.#fetch()
    }, gatherMs)
  }

  async #fetch(): Promise<void> {
    const { clock, connection, replica } = this.#options
    if (!connection.isOpen) return
    const ids = [...this.#wanted].slice(0, limits.usersPerGet)
    for (const id of ids) {
      this.#wanted.delete(id)
      this.#askedAt.set(id, clock.now())
    }
    try {
      const answer = await connection.call('users.get', { ids })
      replica.addUsers(answer.users)
      this.#fetchSoon()
    } catch {
      for (const id of ids) this.#wanted.add(id)
    }
  }
}
