import type { ChatId } from '@parley/protocol'
import { nudge } from '../lib/notification'
import { topics } from '../lib/topics'
import type { ChatFeed, Moved } from './feed'
import { type ChatMessage, type ChatSize, ServedChat, type ServedChatOptions, subscribeJoined } from './served-chat'

export interface ServedChatsOptions extends ServedChatOptions {
  readonly feed: Pick<ChatFeed, 'changesSince' | 'leftBy'>
  /** Whether other nodes may make changes without reaching this one. */
  readonly company: 'alone' | 'others'
  readonly onError: (error: unknown) => void
}

/** A chat to serve from a rev on. */
interface Start {
  readonly chatId: ChatId
  readonly rev: number
}

/** Chats that a sweep starts to serve with one query. */
const BEGIN_CHATS = 500

/** The chats with subscribers on this node: begins to serve them, and fills their gaps. `Delivery` explains the phases. */
export class ServedChats {
  private readonly chats = new Map<ChatId, ServedChat>()

  constructor(private readonly options: ServedChatsOptions) {}

  /** Receives a delta from the bus. */
  receive(message: ChatMessage): void {
    if (message.again) {
      this.options.gathered.publish(topics.chat(message.chatId), message)
      return
    }
    const chat = this.chats.get(message.chatId)
    if (!chat) this.receiveFirst(message)
    else if (chat.receive(message) === 'gap')
      void this.fill(message.chatId, chat, message.large ? 'large' : 'small').catch(this.options.onError)
  }

  /** Publishes changes that were not published here. */
  async catchUp(moved: Moved['chats']): Promise<void> {
    for (let at = 0; at < moved.length; at += BEGIN_CHATS) await this.catchUpSome(moved.slice(at, at + BEGIN_CHATS))
    for (const chatId of this.chats.keys()) if (!this.hasSubscribers(chatId)) this.forgetChat(chatId)
  }

  /** Whether a membership that was read at a rev still holds: every later removal reaches this node. */
  isMembershipCurrent(chatId: ChatId, rev: number): boolean {
    const chat = this.chats.get(chatId)
    return !chat || (!chat.isWaiting && chat.rev <= rev)
  }

  /** Serves a chat that has subscribers now, from a rev on. */
  serveFrom({ chatId, rev }: Start): void {
    if (!this.chats.has(chatId) && this.hasSubscribers(chatId)) this.chats.set(chatId, this.newlyServed(rev))
  }

  clear(): void {
    this.chats.clear()
  }

  /** A new member may be the first on this node, so that it starts to serve the chat. */
  private receiveFirst(message: ChatMessage): void {
    subscribeJoined(this.options.audience, message)
    if (!this.hasSubscribers(message.chatId)) return
    void this.begin([{ chatId: message.chatId, rev: message.from }]).catch(this.options.onError)
    this.receive(message)
  }

  /**
   * Serves chats, each from a rev on. This node may have missed earlier deltas, including removals. So it first
   * unsubscribes former members. Members who leave after that rev learn of it from later deltas.
   */
  private async begin(starts: readonly Start[]): Promise<void> {
    if (starts.length === 0) return
    const { audience, company, feed } = this.options
    const begun = starts.map(({ chatId, rev }) => [chatId, this.newlyServed(rev)] as const)
    for (const [chatId, chat] of begun) this.chats.set(chatId, chat)
    if (company === 'alone') return
    for (const [, chat] of begun) chat.hold()
    try {
      for (const [chatId, left] of await feed.leftBy(starts)) audience.leave(left, chatId)
    } catch (error) {
      // If the recipients are unknown, nothing is published: the sweep starts again.
      for (const [chatId] of begun) this.chats.delete(chatId)
      throw error
    }
    for (const [, chat] of begun) this.receiveWaiting(chat)
  }

  /** Reads missing deltas with one query, publishes them, then the waiting ones. The sweep retries failed reads. */
  private async fill(chatId: ChatId, chat: ServedChat, size: ChatSize): Promise<void> {
    chat.hold()
    try {
      const delta = await this.options.feed.changesSince(chatId, chat.rev)
      if (delta) chat.publishRead(delta, size)
    } catch (error) {
      this.chats.delete(chatId)
      throw error
    }
    this.receiveWaiting(chat)
  }

  /** The chat may have been forgotten during the read, and begun again since. */
  private receiveWaiting(chat: ServedChat): void {
    for (const message of chat.takeWaiting()) this.receive(message)
  }

  private async catchUpSome(moved: Moved['chats']): Promise<void> {
    const here = moved.filter(({ chatId }) => this.hasSubscribers(chatId))
    const fresh = here.filter(({ chatId }) => !this.chats.has(chatId))
    await this.begin(fresh)
    // Without a baseline, an empty delta makes stale clients resync, and is the baseline from then on.
    for (const { chatId, rev } of fresh) this.options.audience.publish(topics.chat(chatId), nudge(chatId, rev))
    for (const { chatId, rev, large } of here) {
      const chat = this.chats.get(chatId)
      if (chat && chat.rev < rev && !chat.isWaiting) await this.fill(chatId, chat, large ? 'large' : 'small')
    }
  }

  private hasSubscribers(chatId: ChatId): boolean {
    const { audience } = this.options
    return audience.hasSubscribers(topics.chat(chatId)) || audience.hasSubscribers(topics.head(chatId))
  }

  private forgetChat(chatId: ChatId): void {
    this.chats.delete(chatId)
    this.options.heads.forgetChat(chatId)
  }

  private newlyServed(rev: number): ServedChat {
    return new ServedChat(this.options, rev)
  }
}
