import type {
  ChatId,
  ChatState,
  Friend,
  Hidden,
  MediaId,
  Message,
  MessageId,
  MyReaction,
  Played,
  User,
  UserId,
} from '@parley/protocol'
import { mergeMessages } from '@parley/protocol/apply'
import type { AttachedFile } from './new-media'
import {
  type ChatWrite,
  contiguousTail,
  type Draft,
  isEmptyDraft,
  type LocalStore,
  type OutboxEntry,
  type StoreContents,
  type StoredChat,
  type StoredTail,
  type StoredUser,
  type StoreWrite,
  storedMessages,
} from './store'

/** A store that lives as long as this object: for programs without a database, for private windows, and for tests. */
export class MemoryStore implements LocalStore {
  readonly persistent = false
  #epoch = ''
  #user: StoredUser | undefined
  readonly #states = new Map<ChatId, ChatState>()
  readonly #hidden = new Map<MessageId, Hidden>()
  readonly #reactions = new Map<MessageId, MyReaction>()
  readonly #played = new Map<MessageId, Played>()
  readonly #friends = new Map<UserId, Friend>()
  readonly #users = new Map<UserId, User>()
  readonly #chats = new Map<ChatId, StoredChat>()
  readonly #messages = new Map<ChatId, readonly Message[]>()
  readonly #outbox = new Map<MessageId, OutboxEntry>()
  readonly #bytes = new Map<MessageId, ReadonlyMap<MediaId, Blob>>()
  readonly #drafts = new Map<ChatId, Draft>()
  readonly #attached = new Map<ChatId, readonly AttachedFile[]>()
  readonly #untoldPlayed = new Map<MessageId, ChatId>()

  async open(): Promise<StoreContents> {
    return {
      epoch: this.#epoch,
      ...(this.#user && { user: this.#user }),
      states: [...this.#states.values()],
      hidden: [...this.#hidden.values()],
      reactions: [...this.#reactions.values()],
      played: [...this.#played.values()],
      friends: [...this.#friends.values()],
      users: [...this.#users.values()],
      chats: [...this.#chats.values()],
      outbox: [...this.#outbox.values()],
      drafts: [...this.#drafts],
      attached: [...this.#attached].map(([chatId, files]) => [chatId, files.length] as const),
      untoldPlayed: [...this.#untoldPlayed],
    }
  }

  async tail(chatId: ChatId): Promise<StoredTail | undefined> {
    const row = this.#chats.get(chatId)
    return row && { rev: row.rev, messages: contiguousTail(this.#messages.get(chatId) ?? [], row.chat.seq) }
  }

  async bytes(id: MessageId, mediaId: MediaId): Promise<Blob | undefined> {
    return this.#bytes.get(id)?.get(mediaId)
  }

  async attached(chatId: ChatId): Promise<readonly AttachedFile[]> {
    return this.#attached.get(chatId) ?? []
  }

  async write(write: StoreWrite): Promise<void> {
    for (const entry of write.outbox ?? []) this.#outbox.set(entry.id, entry)
    for (const [id, mediaId, bytes] of write.bytes ?? [])
      this.#bytes.set(id, new Map(this.#bytes.get(id)).set(mediaId, bytes))
    for (const id of write.dropOutbox ?? []) {
      this.#outbox.delete(id)
      this.#bytes.delete(id)
    }
    for (const [chatId, draft] of write.drafts ?? []) {
      if (isEmptyDraft(draft)) this.#drafts.delete(chatId)
      else this.#drafts.set(chatId, draft)
    }
    for (const [chatId, files] of write.attached ?? []) {
      if (files.length === 0) this.#attached.delete(chatId)
      else this.#attached.set(chatId, files)
    }
    for (const [id, chatId] of write.untoldPlayed ?? []) {
      if (chatId === undefined) this.#untoldPlayed.delete(id)
      else this.#untoldPlayed.set(id, chatId)
    }
    if (write.epoch === this.#epoch) this.#writeCache(write)
  }

  async reset(epoch: string): Promise<void> {
    const rows = [this.#states, this.#hidden, this.#reactions, this.#played, this.#friends, this.#users, this.#chats]
    for (const each of [...rows, this.#messages]) each.clear()
    this.#user = undefined
    this.#epoch = epoch
  }

  async wipe(): Promise<void> {
    await this.reset('')
    this.#outbox.clear()
    this.#bytes.clear()
    this.#drafts.clear()
    this.#attached.clear()
    this.#untoldPlayed.clear()
  }

  async close(): Promise<void> {}

  #writeCache(write: StoreWrite): void {
    if (write.user !== undefined && write.user.rev >= (this.#user?.rev ?? 0)) this.#user = write.user
    for (const row of write.states ?? [])
      if (row.rev >= (this.#states.get(row.chatId)?.rev ?? 0)) this.#states.set(row.chatId, row)
    for (const row of write.hidden ?? []) this.#hidden.set(row.messageId, row)
    for (const row of write.reactions ?? [])
      if (row.rev >= (this.#reactions.get(row.messageId)?.rev ?? 0)) this.#reactions.set(row.messageId, row)
    for (const row of write.played ?? []) this.#played.set(row.messageId, row)
    for (const row of write.friends ?? [])
      if (row.rev >= (this.#friends.get(row.userId)?.rev ?? 0)) this.#friends.set(row.userId, row)
    for (const row of write.users ?? [])
      if (row.rev >= (this.#users.get(row.id)?.rev ?? 0)) this.#users.set(row.id, row)
    for (const chat of write.chats ?? []) this.#writeChat(chat)
    for (const chatId of write.dropChats ?? []) {
      this.#chats.delete(chatId)
      this.#messages.delete(chatId)
    }
  }

  #writeChat({ row, messages, replace }: ChatWrite): void {
    if (row.rev < (this.#chats.get(row.chatId)?.rev ?? 0)) return
    this.#chats.set(row.chatId, row)
    const kept = replace ? [] : (this.#messages.get(row.chatId) ?? [])
    this.#messages.set(row.chatId, mergeMessages(kept, messages).slice(-storedMessages))
  }
}

/** A store that lives as long as the object. */
export const createMemoryStore = (): LocalStore => new MemoryStore()
