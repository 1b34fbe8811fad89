import type { ChatId, Doing, UserId } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import type { Clock } from '../api'
import type { Connection } from '../connection/connection'

export interface TypingOptions {
  readonly clock: Clock
  readonly connection: Connection
  readonly onChange: (chatId: ChatId) => void
}

/** One person who does something in a chat. */
interface Mark {
  readonly doing: Doing
  readonly timer: unknown
}

const nobody: readonly UserId[] = []
const nothing: ReadonlyMap<UserId, Doing> = new Map()

/** Users who type, record or upload, by chat. Marks that are not renewed disappear. */
export class Typing {
  readonly #marks = new Map<ChatId, Map<UserId, Mark>>()
  readonly #said = new Map<ChatId, { readonly doing: Doing; readonly at: number }>()
  readonly #options: TypingOptions

  constructor(options: TypingOptions) {
    this.#options = options
  }

  in(chatId: ChatId): readonly UserId[] {
    const marks = this.#marks.get(chatId)
    return marks ? [...marks.keys()] : nobody
  }

  /** The activities of those who aren't typing. */
  doing(chatId: ChatId): ReadonlyMap<UserId, Doing> {
    const others = [...(this.#marks.get(chatId) ?? [])].filter(([, { doing }]) => doing !== 'typing')
    return others.length === 0 ? nothing : new Map(others.map(([userId, { doing }]) => [userId, doing]))
  }

  received(chatId: ChatId, userId: UserId, doing: Doing = 'typing'): void {
    const marks = this.#marks.get(chatId) ?? new Map<UserId, Mark>()
    this.#marks.set(chatId, marks)
    const known = marks.get(userId)
    this.#options.clock.clearTimeout(known?.timer)
    const timer = this.#options.clock.setTimeout(() => this.stopped(chatId, userId), limits.typingShownMs)
    marks.set(userId, { doing, timer })
    if (known?.doing !== doing) this.#options.onChange(chatId)
  }

  /** Their message came, or nothing came for long. */
  stopped(chatId: ChatId, userId: UserId): void {
    const marks = this.#marks.get(chatId)
    const known = marks?.get(userId)
    if (marks === undefined || known === undefined) return
    this.#options.clock.clearTimeout(known.timer)
    marks.delete(userId)
    if (marks.size === 0) this.#marks.delete(chatId)
    this.#options.onChange(chatId)
  }

  /**
   * Says what the person does: at once when that changes, and otherwise at most once in `limits.typingIntervalMs`. An upload goes
   * on by itself, so it is said only when nothing else was said lately.
   */
  send(chatId: ChatId, doing: Doing): void {
    const { clock, connection } = this.#options
    const now = clock.now()
    const said = this.#said.get(chatId)
    const agoMs = said ? now - said.at : Number.POSITIVE_INFINITY
    const changeMs = doing === 'uploading' ? limits.typingShownMs : 0
    const isDue = agoMs >= (said?.doing === doing ? limits.typingIntervalMs : changeMs)
    if (!connection.isOpen || !isDue) return
    this.#said.set(chatId, { doing, at: now })
    const params = doing === 'typing' ? { chatId } : { chatId, doing }
    connection.call('chats.typing', params).catch(() => undefined)
  }
}
