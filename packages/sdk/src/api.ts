/**
 * The shape of the SDK: what an application sees. No framework, no zod at run time.
 * State is immutable with structural sharing: an object is replaced only when something in it changed, so selectors by
 * id stay cheap.
 */
import type {
  Chat,
  ChatId,
  ChatState,
  ErrorName,
  EventName,
  EventParams,
  Friend,
  Me,
  MediaId,
  Member,
  Mentions,
  Message,
  MessageId,
  MethodName,
  Params,
  Preferences,
  Presence,
  ReplyTo,
  Result,
  Session,
  SessionId,
  TextBody,
  User,
  UserId,
} from '@parley/protocol'

/** A value that can be read and observed (the shape that React's useSyncExternalStore takes). */
export interface Readable<T> {
  get(): T
  /** Calls `listener` after each change, at most once a turn of the event loop. Returns the way to stop. */
  subscribe(listener: () => void): () => void
}

/** Time and timers; the real one, or a fake one in tests. All in milliseconds. */
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

export type ConnectionPhase =
  /** Not started, or stopped. */
  | 'idle'
  | 'connecting'
  /** Connected, catching up. */
  | 'syncing'
  /** Everything pushed is applied as it comes. */
  | 'live'
  /** Between two attempts. */
  | 'waiting'
  /** The server said not to come back: `ended` says why. */
  | 'ended'

export interface ConnectionState {
  readonly phase: ConnectionPhase
  /** When this connection was last live, or when the client started. */
  readonly sinceMs: number
  /** The browser says that there is no network. */
  readonly offline: boolean
  readonly ended?: 'session_ended' | 'account_disabled' | 'unauthenticated'
}

/** Where an own message stands. `unconfirmed`: sent, no answer within 15 s; it is repeated with the same id. */
export type SendStatus = 'queued' | 'sending' | 'sent' | 'unconfirmed' | 'failed'

/** One row of a timeline: a stored message, or one still in the outbox (without seq). Its `id` never changes. */
export interface TimelineMessage {
  readonly id: MessageId
  readonly chatId: ChatId
  readonly senderId: UserId
  readonly at: number
  readonly body: Message['body']
  readonly replyTo?: ReplyTo
  /** Whom it names. */
  readonly mentions?: readonly UserId[]
  readonly mentionsAll?: true
  /** Undefined while in the outbox. */
  readonly seq?: number
  readonly status: SendStatus
  /** A picture on its way: how much of it has left, from 0 to 1. */
  readonly progress?: number
  /** Why it failed; the text is kept until the person retries or deletes it. */
  readonly error?: ErrorName
  /** The stored row. */
  readonly row?: Message
}

/** Where a picture is: one address for each of its sizes, smallest first. */
export interface MediaSource {
  readonly sizes: readonly { readonly width: number; readonly height: number; readonly url: string }[]
}

/** A picture to send. */
export interface NewPicture {
  /** At most `limits.mediaBytes`: JPEG, PNG, WebP or GIF. */
  readonly bytes: Blob
  /** One line, at most `limits.mediaNameMaxChars`. */
  readonly name: string
  /** As it is seen, in pixels: what is shown until the server has looked at it. */
  readonly width: number
  readonly height: number
  /** At most `limits.captionMaxChars` characters. */
  readonly caption?: string
}

/** What goes with a message. */
export interface SendOptions extends Mentions {
  readonly replyTo?: ReplyTo | undefined
}

/** A message that another one answers; `missing`: it does not exist, or may not be read by this person. */
export type Quoted = TimelineMessage | 'missing'

/** How people reacted to a message with one emoji. */
export interface Reaction {
  readonly emoji: string
  readonly count: number
  /** This person is among them. */
  readonly mine: boolean
  /** Some of them, at most `limits.reactionSample`. */
  readonly users: readonly UserId[]
}

