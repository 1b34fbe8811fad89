import type { MessageId, SendingLimits, UserId } from '@parley/protocol'
import type { Caller } from '../lib/caller'

export interface SentCountsOptions {
  readonly now: () => number
  readonly limit: () => Pick<SendingLimits, 'floodMessages' | 'floodWindowMs'>
  /** Tells other nodes of some more messages of a user; left out for a single node. */
  readonly tell: ((userId: UserId, count: number) => void) | undefined
}

/** The last messages of one sender. */
interface Sender {
  /** When they were sent: a ring of as many times as are allowed. */
  readonly times: Float64Array
  next: number
  lastId: MessageId | undefined
  lastAt: number
  /** Messages to friends that don't count yet. */
  toFriends: number
  untold: number
}

/** This many messages to a friend count as one. Friends chat fast, and can block each other. */
const FRIENDLY = 3
/** From this number of senders on, those that are silent are forgotten, at most once in a window. */
const SENDERS_MAX = 10_000

/** How many messages people sent lately. Each message costs the same, for any limit. */
export class SentCounts {
  private readonly senders = new Map<UserId, Sender>()
  private sweptAt = 0

  constructor(private readonly options: SentCountsOptions) {}

  /** Counts a message, and says whether it is one too many. The same message counts once. */
  isTooMany({ userId }: Pick<Caller, 'userId'>, id: MessageId, friendly: boolean): boolean {
    const { floodMessages, floodWindowMs } = this.options.limit()
    if (floodMessages === 0) return false
    const nowMs = this.options.now()
    const sender = this.senderOf(userId, floodMessages, nowMs)
    if (sender.lastId === id) return false
    sender.lastId = id
    if (friendly && ++sender.toFriends % FRIENDLY !== 0) return false
    const isTooMany = add(sender, nowMs, floodWindowMs)
    if (this.options.tell) this.tell(userId, sender, floodMessages)
    return isTooMany
  }

  /** Counts messages that another node told of. */
  countElsewhere({ userId, count }: { readonly userId: UserId; readonly count: number }): void {
    const { floodMessages, floodWindowMs } = this.options.limit()
    if (floodMessages === 0) return
    const nowMs = this.options.now()
    const sender = this.senderOf(userId, floodMessages, nowMs)
    for (let at = 0; at < Math.min(count, floodMessages); at++) add(sender, nowMs, floodWindowMs)
  }

  /** Starts again with a user who is muted now, or exempt. */
  forget(userId: UserId): void {
    this.senders.delete(userId)
  }

  /** Tells other nodes of every fourth part of the limit. People who send less cost no message between nodes. */
  private tell(userId: UserId, sender: Sender, most: number): void {
    if (++sender.untold < Math.max(1, Math.floor(most / 4))) return
    this.options.tell?.(userId, sender.untold)
    sender.untold = 0
  }

  private senderOf(userId: UserId, most: number, nowMs: number): Sender {
    const held = this.senders.get(userId)
    if (held && held.times.length === most) {
      held.lastAt = nowMs
      return held
    }
    if (this.senders.size >= SENDERS_MAX) this.sweep(nowMs)
    const times = new Float64Array(most).fill(Number.NEGATIVE_INFINITY)
    const sender = { times, next: 0, lastId: undefined, lastAt: nowMs, toFriends: 0, untold: 0 }
    this.senders.set(userId, sender)
    return sender
  }

  private sweep(nowMs: number): void {
    const { floodWindowMs } = this.options.limit()
    if (nowMs - this.sweptAt < floodWindowMs) return
    this.sweptAt = nowMs
    for (const [userId, { lastAt }] of this.senders) if (nowMs - lastAt > floodWindowMs) this.senders.delete(userId)
  }
}

/** Adds a time. Too many, if the one that it replaces is within the window, too. */
const add = (sender: Sender, nowMs: number, windowMs: number): boolean => {
  const replaced = sender.times[sender.next] ?? Number.NEGATIVE_INFINITY
  sender.times[sender.next] = nowMs
  sender.next = (sender.next + 1) % sender.times.length
  return nowMs - replaced < windowMs
}
