import type { ChatDelta, ChatId, Message, SessionId, UserDelta, UserId } from '@parley/protocol'
import type { Kysely } from 'kysely'
import type { LockedRow, LockRequest } from './locks'
import type { NewMessage, Schema } from './schema'

export type Queries = Kysely<Schema>

/** The events of a committed change, published in commit order once it is durable. */
export type Publication =
  | {
      readonly kind: 'chat'
      readonly chatId: ChatId
      readonly delta: ChatDelta
      /** Pushed to watchers only; other subscribers get `chat.head`. */
      readonly large: boolean
      readonly seq: number
      /** Users to subscribe before this event, and users to unsubscribe right after it. */
      readonly joined?: readonly UserId[]
      readonly left?: readonly UserId[]
      /** Permissions changed: every node drops its cached access of the chat. */
      readonly access?: true
      /** Published once more for a repeated send, outside the order of revs. */
      readonly again?: true
    }
  | {
      readonly kind: 'user'
      readonly userId: UserId
      readonly delta: UserDelta
      /** Chats that this change adds to the user's list. */
      readonly joins?: readonly ChatId[]
      /** The user's presence, or its visibility, changed. */
      readonly presence?: true
    }
  /** Ended sessions, whose connections close. Without a list, all sessions of the user ended. */
  | {
      readonly kind: 'ended'
      readonly userId: UserId
      readonly sessionIds?: readonly SessionId[]
      readonly reason: 'sessionEnded' | 'accountDisabled'
    }

/**
 * One write transaction. Inside it, await only its own queries. The database may run it again from the start, so
 * outside effects go only through `publish` and `whenDurable`.
 */
export interface Transaction {
  readonly db: Queries
  /** Epoch milliseconds on the database's clock. */
  readonly now: number
  /**
   * Locks rows by their keys until the end of the transaction, users first, then chats, each in the order of their
   * keys. So transactions never deadlock; other changes come after the locks. Lock the inputs of a decision, and every
   * row whose rev rises, before reading them. At most one call for each kind, users before chats; otherwise it throws.
   */
  lock(rows: LockRequest): Promise<void>
  /** Throws when the transaction raises the rev of a row that it hasn't locked. */
  requireLocked(row: LockedRow): void
  /** Publishes an event once the transaction is durable. */
  publish(publication: Publication): void
  /** Runs `effect` once the transaction is durable, before its caller gets the result; for cache invalidation. */
  whenDurable(effect: () => void): void
}

/** The outcome of an append. */
export type Appended =
  | {
      readonly outcome: 'stored' | 'repeated'
      readonly message: Message
      /** Set when the sender's rights were read again because the decision was stale. */
      readonly accessMoved?: true
    }
  /** The id is used for another message. */
  | { readonly outcome: 'conflict' }
  /** Slow mode is on, and the sender wrote a moment ago. */
  | { readonly outcome: 'too_soon'; readonly retryAfterMs: number }
  /** Rights changed since the decision and no longer allow the message. Decide again. */
  | { readonly outcome: 'stale_access' }

/** The stages of a commit; tests crash at these points. */
export type CommitPoint = 'before_commit' | 'after_commit' | 'after_sync'

/**
 * The port to a database. All access goes through `write`, `appendMessage` and `read`. Each resolves only when all its reads
 * and writes are durable. Failures for lack of space or connection are `unavailable`.
 */
export interface Database {
  /** The epoch of the database. */
  readonly epoch: string
  /** Writes and messages that wait for their commit. */
  readonly waiting: number
  /** Whether the last attempt to reach the database succeeded; the embedded one is always reachable. */
  readonly reachable: boolean
  /** Epoch milliseconds on the database's clock, which all nodes share, as closely as this node knows it. */
  now(): number
  write<T>(run: (tx: Transaction) => Promise<T>): Promise<T>
  /** Stores a message in the next group commit. */
  appendMessage(message: NewMessage): Promise<Appended>
  /** Runs queries on one snapshot. */
  read<T>(run: (db: Queries) => Promise<T>): Promise<T>
  /** Finishes current work and closes. Later calls fail with `unavailable`. */
  stop(): Promise<void>
}