/** One chat as the chat list and header need it. */
export interface ChatEntry {
  readonly id: ChatId
  readonly chat: Chat
  /** The chat's rev that is held. */
  readonly rev: number
  readonly state?: ChatState
  /** Newest first by this: the last message's time, or when the chat came. */
  readonly activeAt: number
  readonly last?: TimelineMessage
  /** Countable messages of others after the read cursor; `limits.unreadMax` means "or more". */
  readonly unread: number
  /** How many of these name this person or everybody, and the seq of the first. */
  readonly mentions: number
  readonly firstMention?: number
  /** Members known (a window of large groups). Former members have `leftSeq`. */
  readonly members: ReadonlyMap<UserId, Member>
  readonly typing: readonly UserId[]
  /** How far each of the others shows that they have read, in direct chats and groups up to `limits.readsMembers`. */
  readonly reads: ReadonlyMap<UserId, number>
  /** The highest of these: own messages up to this seq have been read by somebody. */
  readonly readUpTo: number
  /** People online, for watched channels. */
  readonly online?: number
  /** Own messages waiting in the outbox, and how many of them failed. */
  readonly queued: number
  readonly failed: number
  /** The unsent text of the composer, the newest one that this device knows of. */
  readonly draft: string
  /** What the unsent text answers. */
  readonly draftReplyTo?: ReplyTo
  /** False for a former member of a group. */
  readonly canRead: boolean
  /** Why the composer is closed, if it is. */
  readonly writeRefused?:
    | ('not_a_member' | 'channel_closed' | 'blocked' | 'not_friends')
    | ('muted' | 'muted_all' | 'dissolved')
  /** Until when this person is muted here, on this device's clock; absent when they are not. */
  readonly mutedUntil?: number
  /** In slow mode: when the next message of this person can go out, on this device's clock; absent when at once. */
  readonly nextSendAt?: number
  /** What this person is in a group or channel that they are in now. */
  readonly role?: Member['role']
  /** Whether they may take back what others wrote, and neither `mutedAll` nor slow mode counts for them. */
  readonly moderates: boolean
}

export interface ClientState {
  readonly connection: ConnectionState
  readonly me?: Me
  readonly sessionId?: SessionId
  readonly users: ReadonlyMap<UserId, User>
  readonly chats: ReadonlyMap<ChatId, ChatEntry>
  /** Chats by last activity, newest first. */
  readonly order: readonly ChatId[]
  readonly sessions: ReadonlyMap<SessionId, Session>
  /** How the person stands to others: friends, requests, blocks. `removed` ones stay, with what they still say. */
  readonly friends: ReadonlyMap<UserId, Friend>
  /** What the person chose for themselves: status, privacy. Unknown before the first sync. */
  readonly preferences?: Preferences
  /** How people show themselves who are watched (`watchPresence`), as far as this person may see. */
  readonly presences: ReadonlyMap<UserId, Presence>
  /** With whom this server lets people write in direct chats; unknown before the first connection. */
  readonly directChats?: Result<'session.open'>['directChats']
  /** The first state (from the local store or the server) is there: the list can be shown. */
  readonly ready: boolean
  /** False while the local store does not work (private windows): messages then live in memory only. */
  readonly persistent: boolean
  /** Sum of unread over all chats. */
  readonly unread: number
  /** For how long after it was sent an own message can be taken back on this server, in milliseconds. */
  readonly retractWindowMs: number
  /** The most members that a group can have on this server. */
  readonly groupMembersMax: number
}

/** The window of one chat's history that a screen shows: contiguous by seq, at most 400 rows. */
export interface TimelineState {
  readonly rows: readonly TimelineMessage[]
  /** Nothing older (that may be read) exists. */
  readonly atStart: boolean
  /** The window reaches the newest message; only then own waiting messages stand at its end and new ones are appended. */
  readonly atEnd: boolean
  readonly loading?: 'initial' | 'before' | 'after'
  /** The last fetch failed; loading again retries it. */
  readonly error?: ErrorName
  /** The read cursor when the timeline was opened: the first unread message is the first countable one of others after it. */
  readonly openedReadSeq: number
  readonly openedUnread: number
}

