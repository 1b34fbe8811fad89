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
import type { PackedWrite, StoredBytes, StoredFile } from './packed-bytes'
import type { Draft, OutboxEntry, StoredChat, StoredUser } from './store'

interface PendingChat {
  row: StoredChat
  replace: boolean
  readonly messages: Map<number, Message>
}

/** Writes gathered to be made in one transaction; a later write of the same row takes the place of the earlier one. */
export class Pending {
  user: StoredUser | undefined
  readonly states = new Map<ChatId, ChatState>()
  readonly hidden = new Map<MessageId, Hidden>()
  readonly reactions = new Map<MessageId, MyReaction>()
  readonly played = new Map<MessageId, Played>()
  readonly friends = new Map<UserId, Friend>()
  readonly users = new Map<UserId, User>()
  /** null: the chat goes. */
  readonly chats = new Map<ChatId, PendingChat | null>()
  /** null: the entry goes. */
  readonly outbox = new Map<MessageId, OutboxEntry | null>()
  readonly bytes = new Map<MessageId, Map<MediaId, StoredBytes>>()
  readonly drafts = new Map<ChatId, Draft>()
  readonly attached = new Map<ChatId, readonly StoredFile[]>()
  /** null: the server knows. */
  readonly untoldPlayed = new Map<MessageId, ChatId | null>()
  /** The life of the database that the cached rows belong to. */
  epoch: string | undefined

  add(write: PackedWrite): void {
    for (const entry of write.outbox ?? []) this.outbox.set(entry.id, entry)
    for (const [id, mediaId, bytes] of write.bytes ?? [])
      this.bytes.set(id, (this.bytes.get(id) ?? new Map()).set(mediaId, bytes))
    for (const id of write.dropOutbox ?? []) this.outbox.set(id, null)
    for (const [chatId, draft] of write.drafts ?? []) this.drafts.set(chatId, draft)
    for (const [chatId, files] of write.attached ?? []) this.attached.set(chatId, files)
    for (const [id, chatId] of write.untoldPlayed ?? []) this.untoldPlayed.set(id, chatId ?? null)
    if (write.epoch === undefined) return
    if (write.epoch !== this.epoch) this.dropCache()
    this.epoch = write.epoch
    if (write.user !== undefined && write.user.rev >= (this.user?.rev ?? 0)) this.user = write.user
    for (const row of write.states ?? []) this.states.set(row.chatId, row)
    for (const row of write.hidden ?? []) this.hidden.set(row.messageId, row)
    for (const row of write.reactions ?? []) this.reactions.set(row.messageId, row)
    for (const row of write.played ?? []) this.played.set(row.messageId, row)
    for (const row of write.friends ?? []) this.friends.set(row.userId, row)
    for (const row of write.users ?? []) this.users.set(row.id, row)
    for (const chat of write.chats ?? []) {
      const known = this.chats.get(chat.row.chatId)
      const fresh = chat.replace || !known
      const next = fresh ? { row: chat.row, replace: chat.replace, messages: new Map<number, Message>() } : known
      next.row = chat.row
      for (const message of chat.messages) next.messages.set(message.seq, message)
      this.chats.set(chat.row.chatId, next)
    }
    for (const chatId of write.dropChats ?? []) this.chats.set(chatId, null)
  }

  /** Forgets what came from the server. */
  dropCache(): void {
    this.user = undefined
    for (const rows of this.#cache) rows.clear()
  }

  get #cache(): readonly Map<unknown, unknown>[] {
    return [this.states, this.hidden, this.reactions, this.played, this.friends, this.users, this.chats]
  }

  /** Whether there are messages to keep until they are sent. */
  get hasEntries(): boolean {
    return this.bytes.size > 0 || [...this.outbox.values()].some((entry) => entry !== null)
  }

  get dropsEntries(): boolean {
    return [...this.outbox.values()].some((entry) => entry === null)
  }

  /** Whether there are rows that came from the server, or entries that such rows take the place of. */
  get hasRows(): boolean {
    return this.dropsEntries || this.user !== undefined || this.#cache.some((rows) => rows.size > 0)
  }
}
