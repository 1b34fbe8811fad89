import type { ChatDelta, ChatId, Message, SessionId, UserDelta, UserId } from '@parley/protocol'
import type { Kysely } from 'kysely'
import type { LockedRow, LockRequest } from './locks'
import type { NewMessage, Schema } from './schema'

export type Queries = Kysely<Schema>

/** What a committed change tells the world, published in commit order once it is durable. */
export type Publication =
  | {
      readonly kind: 'chat'
      readonly chatId: ChatId
      readonly delta: ChatDelta
      /** Pushed to watchers only; others get `chat.head`. */
      readonly large: boolean
      readonly seq: number
      /** Who is subscribed before this goes out, and who is unsubscribed right after it. */
      readonly joined?: readonly UserId[]
      readonly left?: readonly UserId[]
      /** Who may do what has changed: every node forgets what it holds of that. */
      readonly access?: true
      /** Published once more for a repeated send, outside the order of revs. */
      readonly again?: true
    }
  | {
      readonly kind: 'user'
      readonly userId: UserId
      readonly delta: UserDelta
      /** Chats that it puts into the user's list. */
      readonly joins?: readonly ChatId[]
      /** How the user shows themselves, or to whom, has changed. */
      readonly presence?: true
    }
  /** Sessions that ended: their connections close. No list means all of the user's. */
  | {
      readonly kind: 'ended'
      readonly userId: UserId
      readonly sessionIds?: readonly SessionId[]
      readonly reason: 'sessionEnded' | 'accountDisabled'
    }

/**
 * One write transaction. Inside it only its own queries are awaited. It may be run again from its start when the database
 * asks for that, so it changes nothing outside but through `publish` and `whenDurable`.
 */
export interface Transaction {
  readonly db: Queries
  /** Epoch milliseconds on the database's clock. */
  readonly now: number
  /**
   * Locks rows by their keys until the end of the transaction: users first, then chats, each in the order of their keys, so
   * that no two transactions wait for each other; what else is changed comes after them. Whatever a decision rests on, or is
   * raised, is locked before it is read. At most once for each kind, users before chats; anything else throws.
   */
  lock(rows: LockRequest): Promise<void>
  /** Throws when a row whose rev is about to rise was not locked. */
  requireLocked(row: LockedRow): void
  /** Hands over what is published once the transaction is durable. */
  publish(publication: Publication): void
  /** Runs `effect` once the transaction is durable, before its caller hears of it (for caches that must forget). */
  whenDurable(effect: () => void): void
}

/** What became of an appended message. */
export type Appended =
  | {
      readonly outcome: 'stored' | 'repeated'
      readonly message: Message
      /** The sender's rights were read anew: what was decided from is old. */
      readonly accessMoved?: true
    }
  /** The id is used for something else. */
  | { readonly outcome: 'conflict' }
  /** Slow mode is on, and the sender wrote a moment ago. */
  | { readonly outcome: 'too_soon'; readonly retryAfterMs: number }
  /** Rights changed since the decision, and no longer allow it: decide again. */
  | { readonly outcome: 'stale_access' }

/**
 * The port to a database. All access goes through `write`, `append` and `read`; each resolves only when everything it did
 * or could see is durable. Failing for want of space or connection is `unavailable`.
 */
export interface Database {
  /** Names the database's life. */
  readonly epoch: string
  /** Writes and messages that wait for their commit. */
  readonly waiting: number
  /** Whether the last attempt to reach it succeeded; the embedded one is always reachable. */
  readonly reachable: boolean
  /** Epoch milliseconds on the database's clock, which all nodes share: as near as this node knows it. */
  now(): number
  write<T>(run: (tx: Transaction) => Promise<T>): Promise<T>
  /** Stores a message in the next group commit. */
  append(message: NewMessage): Promise<Appended>
  /** Runs queries on one snapshot. */
  read<T>(run: (db: Queries) => Promise<T>): Promise<T>
  /** Finishes what is under way and closes. What is asked from then on is `unavailable`. */
  stop(): Promise<void>
}
