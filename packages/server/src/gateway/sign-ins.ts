import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ChatId, UserId } from '@parley/protocol'
import { AccountTurns } from '../lib/account-turns'
import { fail } from '../lib/fail'
import { topics as names } from '../lib/topics'

export interface SignInsOptions {
  /** Takes one opened session of an account; returns 0 when it is allowed, else the milliseconds to wait. */
  readonly take: (userId: UserId) => number
  /** Charges an account for scanned chats. */
  readonly charge: (userId: UserId, chats: number) => void
  /** A user's chats with full deltas, and those with heads only. */
  readonly subscriptionsOf: (userKey: number) => Promise<readonly { chatId: ChatId; large: boolean }[]>
}

/** A connection with a known user. */
export interface Arriving {
  readonly isClosed: boolean
  hasLost(chatId: ChatId): boolean
  subscribe(topic: string): void
}

/** Chats that are subscribed in one turn of the event loop. */
const AT_ONCE = 500
/** The gateway allows an account fewer connections than this. */
const WAITING_MAX = 1_000

/**
 * Subscribes connections to the chats of their users. The cost grows with the number of chats. So an account subscribes
 * one connection at a time and pays for it: constant reconnects delay no other account.
 */
export class SignIns {
  private readonly turns = new AccountTurns({ atOnce: 1, waitingMax: WAITING_MAX })

  constructor(private readonly options: SignInsOptions) {}

  /**
   * Counts an opened session.
   * @throws Failure with `rate_limited`
   */
  countSession(userId: UserId): void {
    const retryAfterMs = this.options.take(userId)
    if (retryAfterMs > 0) throw fail('rate_limited', { retryAfterMs })
  }

  /**
   * Subscribes a connection, which already receives removals from chats. A connection that closed meanwhile costs
   * nothing.
   */
  subscribeChats(connection: Arriving, { userId, userKey }: { userId: UserId; userKey: number }): Promise<void> {
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