export interface Timeline {
  readonly chatId: ChatId
  readonly state: Readable<TimelineState>
  /**
   * What the shown messages answer, by seq, as far as it is known; kept current. A reference is true only where the id is
   * the same too.
   */
  readonly quotes: Readable<ReadonlyMap<number, Quoted>>
  /** The reactions to the shown messages, by message; those without any are left out. Kept current. */
  readonly reactions: Readable<ReadonlyMap<MessageId, readonly Reaction[]>>
  /** Also looks for what a draft answers. */
  wantQuote(replyTo: ReplyTo): void
  /** Shows the window around a seq, or the newest messages. Resolves when it is there. */
  show(at: 'latest' | 'first_unread' | { seq: number }): Promise<void>
  /** Loads 50 older (newer) rows; over 400, 100 are dropped at the other side. No-op at the edge or while loading. */
  loadBefore(): Promise<void>
  loadAfter(): Promise<void>
  /** The person has seen everything up to `seq`: moves the read cursor (debounced 500 ms, never back). */
  markRead(seq: number): void
  /** Ends it: flushes the read cursor, unwatches. */
  close(): void
}

/** What a client is made of; in a browser `url` is enough. */
export interface ClientOptions {
  /** Origin of the server such as `http://host:8080`; WebSocket at `/ws`, HTTP at `/api`. */
  readonly url: string
  /** Bearer token; browsers leave it out and use the cookie. */
  readonly token?: string
  readonly transport?: Transport
  /** Defaults to IndexedDB, shared by the tabs of a browser, else memory. One given here belongs to this client alone. */
  readonly store?: import('./store/store').LocalStore
  readonly clock?: Clock
  /** How the bytes of files reach the server; over HTTP by default. */
  readonly upload?: import('./upload').Upload
  /** Fills with random bytes. */
  readonly random?: (bytes: Uint8Array<ArrayBuffer>) => void
  /** How `call` reaches the server while there is no connection; the platform's `fetch` by default. */
  readonly http?: <N extends MethodName>(method: N, params: Params<N>) => Promise<Result<N>>
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
  /** Ends the session on the server (when reachable) and wipes the local store. */
  logout(): Promise<void>
  /** Calls any method over the connection, or over HTTP while there is none. Throws ParleyError. */
  call<N extends MethodName>(method: N, params: Params<N>): Promise<Result<N>>
  /** Hears an event as it was sent, after it was applied. Returns the way to stop. */
  on<E extends EventName>(event: E, listener: (params: EventParams<E>) => void): () => void
  /**
   * Puts a message into the outbox and shows it at once. It is sent in order, survives a reload, and arrives once.
   * `replyTo` is the stored message of the same chat that it answers, `mentions` whom it names, at most `limits.mentionsMax`.
   */
  send(chatId: ChatId, body: TextBody, options?: SendOptions): MessageId
  /**
   * Puts a picture into the outbox and shows it at once: it is uploaded and sent in its place among the other messages of the
   * chat, survives a reload, and arrives once. How far it is, `progress` of its row says.
   */
  sendPicture(chatId: ChatId, picture: NewPicture, options?: SendOptions): MessageId
  /** The bytes of an own picture that waits to be sent; undefined when it is gone. */
  waitingPicture(id: MessageId): Promise<Blob | undefined>
  /**
   * Uploads the picture of a profile or a chat, a square; resolves with the id to set it by. Throws ParleyError:
   * `media_unsupported`, `media_too_many_pixels`, `too_large`.
   */
  uploadAvatar(bytes: Blob, name: string): Promise<MediaId>
  /** Where a picture is, while somebody listens; undefined while that is not known, and for what may not be seen. */
  media(id: MediaId): Readable<MediaSource | undefined>
  /** An address of a picture did not work: looks for another one. */
  mediaFailed(id: MediaId): void
  /** Tries a failed message again, in its place. */
  retry(chatId: ChatId, id: MessageId): void
  /** Throws an unsent message away. */
  discard(chatId: ChatId, id: MessageId): void
  /**
   * Changes the text of an own message that is stored, and whom it names, and shows it when it resolves with the row as it is now. Safe to
   * repeat. Throws ParleyError: `forbidden` for what somebody else wrote, `retracted`, or why one may not write here.
   */
  edit(chatId: ChatId, id: MessageId, to: TextBody & Mentions): Promise<Message>
  /**
   * Takes a message back, an own one or, for who moderates the chat, anybody's; shows it when it resolves with what is left.
   * Safe to repeat. Throws ParleyError: `too_late` after `retractWindowMs`, `forbidden`, `not_a_member`.
   */
  retract(chatId: ChatId, id: MessageId): Promise<Message>
  /**
   * Pins a message in its chat for everybody, or takes it from the pinned ones (`ChatEntry.chat.pinned`), shown when it
   * resolves. Safe to repeat. Throws ParleyError: `forbidden`, `too_many_pinned`, `retracted`, or why one may not write here.
   */
  pinMessage(chatId: ChatId, id: MessageId, pinned: boolean): Promise<void>
  /**
   * Reacts to a stored message with an emoji, or takes that back: shown at once, taken back when it is refused. Safe to
   * repeat. Throws ParleyError: `too_many_reactions`, `retracted`, or why one may not write here.
   */
  react(chatId: ChatId, id: MessageId, reaction: { readonly emoji: string; readonly on: boolean }): Promise<void>
  /**
   * Hides messages for this person alone, on all their devices, at most `limits.hideMax` at once: timelines, the list and
   * unread counts leave them out when it resolves. Safe to repeat. Throws ParleyError.
   */
  hide(chatId: ChatId, ids: readonly MessageId[]): Promise<void>
  /**
   * Pins a chat in front of another pinned one, or first; or takes it from the pinned ones. Like the next three shown at once
   * in `ChatEntry.state`, taken back when it is refused. Safe to repeat. Throws ParleyError: `too_many_pinned`.
   */
  pinChat(chatId: ChatId, pinned: boolean, before?: ChatId): Promise<void>
  /** Moves a chat into the archive, where it is not pinned, or back. Throws ParleyError. */
  archiveChat(chatId: ChatId, archived: boolean): Promise<void>
  /** Silences a chat for so many milliseconds, or for good; 0 ends the silence. Throws ParleyError. */
  silenceChat(chatId: ChatId, silence: number | 'forever'): Promise<void>
  /** Marks a chat as unread, or takes the mark away; the read cursor stays. Throws ParleyError. */
  markUnread(chatId: ChatId, unread: boolean): Promise<void>
  /** Everything in a chat has been read; moves the read cursor like `Timeline.markRead`. */
  markChatRead(chatId: ChatId): void
  /** Clears a chat for this person alone, up to its newest message; it never comes back. Throws ParleyError. */
  clearChat(chatId: ChatId): Promise<void>
  /** Opens the history of a chat for a screen. */
  timeline(chatId: ChatId): Timeline
  /** Keeps the composer's text, and what it answers, on this device, and a moment later on all of the person's. */
  setDraft(chatId: ChatId, text: string, replyTo?: ReplyTo): void
  /** Says that the person is typing; sent at most once in `limits.typingIntervalMs`. */
  typing(chatId: ChatId): void
  /** Keeps `state.presences` current for a person, as long as something on screen shows it. Returns the way to stop. */
  watchPresence(userId: UserId): () => void
  /** Says whether nobody is at this device: a person whose devices are all idle is shown as away. */
  setIdle(idle: boolean): void
  /**
   * The direct chat with a person (oneself: saved messages), applied to the state when it resolves. One that is held needs no
   * server; a new one is refused with `not_friends` or `blocked` where the server says so.
   */
  openDirect(userId: UserId): Promise<ChatId>
  createGroup(name: string, userIds: readonly UserId[]): Promise<ChatId>
  /** Makes a channel of the person's own, and has it in the state when it resolves. Throws ParleyError: `forbidden` where only administrators may. */
  createChannel(name: string, about: string): Promise<ChatId>
  /** Comes into a channel, and has it in the state when it resolves. Throws ParleyError: `not_found`. */
  joinChannel(chatId: ChatId): Promise<void>
}
