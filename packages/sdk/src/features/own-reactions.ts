import type { ChatId, MessageId, Result } from '@parley/protocol'
import { emojiForm } from '@parley/protocol/emoji'
import type { Client } from '../api'

/** One reaction on its way. */
interface Setting {
  readonly emoji: string
  readonly on: boolean
}

export interface OwnReactionsOptions {
  readonly call: Client['call']
  readonly onStored: (chatId: ChatId, answer: Result<'messages.react'>) => void
  readonly onChange: (chatId: ChatId) => void
}

/** Reactions of the user: shown at once, and undone when the server refuses them. */
export class OwnReactions {
  readonly #settings = new Map<MessageId, readonly Setting[]>()
  /** The same for screens, recomputed with each change. */
  readonly #pending = new Map<MessageId, ReadonlyMap<string, boolean>>()
  readonly #options: OwnReactionsOptions

  constructor(options: OwnReactionsOptions) {
    this.#options = options
  }

  /** Pending reactions to a message. */
  of(id: MessageId): ReadonlyMap<string, boolean> | undefined {
    return this.#pending.get(id)
  }

  /** @throws ParleyError */
  async react(chatId: ChatId, id: MessageId, { emoji, on }: Setting): Promise<void> {
    const { call, onStored } = this.#options
    const setting = { emoji: emojiForm(emoji), on }
    this.#put(chatId, id, [...(this.#settings.get(id) ?? []), setting])
    try {
      onStored(chatId, await call('messages.react', { chatId, id, ...setting }))
    } finally {
      const left = this.#settings.get(id) ?? []
      this.#put(
        chatId,
        id,
        left.filter((one) => one !== setting),
      )
    }
  }

  #put(chatId: ChatId, id: MessageId, settings: readonly Setting[]): void {
    if (settings.length === 0) {
      this.#settings.delete(id)
      this.#pending.delete(id)
    } else {
      this.#settings.set(id, settings)
      this.#pending.set(id, new Map(settings.map(({ emoji, on }) => [emoji, on])))
    }
    this.#options.onChange(chatId)
  }
}
