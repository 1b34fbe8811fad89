import type { ChatId, UserId } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import type { Clock } from './api'
import type { Connection } from './connection'

export interface TypingOptions {
  readonly clock: Clock
  readonly connection: Connection
  readonly onChange: (chatId: ChatId) => void
}

const nobody: readonly UserId[] = []

/** Who is writing where. Marks that are not renewed disappear. */
export class Typing {
  readonly #writing = new Map<ChatId, Map<UserId, unknown>>()
  readonly #saidAt = new Map<ChatId, number>()
  readonly #options: TypingOptions

  constructor(options: TypingOptions) {
    this.#options = options
  }

  in(chatId: ChatId): readonly UserId[] {
    const writing = this.#writing.get(chatId)
    return writing ? [...writing.keys()] : nobody
  }

  heard(chatId: ChatId, userId: UserId): void {
    const writing = this.#writing.get(chatId) ?? new Map<UserId, unknown>()
    this.#writing.set(chatId, writing)
    const known = writing.has(userId)
    this.#options.clock.clearTimeout(writing.get(userId))
    writing.set(
      userId,
      this.#options.clock.setTimeout(() => this.stopped(chatId, userId), limits.typingShownMs),
    )
    if (!known) this.#options.onChange(chatId)
  }

  /** Their message came, or nothing came for long. */
  stopped(chatId: ChatId, userId: UserId): void {
    const writing = this.#writing.get(chatId)
    if (writing === undefined || !writing.has(userId)) return
    this.#options.clock.clearTimeout(writing.get(userId))
    writing.delete(userId)
    if (writing.size === 0) this.#writing.delete(chatId)
    this.#options.onChange(chatId)
  }

  /** Says that the person is writing, at most once in `limits.typingIntervalMs`. */
  say(chatId: ChatId): void {
    const { clock, connection } = this.#options
    const now = clock.now()
    if (!connection.isOpen || now - (this.#saidAt.get(chatId) ?? Number.NEGATIVE_INFINITY) < limits.typingIntervalMs)
      return
    this.#saidAt.set(chatId, now)
    connection.call('chats.typing', { chatId }).catch(() => undefined)
  }
}
