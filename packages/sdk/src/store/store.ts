/** Data that must survive a reload, or makes a start quick. One write is one transaction. */
import type {
  Chat,
  ChatId,
  ChatState,
  ContactBody,
  ForwardedFrom,
  Friend,
  Hidden,
  LocationBody,
  Me,
  MediaBody,
  MediaId,
  Member,
  Mentions,
  Message,
  MessageId,
  MyReaction,
  Params,
  Played,
  Preferences,
  Reactions,
  ReplyTo,
  Session,
  TextBody,
  User,
  View,
} from '@parley/protocol'
import type { ClientErrorName } from '../lib/error'
import type { AttachedFile } from './new-media'

/** Bodies without a file. */
export type WrittenBody = TextBody | LocationBody | ContactBody

/** Bodies that users send; files with their data before the server has processed them. */
export type OwnBody = WrittenBody | MediaBody

/** The source of a waiting forward; its body is that of the source, to be shown meanwhile. */
export interface Forward {
  readonly from: Params<'messages.forward'>['from']
  readonly withName: boolean
  readonly origin: ForwardedFrom
}

/** An own message that is not stored by the server yet. */
export interface OutboxEntry extends Mentions {
  readonly id: MessageId
  readonly chatId: ChatId
  readonly body: OwnBody
  readonly replyTo?: ReplyTo
  readonly forward?: Forward
  /** When it was written, by this device's clock. */
  readonly at: number
  /** Entries of a chat are sent by rising order. */
  readonly order: number
  /** It was refused for good. */
  readonly error?: ClientErrorName
  /** The person stopped its uploads, until they resume them. */
  readonly paused?: true
  /** The flood brake mutes the person: it goes out then, by this device's clock in epoch milliseconds. */
  readonly heldUntil?: number
}

/** Unsent text of a composer. Without text and reply there is no draft. */
export interface Draft {
  readonly text: string
  readonly replyTo?: ReplyTo
  /** The server does not know it yet. */
  readonly untold?: true
}

/** There is nothing to keep, nor anything that the server has to forget. */
export const isEmptyDraft = ({ text, replyTo, untold }: Draft): boolean =>
  text === '' && replyTo === undefined && untold === undefined

/** The held chat without its messages. */
export interface StoredChat {
  readonly chatId: ChatId
  readonly rev: number
  readonly chat: Chat
  readonly members: readonly Member[]
  /** As in what is held; what earlier versions stored has neither. */
  readonly since?: number
  readonly membersRev?: number
  /** To the newest messages; left out where there are none. */
  readonly reactions?: readonly Reactions[]
  readonly view?: View
  /** The newest message that is known; the view may be an older one. */
  readonly last?: Message
  /** When the chat came to this device, for its place in the list while it has no message. */
  readonly cameAt: number
  /** The person read up to here on this device; the server may not know yet. */
  readonly readSeq?: number
}

/** The held user without chat states. */
export interface StoredUser {
  readonly rev: number
  readonly me: Me
  readonly preferences?: Preferences
  readonly sessions: readonly Session[]
}

export interface StoreContents {
  /** The life of the database that everything but outbox and drafts comes from; '' for none. */
  readonly epoch: string
  readonly user?: StoredUser
  readonly states: readonly ChatState[]
  readonly hidden: readonly Hidden[]
  readonly reactions: readonly MyReaction[]
  readonly played: readonly Played[]
  readonly friends: readonly Friend[]
  readonly users: readonly User[]
  readonly chats: readonly StoredChat[]
  readonly outbox: readonly OutboxEntry[]
  readonly drafts: readonly (readonly [ChatId, Draft])[]
  /** How many files wait beside the composers of chats. */
  readonly attached: readonly (readonly [ChatId, number])[]
  /** Voice messages that were played here, which the server doesn't know yet. */
  readonly untoldPlayed: readonly (readonly [MessageId, ChatId])[]
}

export interface ChatWrite {
  readonly row: StoredChat
  readonly messages: readonly Message[]
  /** A snapshot: messages stored before are thrown away. */
  readonly replace: boolean
}

/** One transaction. A chat or user whose stored rev is higher (another tab was faster) stays as it is. */
export interface StoreWrite {
  /** Dependent data is left out when the stored epoch differs. */
  readonly epoch?: string
  readonly user?: StoredUser
  readonly states?: readonly ChatState[]
  readonly hidden?: readonly Hidden[]
  readonly reactions?: readonly MyReaction[]
  readonly played?: readonly Played[]
  readonly friends?: readonly Friend[]
  readonly users?: readonly User[]
  readonly chats?: readonly ChatWrite[]
  readonly dropChats?: readonly ChatId[]
  readonly outbox?: readonly OutboxEntry[]
  /** Bytes of uploads in the outbox, by message; they go with their entry. */
  readonly bytes?: readonly (readonly [MessageId, MediaId, Blob])[]
  readonly dropOutbox?: readonly MessageId[]
  readonly drafts?: readonly (readonly [ChatId, Draft])[]
  /** The files that wait beside the composer of a chat; none: they go. */
  readonly attached?: readonly (readonly [ChatId, readonly AttachedFile[]])[]
  /** Voice messages that were played here; undefined when the server knows. */
  readonly untoldPlayed?: readonly (readonly [MessageId, ChatId | undefined])[]
}

/** The newest stored messages of a chat, contiguous up to its seq, and the rev that they are complete for. */
export interface StoredTail {
  readonly rev: number
  readonly messages: readonly Message[]
}

export interface LocalStore {
  /** False when nothing survives a reload. */
  readonly persistent: boolean
  /** Opens and reads everything but messages. */
  open(): Promise<StoreContents>
  /** Reads a chat's messages, after all writes made before. */
  tail(chatId: ChatId): Promise<StoredTail | undefined>
  /** The bytes of an upload in the outbox, after all writes made before. */
  bytes(id: MessageId, mediaId: MediaId): Promise<Blob | undefined>
  /** The files that wait beside the composer of a chat, after all writes made before. */
  attached(chatId: ChatId): Promise<readonly AttachedFile[]>
  /** `now` resolves when it is committed; `soon` may wait to be written together with others. */
  write(write: StoreWrite, when: 'now' | 'soon'): Promise<void>
  /**
   * Discards the server's data, and keeps outbox, drafts, attached files and pending changes. From here on `epoch` is
   * the stored one.
   */
  reset(epoch: string): Promise<void>
  /** Throws everything away. */
  wipe(): Promise<void>
  /** Finishes open writes. */
  close(): Promise<void>
}

/** Messages of one chat that are stored. */
export const storedMessages = 200
/** Chats whose messages are stored; of all others the row alone, which says where they stand. */
export const storedTails = 200

/** The rows of one chat's tail: contiguous down from `seq`. */
export const contiguousTail = (rows: readonly Message[], seq: number): readonly Message[] => {
  let from = rows.length
  while (from > 0 && rows[from - 1]?.seq === seq - (rows.length - from)) from--
  return rows.slice(from)
}
