import type { ChatId, MessageId } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import type { Clock } from '../api'
import type { Connection } from '../connection/connection'
import { asParleyError } from '../lib/error'
import type { LocalStore, StoreContents } from '../store/store'
import type { Replica } from '../sync/replica'

/** Marks that didn't get through are sent again after this. */
const againMs = 5_000

export interface PlayedMarksOptions {
  readonly clock: Clock
  readonly connection: Connection
  readonly replica: Replica
  readonly store: LocalStore
  readonly onChange: () => void
}

type Played = ReadonlyMap<MessageId, unknown>

const none: Played = new Map()

/** Voice messages that the person has played: shown at once, and sent until the server has stored them or refuses them. */
export class PlayedMarks {
  /** Pending marks. */
  readonly #pending = new Map<ChatId, Set<MessageId>>()
  readonly #options: PlayedMarksOptions
  #shown: { readonly stored: Played; readonly all: Played } = { stored: none, all: none }
  #timer: unknown

  constructor(options: PlayedMarksOptions) {
    this.#options = options
  }

  /** Every voice message that counts as played; the same map while nothing changes. */
  get all(): Played {
    const stored: Played = this.#options.replica.user?.played ?? none
    if (stored !== this.#shown.stored) this.#show(stored)
    return this.#shown.all
  }

  /** Takes what was played here before a reload, and not told yet. */
  load(untold: StoreContents['untoldPlayed']): void {
    for (const [id, chatId] of untold) this.#add(chatId, [id])
    this.#show(this.#options.replica.user?.played ?? none)
  }

  mark(chatId: ChatId, ids: readonly MessageId[]): void {
    const added = ids.filter((id) => !this.all.has(id))
    if (added.length === 0) return
    this.#add(chatId, added)
    this.#keep(added, chatId)
    this.#changed()
    void this.#send(chatId, added)
  }

  /** A new connection: what did not get through goes again. */
  onLive(): void {
    for (const [chatId, ids] of this.#pending) void this.#send(chatId, [...ids])
  }

  /** Another person signed in. */
  clear(): void {
    this.#pending.clear()
    this.#changed()
  }

  #add(chatId: ChatId, ids: readonly MessageId[]): void {
    this.#pending.set(chatId, new Set([...(this.#pending.get(chatId) ?? []), ...ids]))
  }

  /** Stores on this device which marks are pending. */
  #keep(ids: readonly MessageId[], chatId: ChatId | undefined): void {
    const untoldPlayed = ids.map((id) => [id, chatId] as const)
    this.#options.store.write({ untoldPlayed }, 'now').catch(() => undefined)
  }

  #show(stored: Played): void {
    const pending = [...this.#pending.values()].flatMap((ids) => [...ids])
    const all = pending.length === 0 ? stored : new Map([...stored, ...pending.map((id) => [id, true] as const)])
    this.#shown = { stored, all }
  }

  #changed(): void {
    this.#show(this.#options.replica.user?.played ?? none)
    this.#options.onChange()
  }

  #answered(chatId: ChatId, ids: readonly MessageId[]): void {
    const left = this.#pending.get(chatId)
    for (const id of ids) left?.delete(id)
    if (left?.size === 0) this.#pending.delete(chatId)
    this.#keep(ids, undefined)
    this.#changed()
  }

  async #send(chatId: ChatId, ids: readonly MessageId[]): Promise<void> {
    const { connection, replica } = this.#options
    if (!connection.isOpen) return
    for (let at = 0; at < ids.length; at += limits.markPlayedMax) {
      const some = ids.slice(at, at + limits.markPlayedMax)
      try {
        replica.addPlayed((await connection.call('messages.markPlayed', { chatId, ids: some })).played)
        this.#answered(chatId, some)
      } catch (thrown) {
        const { retry, retryAfterMs = 0 } = asParleyError(thrown)
        if (!retry) this.#answered(chatId, some)
        else if (connection.isOpen) this.#later(Math.max(againMs, retryAfterMs))
      }
    }
  }

  #later(delayMs: number): void {
    const { clock } = this.#options
    clock.clearTimeout(this.#timer)
    this.#timer = clock.setTimeout(() => this.onLive(), delayMs)
  }
}
