import type { ChatId } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import type { Clock } from './api'
import type { Connection } from './connection'
import { asParleyError } from './error'
import type { Replica } from './replica'
import type { Sync } from './sync'

/** A call that did not get through is made again after this. */
const againMs = 5_000

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
    if (screens === 0) void this.#watch(chatId)
  }

  close(chatId: ChatId): void {
    const screens = (this.#open.get(chatId) ?? 0) - 1
    if (screens > 0) {
      this.#open.set(chatId, screens)
      return
    }
    this.#open.delete(chatId)
    this.#online.delete(chatId)
    if (this.#isWatchable(chatId) && this.#options.connection.isOpen)
      this.#options.connection.call('chats.unwatch', { chatId }).catch(() => undefined)
  }

  /** A new connection watches nothing yet. */
  live(): void {
    for (const chatId of this.#open.keys()) void this.#watch(chatId)
  }

  heard(chatId: ChatId, count: number): void {
    if (!this.#open.has(chatId) || this.#online.get(chatId) === count) return
    this.#online.set(chatId, count)
    this.#options.onChange(chatId)
  }

  #isWatchable(chatId: ChatId): boolean {
    const held = this.#options.replica.chats.get(chatId)
    return held !== undefined && (held.chat.kind === 'channel' || held.members.size >= limits.snapshotMembers)
  }

  async #watch(chatId: ChatId): Promise<void> {
    const { clock, connection, replica, sync } = this.#options
    if (!connection.isOpen || !this.#isWatchable(chatId)) return
    try {
      const { rev } = await connection.call('chats.watch', { chatId })
      if (rev > (replica.chats.get(chatId)?.rev ?? 0)) void sync.ask(chatId)
      const { count } = await connection.call('chats.online', { chatId })
      this.heard(chatId, count)
    } catch (thrown) {
      // A refusal leaves `chat.head`; a new connection watches by itself.
      if (!asParleyError(thrown).retry || !connection.isOpen) return
      clock.setTimeout(() => {
        if (this.#open.has(chatId)) void this.#watch(chatId)
      }, againMs)
    }
  }
}
