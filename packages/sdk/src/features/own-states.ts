import type { ChatId, ChatState } from '@parley/protocol'
import { mutedForever } from '@parley/protocol/limits'
import type { Client, Clock } from '../api'
import type { Replica } from '../sync/replica'

/** The change of a chat's state; undefined removes a value. */
type Patch = { readonly [K in 'pinnedAt' | 'mutedUntil' | 'archivedAt' | 'markedUnread']?: ChatState[K] | undefined }

export interface OwnStatesOptions {
  readonly clock: Clock
  readonly replica: Replica
  readonly call: Client['call']
  readonly onChange: (chatId: ChatId) => void
}

/** The user's own settings of chats: shown at once, and undone when the server refuses them. */
export class OwnStates {
  /** Pending changes, in the order in which they were made. */
  readonly #pending = new Map<ChatId, readonly Patch[]>()
  readonly #options: OwnStatesOptions

  constructor(options: OwnStatesOptions) {
    this.#options = options
  }

  /** A chat's state as it is shown. */
  of(chatId: ChatId): ChatState | undefined {
    const held = this.#options.replica.user?.states.get(chatId)
    const pending = this.#pending.get(chatId)
    if (held === undefined || pending === undefined) return held
    const merged: Patch & ChatState = Object.assign({}, held, ...pending)
    return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined)) as ChatState
  }

  pin(chatId: ChatId, pinned: boolean, before?: ChatId): Promise<void> {
    const at = before ? (this.of(before)?.pinnedAt ?? 0) + 0.5 : this.#latestPin() + 1
    const patch = pinned ? { pinnedAt: at, archivedAt: undefined } : { pinnedAt: undefined }
    const params = { chatId, pinned, ...(before && { before }) }
    return this.#set(chatId, patch, async () => (await this.#options.call('chats.pin', params)).states)
  }

  archive(chatId: ChatId, archived: boolean): Promise<void> {
    const now = this.#options.clock.now()
    const patch = archived ? { archivedAt: now, pinnedAt: undefined } : { archivedAt: undefined }
    return this.#set(chatId, patch, async () => [await this.#options.call('chats.archive', { chatId, archived })])
  }

  silence(chatId: ChatId, silence: number | 'forever'): Promise<void> {
    const { clock, call } = this.#options
    const mutedUntil = silence === 'forever' ? mutedForever : silence === 0 ? undefined : clock.now() + silence
    return this.#set(chatId, { mutedUntil }, async () => [await call('chats.notify', { chatId, silence })])
  }

  markUnread(chatId: ChatId, unread: boolean): Promise<void> {
    const patch = { markedUnread: unread ? (true as const) : undefined }
    return this.#set(chatId, patch, async () => [await this.#options.call('chats.markUnread', { chatId, unread })])
  }

  async clear(chatId: ChatId): Promise<void> {
    const { call, replica } = this.#options
    const seq = replica.chats.get(chatId)?.chat.seq ?? 0
    replica.addStates([await call('chats.clear', { chatId, seq })])
  }

  #latestPin(): number {
    const states = this.#options.replica.user?.states.values() ?? []
    return Math.max(this.#options.clock.now(), ...[...states].map(({ pinnedAt = 0 }) => pinnedAt))
  }

  /** Shows a change during its call. */
  async #set(chatId: ChatId, patch: Patch, ask: () => Promise<readonly ChatState[]>): Promise<void> {
    const { replica, onChange } = this.#options
    this.#pending.set(chatId, [...(this.#pending.get(chatId) ?? []), patch])
    onChange(chatId)
    try {
      replica.addStates(await ask())
    } finally {
      const left = (this.#pending.get(chatId) ?? []).filter((one) => one !== patch)
      if (left.length > 0) this.#pending.set(chatId, left)
      else this.#pending.delete(chatId)
      onChange(chatId)
    }
  }
}
