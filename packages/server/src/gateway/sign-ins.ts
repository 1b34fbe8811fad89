import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ChatId, UserId } from '@parley/protocol'
import { AccountTurns } from '../lib/account-turns'
import { fail } from '../lib/fail'
import { topics as names } from '../lib/topics'

export interface SignInsOptions {
  /** Takes one opened session of an account; 0 when it is allowed, else after how many milliseconds it will be. */
  readonly take: (userId: UserId) => number
  /** Charges an account for chats that were looked through. */
  readonly charge: (userId: UserId, chats: number) => void
  /** The chats that a user hears, and of which ones only the heads. */
  readonly subscriptionsOf: (userKey: number) => Promise<readonly { chatId: ChatId; large: boolean }[]>
}

/** A connection whose user is known. */
export interface Arriving {
  readonly isClosed: boolean
  hasLost(chatId: ChatId): boolean
  subscribe(topic: string): void
}

/** Chats that are subscribed in one turn of the event loop. */
const AT_ONCE = 500
/** The gateway lets an account have fewer connections than this. */
const WAITING_MAX = 1_000

/**
 * Subscribes connections to the chats of their users. That costs the more the more chats there are, so an account does it for one
 * connection at a time and pays for it: reconnecting all the time keeps nobody else waiting.
 */
export class SignIns {
  private readonly turns = new AccountTurns({ atOnce: 1, waitingMax: WAITING_MAX })

  constructor(private readonly options: SignInsOptions) {}

  /**
   * Counts a session that is opened.
   * @throws Failure with `rate_limited`
   */
  count(userId: UserId): void {
    const retryAfterMs = this.options.take(userId)
    if (retryAfterMs > 0) throw fail('rate_limited', { retryAfterMs })
  }

  /** Subscribes a connection, which hears already when it loses a chat. A connection that closed meanwhile costs nothing. */
  subscribe(connection: Arriving, { userId, userKey }: { userId: UserId; userKey: number }): Promise<void> {
    return this.turns.take(userId, async () => {
      if (connection.isClosed) return
      const subscriptions = await this.options.subscriptionsOf(userKey)
      this.options.charge(userId, subscriptions.length)
      for (const [at, { chatId, large }] of subscriptions.entries()) {
        if (at > 0 && at % AT_ONCE === 0) await nextTurn()
        if (!connection.hasLost(chatId)) connection.subscribe(large ? names.head(chatId) : names.chat(chatId))
      }
    })
  }
}
