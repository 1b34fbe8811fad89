/** The state that a client shows: values that an application reads and observes. */
import type {
  Chat,
  ChatId,
  ChatState,
  Doing,
  ForwardedFrom,
  Friend,
  Me,
  Member,
  Message,
  MessageId,
  Preferences,
  Presence,
  ReplyTo,
  Result,
  Session,
  SessionId,
  User,
  UserId,
} from '@parley/protocol'
import type { ClientErrorName } from '../lib/error'

/** A value that can be read and observed (the shape that React's useSyncExternalStore takes). */
export interface Readable<T> {
  get(): T
  /** Calls `listener` after changes, at most once a turn of the event loop, in a page at most once a frame. Returns the way to stop. */
  subscribe(listener: () => void): () => void
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
  /** `too_many_connections`: the session is fine, and the account has too many connections. A fresh client may connect. */
  readonly ended?: 'session_ended' | 'account_disabled' | 'unauthenticated' | 'too_many_connections'
}

/**
 * Where an own message stands. `paused`: its uploads go on when the person resumes them. `checking`: the server has its files, and sends
 * it when their check is over. `unconfirmed`: sent, no answer within 15 s; it is repeated with the same id.
 */
export type SendStatus = 'queued' | 'sending' | 'paused' | 'checking' | 'sent' | 'unconfirmed' | 'failed'

/** One row of a timeline: a stored message, or one still in the outbox (without seq). Its `id` never changes. */
export interface TimelineMessage {
  readonly id: MessageId
  readonly chatId: ChatId
  readonly senderId: UserId
  readonly at: number
  readonly body: Message['body']
  readonly replyTo?: ReplyTo
  /** Where a forwarded message comes from. */
  readonly forwardedFrom?: ForwardedFrom
  /** Present while a forward waits: the message whose uploads it shows. */
  readonly uploadsOf?: ShownBy
  /** Its mentions. */
  readonly mentions?: readonly UserId[]
  readonly mentionsAll?: true
  /** Undefined while in the outbox. */
  readonly seq?: number
  readonly status: SendStatus
  /** Files on their way: how much of all their bytes has left, from 0 to 1; 1 only when the server has stored them. */
  readonly progress?: number
  /** Why it failed; the text is kept until the person retries or deletes it. */
  readonly error?: ClientErrorName
  /** The flood brake mutes the person: it goes out then, by this device's clock in epoch milliseconds. */
  readonly until?: number
  /** The stored row. */
  readonly row?: Message
}

/** The message that shows an upload. */
export interface ShownBy {
  readonly chatId: ChatId
  readonly messageId: MessageId
}

/** Where the bytes of an upload are. */
export interface MediaSource {
  /** Of a picture, smallest first; empty for everything else. */
  readonly sizes: readonly { readonly width: number; readonly height: number; readonly url: string }[]
  /** The file as it was uploaded; absent for pictures. */
  readonly url?: string
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
  /** The number of these that mention this user or everyone, and the seq of the first. */
  readonly mentions: number
  readonly firstMention?: number
  /**
   * Known members. Former members have `leftSeq`. Until a group is opened these are the user and some recent senders;
   * of groups larger than `limits.membersPage` it is a window.
   */
  readonly members: ReadonlyMap<UserId, Member>
  /** Whether the members of a group were fetched. */
  readonly membersKnown: boolean
  /** Users who type, record or upload. */
  readonly typing: readonly UserId[]
  /** The activities of those who aren't typing. */
  readonly doing: ReadonlyMap<UserId, Doing>
  /** How far each of the others shows that they have read, in direct chats and groups up to `limits.readsMembers`. */
  readonly reads: ReadonlyMap<UserId, number>
  /** The highest of these: another user has read own messages up to this seq. */
  readonly readUpTo: number
  /** People online, for watched channels. */
  readonly online?: number
  /** Own messages waiting in the outbox, and how many of them failed. */
  readonly queued: number
  readonly failed: number
  /** The unsent text of the composer, the newest one that this device knows of. */
  readonly draft: string
  /** How many files wait unsent beside the composer, on this device; absent when none does. */
  readonly attached?: number
  /** The message that the unsent text replies to. */
  readonly draftReplyTo?: ReplyTo
  /** False for a former member of a group. */
  readonly canRead: boolean
  /** Why the composer is closed, if it is. */
  readonly writeRefused?:
    | ('not_a_member' | 'channel_closed' | 'blocked' | 'not_friends')
    | ('muted' | 'muted_all' | 'flood_muted' | 'dissolved' | 'peer_closed')
  /** Until when this person is muted here, or everywhere by the flood brake, on this device's clock; absent when they are not. */
  readonly mutedUntil?: number
  /** In slow mode: when the next message of this person can go out, on this device's clock; absent when at once. */
  readonly nextSendAt?: number
  /** The user's role in a group or channel of theirs. */
  readonly role?: Member['role']
  /** Whether they may retract other users' messages, and are exempt from `mutedAll` and slow mode. */
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
  /** The user's own settings: status, privacy. Unknown before the first sync. */
  readonly preferences?: Preferences
  /** Voice messages of others that the person has played. */
  readonly played: ReadonlyMap<MessageId, unknown>
  /** How people show themselves who are watched (`watchPresence`), as far as this person may see. */
  readonly presences: ReadonlyMap<UserId, Presence>
  /** With whom this server lets people write in direct chats; unknown before the first connection. */
  readonly directChats?: Result<'session.open'>['directChats']
  /** Where this server gets maps of places from; absent where it has none, and before the first connection. */
  readonly tiles?: Result<'session.open'>['tiles']
  /** The first state (from the local store or the server) is there: the list can be shown. */
  readonly ready: boolean
  /** False while the local store does not work (private windows): messages then live in memory only. */
  readonly persistent: boolean
  /** Sum of unread over all chats. */
  readonly unread: number
  /** Until when the account counts as new, on this device's clock; 0 or absent when it doesn't. */
  readonly newcomerUntil?: number
  /** How long after sending an own message can be retracted on this server, in milliseconds. */
  readonly retractWindowMs: number
  /** The most members that a group can have on this server. */
  readonly groupMembersMax: number
  /** The largest file that this server takes, in bytes. */
  readonly fileBytes: number
  /** The longest voice message on this server, in milliseconds. */
  readonly voiceMaxMs: number
  /** How long a closed account can be restored on this server, in milliseconds. */
  readonly restoreMs: number
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
  readonly error?: ClientErrorName
  /** The read cursor when the timeline was opened: the first unread message is the first countable one of others after it. */
  readonly openedReadSeq: number
  readonly openedUnread: number
}

/** The loaded contents of one kind in a chat. */
export interface ContentsState {
  /** Newest first. */
  readonly rows: readonly TimelineMessage[]
  /** Older rows follow. */
  readonly more: boolean
  readonly loading: boolean
  /** The last page failed; loading again repeats it. */
  readonly error?: ClientErrorName
}
