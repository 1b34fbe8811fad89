import type { ChatId } from '@parley/protocol'
import type { Connection } from '../connection/connection'
import { needsView } from '../store/unread'
import type { Replica } from './replica'
import type { Sync } from './sync'

export interface FreshViewsOptions {
  readonly replica: Replica
  readonly connection: Connection
  readonly sync: Sync
}

/**
 * Fetches a fresh view where the held data does not determine the unread count, once per cursor, view and connection.
 */
export class FreshViews {
  /** The state for which a chat's view was last fetched, to prevent loops. */
  readonly #asked = new Map<ChatId, string>()
  readonly #options: FreshViewsOptions

  constructor(options: FreshViewsOptions) {
    this.#options = options
  }

  /** A new connection: everything may be asked again. */
  opened(): void {
    this.#asked.clear()
  }

  check(chatId: ChatId): void {
    const { replica, connection, sync } = this.#options
    const held = replica.chats.get(chatId)
    const reader = replica.reader(chatId)
    if (held === undefined || reader === undefined || connection.state.phase !== 'live') return
    const serverCursor = replica.user?.states.get(chatId)?.readSeq ?? 0
    const { atRev = 0, hiddenRev = 0 } = held.view ?? {}
    const asked = `${reader.readSeq} ${atRev} ${hiddenRev} ${reader.hidden.rev}`
    if (serverCursor < reader.readSeq || this.#asked.get(chatId) === asked) return
    if (!needsView(held, reader)) return
    this.#asked.set(chatId, asked)
    void sync.fetchChat(chatId)
  }
}
