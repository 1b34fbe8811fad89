import type { ChatId, UserId } from '@parley/protocol'
import { newUuidV7, type RandomBytes } from '@parley/protocol/ids'
import type { Clock } from '../api'
import type { Call } from '../connection/http'
import { noResponseError } from '../lib/error'
import type { Replica } from '../sync/replica'
import type { Sync } from '../sync/sync'

export interface NewChatsOptions {
  readonly call: Call
  readonly clock: Clock
  readonly random: RandomBytes
  readonly replica: Replica
  readonly sync: Sync
}

/** Makes and opens chats that are not held yet: each is held when its promise resolves. */
export class NewChats {
  readonly #options: NewChatsOptions

  constructor(options: NewChatsOptions) {
    this.#options = options
  }

  async direct(userId: UserId): Promise<ChatId> {
    const { call, replica } = this.#options
    // It can be read even without write access.
    const held = replica.directWith(userId)
    if (held !== undefined) return held
    const { chat, state } = await call('chats.direct', { userId })
    await this.#bring(chat.id)
    replica.addStates([state])
    return chat.id
  }

  async group(name: string, userIds: readonly UserId[]): Promise<ChatId> {
    const { chat } = await this.#options.call('groups.create', { id: this.#newId(), name, userIds: [...userIds] })
    await this.#bring(chat.id)
    return chat.id
  }

  async channel(name: string, about: string): Promise<ChatId> {
    const id = this.#newId()
    await this.#options.call('channels.create', { id, name, about })
    await this.#bring(id)
    return id
  }

  async join(chatId: ChatId): Promise<void> {
    const { call, replica, sync } = this.#options
    await call('channels.join', { chatId })
    // Held from an earlier time, it does not know that the person is back.
    if (replica.chats.has(chatId)) await sync.fetchChat(chatId)
    await this.#bring(chatId)
  }

  #newId(): ChatId {
    return newUuidV7(this.#options.clock.now(), this.#options.random) as ChatId
  }

  /** Makes sure that a chat that the server answered is held. */
  async #bring(chatId: ChatId): Promise<void> {
    const { call, replica, sync } = this.#options
    if (replica.chats.has(chatId)) return
    await sync.fetchChat(chatId)
    if (replica.chats.has(chatId)) return
    const delta = await call('chats.changes', { chatId, since: 0 })
    if (!replica.chats.has(chatId) && replica.applyChat(delta) !== 'applied') throw noResponseError()
  }
}
