/**
 * The shape of the SDK: what an application sees. No framework, no zod at run time.
 * State is immutable with structural sharing: an object is replaced only when something in it changed, so selectors by
 * id stay cheap.
 */
import type {
  ChatId,
  ContentKind,
  Doing,
  EventName,
  EventParams,
  MediaId,
  Mentions,
  Message,
  MessageId,
  MethodName,
  Params,
  ReplyTo,
  Result,
  TextBody,
  UserId,
} from '@parley/protocol'
import type { Outcome } from '@parley/protocol/apply'
import type {
  ClientState,
  ConnectionState,
  ContentsState,
  MediaSource,
  Quoted,
  Reaction,
  Readable,
  ShownBy,
  TimelineState,
} from './state/shown-state'
import type { AttachedFile, NewMedia } from './store/new-media'
import type { WrittenBody } from './store/store'

export type { ClientErrorName } from './lib/error'
export type * from './state/shown-state'
export type * from './store/new-media'

/** Time and timers, in milliseconds. Tests use a fake one. */
export interface Clock {
  now(): number
  setTimeout(run: () => void, delayMs: number): unknown
  clearTimeout(timer: unknown): void
}

/** One open connection: text frames both ways. */
export interface Socket {
  send(frame: string): void
  close(): void
}
export interface SocketEvents {
  onOpen(): void
  onFrame(frame: string): void
  /** `code` as in the WebSocket protocol; 1006 when the network broke. */
  onClose(code: number): void
}
/** How the client reaches a server: WebSocket here, TCP and a simulated network elsewhere. */
export interface Transport {
  connect(events: SocketEvents): Socket
}

/** The options of a message. */
export interface SendOptions extends Mentions {
  readonly replyTo?: ReplyTo | undefined
}

export interface Timeline {
  readonly chatId: ChatId
  readonly state: Readable<TimelineState>
  /**
   * The messages that shown ones reply to, by seq, as far as known; kept current. A reference is true only where the id
   * is the same too.
   */
  readonly quotes: Readable<ReadonlyMap<number, Quoted>>
  /** The reactions to the shown messages, by message; those without any are left out. Kept current. */
  readonly reactions: Readable<ReadonlyMap<MessageId, readonly Reaction[]>>
  /** Also fetches the message that a draft replies to. */
  requestQuote(replyTo: ReplyTo): void
  /**
   * Shows the window around a seq, around the first message at or after a time (epoch milliseconds; else the newest), or the newest messages.
   * Resolves when it is there.
   */
  show(at: 'latest' | 'first_unread' | { readonly seq: number } | { readonly at: number }): Promise<void>
  /** Loads 50 older (newer) rows; over 400, 100 are dropped at the other side. No-op at the edge or while loading. */
  loadBefore(): Promise<void>
  loadAfter(): Promise<void>
  /** The person has seen everything up to `seq`: moves the read cursor (debounced 500 ms, never back). */
  markRead(seq: number): void
  /** Ends it: flushes the read cursor, and ends the watch. */
  close(): void
}

/** One kind of what a chat holds, such as its files. It follows new, changed, retracted and hidden messages. */
export interface Contents {
  readonly chatId: ChatId
  readonly kind: ContentKind
  readonly state: Readable<ContentsState>
  /** Loads up to 100 older rows; no-op at the end. While rows are loading, it resolves with them. A load that failed is repeated when there is a connection again. */
  loadMore(): Promise<void>
  /** Ends it. */
  close(): void
}

/** A step of a client, as `ClientOptions.debug` receives it. Revs are those of the chat, or of the user. */
export type DebugEvent =
  /** A frame crossed the connection. It may hold a token, a password, or messages. */
  | { readonly type: 'sent' | 'received'; readonly frame: string }
  | { readonly type: 'connection'; readonly state: ConnectionState }
  /** The connection broke, or an attempt failed. `code` is as in `SocketEvents`; the next attempt follows after `waitMs`. */
  | { readonly type: 'broken'; readonly code: number; readonly waitMs: number }
  /** A delta arrived, by push or as a response. */
  | {
      readonly type: 'delta'
      readonly of: ChatId | 'user'
      readonly from: number
      readonly rev: number
      readonly outcome: Outcome
    }
  /** The client requests the changes since a rev. */
  | { readonly type: 'fetch'; readonly of: ChatId | 'user'; readonly since: number }

/** The parts of a client; in a browser `url` is enough. */
export interface ClientOptions {
  /** Origin of the server such as `http://host:8080`; WebSocket at `/ws`, HTTP at `/api`. */
  readonly url: string
  /** Bearer token; browsers leave it out and use the cookie. */
  readonly token?: string
  readonly transport?: Transport
  /** Defaults to IndexedDB, shared by the tabs of a browser, else memory. One given here belongs to this client alone. */
  readonly store?: import('./store/store').LocalStore
  /** The name of the store in IndexedDB; `url` by default. Clients of different users at the same time need different names. */
  readonly storeName?: string
  readonly clock?: Clock
  /** How the bytes of files reach the server; over HTTP by default. */
  readonly upload?: import('./outbox/upload').Upload
  /** Fills with random bytes. */
  readonly random?: (bytes: Uint8Array<ArrayBuffer>) => void
  /** How `call` reaches the server while there is no connection; the platform's `fetch` by default. */
  readonly http?: <N extends MethodName>(method: N, params: Params<N>) => Promise<Result<N>>
  /** Receives each step of the client, for finding faults: `debug: console.debug` writes them to the console. */
  readonly debug?: ((event: DebugEvent) => void) | undefined
}

