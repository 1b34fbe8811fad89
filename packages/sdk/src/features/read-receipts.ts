import type { ChatId, Reads, UserId } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import type { Connection } from '../connection/connection'
import { newestMessage } from '../store/unread'
import type { Replica } from '../sync/replica'

const nobody: ReadonlyMap<UserId, number> = new Map()

export interface ReadReceiptsOptions {
  readonly connection: Connection
  readonly replica: Replica
  /** Chats by last activity, newest first. */
  readonly order: () => readonly ChatId[]
  readonly onChange: (chatId: ChatId) => void
}

/** Read positions of other users (DL50): the highest seq of each, from any event or response. */
export class ReadReceipts {
  readonly #marks = new Map<ChatId, ReadonlyMap<UserId, number>>()
  readonly #options: ReadReceiptsOptions

  constructor(options: ReadReceiptsOptions) {
    this.#options = options
  }

  /** How far each of the others in a chat shows that they have read. */
  of(chatId: ChatId): ReadonlyMap<UserId, number> {
    return this.#marks.get(chatId) ?? nobody
  }

  /** Applies an event or a response about a chat. */
  learn(chatId: ChatId, reads: Reads): void {
    const known = this.of(chatId)
    const me = this.#options.replica.me?.id
    const news = (Object.entries(reads) as [UserId, number][]).filter(
      ([userId, seq]) => userId !== me && seq > (known.get(userId) ?? 0),
    )
    if (news.length === 0) return
    this.#marks.set(chatId, new Map([...known, ...news]))
    this.#options.onChange(chatId)
  }

  /** A chat is opened: an event may have been lost. */
  open(chatId: ChatId): void {
    if (this.#isMarked(chatId)) void this.#fetch([chatId])
  }

  /** A new connection: no rev tells of read positions, so they are fetched where they show, in the newest chats. */
  onLive(): void {
    const newest = this.#options.order().filter((chatId) => this.#isMarked(chatId) && this.#endsWithOwn(chatId))
    if (newest.length > 0) void this.#fetch(newest.slice(0, limits.readsChats))
  }

  clear(): void {
    this.#marks.clear()
  }

  /** Whether the others' marks are shown there. */
  #isMarked(chatId: ChatId): boolean {
    const held = this.#options.replica.chats.get(chatId)
    if (held === undefined || held.chat.kind === 'channel') return false
    return (held.chat.peerIds?.length ?? 2) === 2 && held.members.size <= limits.readsMembers
  }

  /** Marks show in the list beside own messages alone. */
  #endsWithOwn(chatId: ChatId): boolean {
    const { replica } = this.#options
    const held = replica.chats.get(chatId)
    return held !== undefined && newestMessage(held, replica.hiddenIn(chatId))?.senderId === replica.me?.id
  }

  async #fetch(chatIds: readonly ChatId[]): Promise<void> {
    const { connection } = this.#options
    if (!connection.isOpen) return
    try {
      const { chats } = await connection.call('chats.reads', { chatIds: [...chatIds] })
      for (const { chatId, reads } of chats) this.learn(chatId, reads)
    } catch {
      // The next connection, or opening the chat again, repeats the fetch.
    }
  }
}
