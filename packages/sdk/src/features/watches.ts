import type { ChatId } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import type { Clock } from '../api'
import type { Connection } from '../connection/connection'
import { asParleyError } from '../lib/error'
import type { Replica } from '../sync/replica'
import type { Sync } from '../sync/sync'

/** A call that did not get through is made again after this. */
const againMs = 5_000
/** No event carries a small group's online count; it is fetched this often while it shows. */
const countMs = 20_000

export interface WatchesOptions {
  readonly clock: Clock
  readonly connection: Connection
  readonly replica: Replica
  readonly sync: Sync
  readonly onChange: (chatId: ChatId) => void
}

/** Channels and large groups push their deltas only to connections that watch them: those whose chat is open on a screen. */
export class Watches {
  /** How many screens show each chat. */
  readonly #open = new Map<ChatId, number>()
  readonly #online = new Map<ChatId, number>()
  /** When a group is counted again. */
  readonly #rounds = new Map<ChatId, unknown>()
  readonly #options: WatchesOptions

  constructor(options: WatchesOptions) {
    this.#options = options
  }

  /** People online in a watched chat. */
  online(chatId: ChatId): number | undefined {
    return this.#online.get(chatId)
  }

  open(chatId: ChatId): void {
    const screens = this.#open.get(chatId) ?? 0
    this.#open.set(chatId, screens + 1)
    if (screens === 0) this.#begin(chatId)
  }

  close(chatId: ChatId): void {
    const screens = (this.#open.get(chatId) ?? 0) - 1
    if (screens > 0) {
      this.#open.set(chatId, screens)
      return
    }
    this.#open.delete(chatId)
    if (this.#online.delete(chatId)) this.#options.onChange(chatId)
    this.#count(chatId)
    if (this.#isWatchable(chatId) && this.#options.connection.isOpen)
      this.#options.connection.call('chats.unwatch', { chatId }).catch(() => undefined)
  }

  /** A new connection watches nothing yet. */
  onLive(): void {
    for (const chatId of this.#open.keys()) this.#begin(chatId)
  }

  /** How large a chat is, is known now. */
  known(chatId: ChatId): void {
    if (this.#open.has(chatId)) this.#begin(chatId)
  }

  received(chatId: ChatId, count: number): void {
    if (!this.#open.has(chatId) || this.#online.get(chatId) === count) return
    this.#online.set(chatId, count)
    this.#options.onChange(chatId)
  }

  #begin(chatId: ChatId): void {
    if (this.#isWatchable(chatId)) void this.#watch(chatId)
    else this.#count(chatId)
  }

  /** How many of a group are online, again and again; one round for each chat. */
  #count(chatId: ChatId): void {
    const { clock, connection, replica } = this.#options
    clock.clearTimeout(this.#rounds.get(chatId))
    this.#rounds.delete(chatId)
    const held = replica.chats.get(chatId)
    const me = replica.me?.id
    const left = me === undefined || held?.members.get(me)?.leftSeq !== undefined
    if (!this.#open.has(chatId) || held?.chat.kind !== 'group' || left || !connection.isOpen) return
    connection.call('chats.online', { chatId }).then(
      ({ count }) => this.received(chatId, count),
      () => undefined,
    )
    this.#rounds.set(
      chatId,
      clock.setTimeout(() => this.#count(chatId), countMs),
    )
  }

  #isWatchable(chatId: ChatId): boolean {
    const held = this.#options.replica.chats.get(chatId)
    return held !== undefined && (held.chat.kind === 'channel' || held.members.size >= limits.membersPage)
  }

  async #watch(chatId: ChatId): Promise<void> {
    const { clock, connection, replica, sync } = this.#options
    if (!this.#isWatchable(chatId)) return
    try {
      const { rev } = await connection.call('chats.watch', { chatId })
      if (rev > (replica.chats.get(chatId)?.rev ?? 0)) void sync.fetchChat(chatId)
      const { count } = await connection.call('chats.online', { chatId })
      this.received(chatId, count)
    } catch (thrown) {
      // A refusal leaves `chat.head`; a new connection watches by itself.
      if (!asParleyError(thrown).retry || !connection.isOpen) return
      clock.setTimeout(() => {
        if (this.#open.has(chatId)) void this.#watch(chatId)
      }, againMs)
    }
  }
}