/** The state before an event. */
export interface Before {
  /** The highest seq that was known of the chat; 0 for an unknown chat, and for events of no chat. Restored messages lie at or below it. */
  readonly head: number
}

export interface Client {
  readonly state: Readable<ClientState>
  /**
   * Loads the local store, connects, syncs, keeps connected. Resolves when the store is loaded and the state shows what it
   * holds; `state.connection` says the rest. A client starts once.
   */
  start(): Promise<void>
  /** Closes the connection and the local store; nothing is lost. */
  stop(): Promise<void>
  /**
   * Deletes the server's rows from the local store, and keeps outbox, drafts and attached files. The next client that
   * starts fetches all rows from the server: reload the page afterwards.
   */
  clearCache(): Promise<void>
  /** Ends the session on the server (when it responds within 2 s) and wipes the local store. */
  logout(): Promise<void>
  /** Calls any method over the connection, or over HTTP while there is none. Throws ParleyError. */
  call<N extends MethodName>(method: N, params: Params<N>): Promise<Result<N>>
  /** Calls `listener` with each event, after the event was applied, and with the state before. Returns a function that unsubscribes. */
  on<E extends EventName>(event: E, listener: (params: EventParams<E>, before: Before) => void): () => void
  /**
   * Puts a message into the outbox and shows it at once. It is sent in order, survives a reload, and arrives once. It
   * doesn't wait for the uploads of earlier messages. A contact must be a user whom this user can find by search, or
   * who shares a direct chat or group with them. Otherwise the message fails with `not_found`. `replyTo` is a stored
   * message of the same chat, `mentions` has at most `limits.mentionsMax` users.
   */
  send(chatId: ChatId, body: WrittenBody, options?: SendOptions): MessageId
  /**
   * Puts a message with files into the outbox and shows it at once. The files are uploaded, and then it is sent; later messages
   * without files don't wait for the uploads. It survives a reload, and arrives once. `progress` of its row tells how far the
   * uploads are. A file of an album that is refused becomes a failed message of its own, and the others go.
   */
  sendMedia(chatId: ChatId, media: NewMedia, options?: SendOptions): MessageId
  /**
   * Puts a forward of a stored message into the outbox of a chat and shows it at once. It is sent in order, survives a
   * reload, and arrives once. `withName` shows the first author to the readers. Undefined for a message that can't be
   * forwarded, such as a retracted one. The forward fails with `retracted` or `not_found` when the message is gone
   * before it is sent.
   */
  forward(chatId: ChatId, message: Message, options: { readonly withName: boolean }): MessageId | undefined
  /** The bytes of an own upload whose message waits to be sent; undefined when they are gone. */
  waitingBytes(id: MessageId, mediaId: MediaId): Promise<Blob | undefined>
  /** Pauses the uploads of a waiting message. The messages behind it are sent. Uploads survive a reload. */
  pause(chatId: ChatId, id: MessageId): void
  /** Resumes the uploads of a paused message. */
  resume(chatId: ChatId, id: MessageId): void
  /** Stores the files beside the composer of a chat, on this device. An empty list deletes them. */
  attach(chatId: ChatId, files: readonly AttachedFile[]): Promise<void>
  /** The files beside the composer of a chat. */
  attached(chatId: ChatId): Promise<readonly AttachedFile[]>
  /**
   * Uploads the picture of a profile or a chat, a square; resolves with the id to set it by. Throws ParleyError:
   * `media_unsupported`, `media_too_many_pixels`, `media_too_costly`, `media_trailing_bytes`, `too_large`.
   */
  uploadAvatar(bytes: Blob, name: string): Promise<MediaId>
  /**
   * The addresses of an upload, kept fresh while the application subscribes; undefined while they are unknown, and for
   * uploads that the user may not see.
   * @param shownBy the message that shows it; left out for avatars
   */
  media(id: MediaId, shownBy?: ShownBy): Readable<MediaSource | undefined>
  /** Call it when the address of a picture failed: the client fetches another one. */
  mediaFailed(id: MediaId): void
  /** Sends a failed message again, in its place. */
  retry(chatId: ChatId, id: MessageId): void
  /** Deletes an unsent message. */
  discard(chatId: ChatId, id: MessageId): void
  /**
   * Changes the text and the mentions of a stored own message. Shows the change when it resolves with the new row. Safe
   * to repeat. Throws ParleyError: `forbidden` for another user's message, `retracted`, or the reason why the user
   * can't write here.
   */
  edit(chatId: ChatId, id: MessageId, to: TextBody & Mentions): Promise<Message>
  /**
   * Retracts an own message or, for moderators of the chat, any message. Shows the change when it resolves with the
   * rest. Safe to repeat. Throws ParleyError: `too_late` after `retractWindowMs`, `forbidden`, `not_a_member`.
   */
  retract(chatId: ChatId, id: MessageId): Promise<Message>
  /**
   * Pins a message in its chat for everyone, or unpins it (`ChatEntry.chat.pinned`), shown when it resolves. Safe to
   * repeat. Throws ParleyError: `forbidden`, `too_many_pinned`, `retracted`, or the reason why the user can't write
   * here.
   */
  pinMessage(chatId: ChatId, id: MessageId, pinned: boolean): Promise<void>
  /**
   * Sets or removes a reaction to a stored message: shown at once, undone when it is refused. Safe to repeat. Throws
   * ParleyError: `too_many_reactions`, `retracted`, or the reason why the user can't write here.
   */
  react(chatId: ChatId, id: MessageId, reaction: { readonly emoji: string; readonly on: boolean }): Promise<void>
  /**
   * Hides messages for this user alone, on all their devices, at most `limits.hideMax` at once. Timelines, the list and
   * unread counts leave them out when it resolves. Safe to repeat. Throws ParleyError.
   */
  hide(chatId: ChatId, ids: readonly MessageId[]): Promise<void>
  /**
   * Marks voice messages of others as played, on all devices of the person: shown at once in `ClientState.played`, and sent when
   * there is a connection. Safe to repeat.
   */
  markPlayed(chatId: ChatId, ids: readonly MessageId[]): void
  /**
   * Pins a chat in front of another pinned one, or first; or unpins it. Like the next three, this shows at once in
   * `ChatEntry.state` and is undone when it is refused. Safe to repeat. Throws ParleyError: `too_many_pinned`.
   */
  pinChat(chatId: ChatId, pinned: boolean, before?: ChatId): Promise<void>
  /** Moves a chat into the archive, where it is not pinned, or back. Throws ParleyError. */
  archiveChat(chatId: ChatId, archived: boolean): Promise<void>
  /** Silences a chat for a number of milliseconds, or forever; 0 ends the silence. Throws ParleyError. */
  silenceChat(chatId: ChatId, silence: number | 'forever'): Promise<void>
  /** Marks a chat as unread, or removes the mark; the read cursor stays. Throws ParleyError. */
  markUnread(chatId: ChatId, unread: boolean): Promise<void>
  /** Marks all messages of a chat as read: moves the read cursor like `Timeline.markRead`. */
  markChatRead(chatId: ChatId): void
  /** Clears the history of a chat for this user alone, up to its newest message, for good. Throws ParleyError. */
  clearChat(chatId: ChatId): Promise<void>
  /** Opens the history of a chat for display. */
  timeline(chatId: ChatId): Timeline
  /**
   * Opens one kind of what a chat holds for a screen, and begins to load its first page. Its code is loaded with the first call.
   * @param upTo leaves out messages with a higher seq
   */
  contents(chatId: ChatId, kind: ContentKind, upTo?: number): Promise<Contents>
  /**
   * The next voice message of others above a seq that the person sees and has not played, within some pages of history.
   * Throws ParleyError.
   */
  nextVoice(chatId: ChatId, after: number): Promise<Message | undefined>
  /**
   * Calls `onGone` when the user no longer sees a stored message: it was retracted, hidden or cleared. Returns a
   * function that unsubscribes.
   */
  whenGone(chatId: ChatId, seq: number, onGone: () => void): () => void
  /** Stores the composer's text and the message it replies to, on this device and a moment later on all of the user's. */
  setDraft(chatId: ChatId, text: string, replyTo?: ReplyTo): void
  /** Reports that the user is typing, recording or uploading: the same at most once in `limits.typingIntervalMs`. */
  typing(chatId: ChatId, doing?: Doing): void
  /** Keeps `state.presences` current for a user until the returned function is called. */
  watchPresence(userId: UserId): () => void
  /** Reports whether this device is idle: a user whose devices are all idle is shown as away. */
  setIdle(idle: boolean): void
  /**
   * The direct chat with a user (for the user themselves: saved messages), applied to the state when it resolves. A
   * held one needs no server; a new one is refused with `not_friends` or `blocked` where the server says so.
   */
  openDirect(userId: UserId): Promise<ChatId>
  createGroup(name: string, userIds: readonly UserId[]): Promise<ChatId>
  /**
   * Creates a channel, which the state contains when it resolves. Throws ParleyError: `forbidden` where only
   * administrators can create channels.
   */
  createChannel(name: string, about: string): Promise<ChatId>
  /** Joins a channel, which the state contains when it resolves. Throws ParleyError: `not_found`. */
  joinChannel(chatId: ChatId): Promise<void>
}
