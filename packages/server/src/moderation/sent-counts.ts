import type { MessageId, SendingLimits, UserId } from '@parley/protocol'
import type { Caller } from '../lib/caller'

export interface SentCountsOptions {
  readonly now: () => number
  readonly limit: () => Pick<SendingLimits, 'floodMessages' | 'floodWindowMs'>
  /** Tells other nodes of more messages or refusals of a user; left out for a single node. */
  readonly tell: ((userId: UserId, told: Told) => void) | undefined
}

/** Messages of a sender since the last report to other nodes. */
export interface Told {
  readonly count: number
  /** Messages that had to wait. */
  readonly refused: number
}

/** The last messages of one sender. */
interface Sender {
  /** When those that count were sent: a ring of as many times as are allowed. */
  readonly times: Float64Array
  next: number
  /** The last messages, oldest first, as many as are allowed. */
  readonly ids: Set<MessageId>
  lastAt: number
  /** Messages to friends that don't count yet. */
  toFriends: number
  /** When messages were sent that other nodes don't know of. */
  untold: number[]
  /** Refused messages since `refusedAt`, on all nodes. */
  refused: number
  refusedAt: number
  /** Refused messages since then that other nodes don't know of. */
  untoldRefused: number
}

/** A message is allowed, has to wait, or is one refusal too many. */
export type Counted = 'allowed' | 'too_many' | { readonly waitMs: number }

/** This many messages to a friend count as one. Friends chat fast, and can block each other. */
const FRIENDLY = 3
/** From this number of senders on, those that are silent are forgotten, at most once in a window. */
const SENDERS_MAX = 10_000

/** How many messages people sent lately. Each message costs the same, for any limit. */
export class SentCounts {
  private readonly senders = new Map<UserId, Sender>()
  private sweptAt = 0

  constructor(private readonly options: SentCountsOptions) {}

  /**
   * Counts a message. The same message counts once. A message over the limit doesn't count: it can be sent after
   * `waitMs`. Clients wait for it. People who go on instead have more refusals in a window than messages are allowed.
   */
  count({ userId }: Pick<Caller, 'userId'>, id: MessageId, friendly: boolean): Counted {
    const { floodMessages, floodWindowMs } = this.options.limit()
    if (floodMessages === 0) return 'allowed'
    const nowMs = this.options.now()
    const sender = this.senderOf(userId, floodMessages, nowMs)
    if (sender.ids.has(id)) return 'allowed'
    const isCounted = !friendly || (sender.toFriends + 1) % FRIENDLY === 0
    const oldest = sender.times[sender.next] ?? Number.NEGATIVE_INFINITY
    if (isCounted && isWithin(oldest, { nowMs, windowMs: floodWindowMs })) {
      this.addRefused(sender, { refused: 1, nowMs })
      if (sender.refused > floodMessages) return 'too_many'
      if (this.options.tell) this.tellRefused(userId, sender)
      return { waitMs: oldest + floodWindowMs - nowMs }
    }
    remember(sender.ids, id, floodMessages)
    if (friendly) sender.toFriends = (sender.toFriends + 1) % FRIENDLY
    if (!isCounted) return 'allowed'
    add(sender, nowMs)
    if (this.options.tell) this.tell(userId, sender, nowMs)
    return 'allowed'
  }

  /** Counts messages and refusals that another node told of. */
  countElsewhere({ userId, count, refused }: Told & { readonly userId: UserId }): void {
    const { floodMessages } = this.options.limit()
    if (floodMessages === 0) return
    const nowMs = this.options.now()
    const sender = this.senderOf(userId, floodMessages, nowMs)
    for (let at = 0; at < Math.min(count, floodMessages); at++) add(sender, nowMs)
    if (refused > 0) this.addRefused(sender, { refused, nowMs })
  }

  /** Starts again with a user who is muted now, was freed, or is exempt. */
  forget(userId: UserId): void {
    this.senders.delete(userId)
  }

  /**
   * Tells other nodes of every fourth part of the limit. People who send less within a window cost no message between
   * nodes.
   */
  private tell(userId: UserId, sender: Sender, nowMs: number): void {
    const { floodMessages, floodWindowMs } = this.options.limit()
    sender.untold.push(nowMs)
    const least = Math.max(1, Math.floor(floodMessages / 4))
    if (sender.untold.length < least) return
    sender.untold = sender.untold.filter((sentAt) => isWithin(sentAt, { nowMs, windowMs: floodWindowMs }))
    if (sender.untold.length < least) return
    this.options.tell?.(userId, { count: sender.untold.length, refused: 0 })
    sender.untold = []
  }

  private addRefused(sender: Sender, { refused, nowMs }: { readonly refused: number; readonly nowMs: number }): void {
    if (!isWithin(sender.refusedAt, { nowMs, windowMs: this.options.limit().floodWindowMs })) {
      sender.refusedAt = nowMs
      sender.refused = 0
      sender.untoldRefused = 0
    }
    sender.refused += refused
  }

  /** Tells other nodes of every fourth part of the refusals that mute. */
  private tellRefused(userId: UserId, sender: Sender): void {
    if (++sender.untoldRefused < Math.max(1, Math.floor(this.options.limit().floodMessages / 4))) return
    this.options.tell?.(userId, { count: 0, refused: sender.untoldRefused })
    sender.untoldRefused = 0
  }

  private senderOf(userId: UserId, most: number, nowMs: number): Sender {
    const held = this.senders.get(userId)
    if (held && held.times.length === most) {
      held.lastAt = nowMs
      return held
    }
    if (this.senders.size >= SENDERS_MAX) this.sweep(nowMs)
    const times = new Float64Array(most).fill(Number.NEGATIVE_INFINITY)
    const refusals = { refused: 0, untoldRefused: 0, refusedAt: Number.NEGATIVE_INFINITY }
    const sender = { times, next: 0, ids: new Set<MessageId>(), lastAt: nowMs, toFriends: 0, untold: [], ...refusals }
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

/** Whether a time is in the window that ends now. Times of a clock that went back since aren't. */
const isWithin = (atMs: number, { nowMs, windowMs }: { readonly nowMs: number; readonly windowMs: number }): boolean =>
  nowMs - atMs >= 0 && nowMs - atMs < windowMs

const add = (sender: Sender, nowMs: number): void => {
  sender.times[sender.next] = nowMs
  sender.next = (sender.next + 1) % sender.times.length
}

const remember = (ids: Set<MessageId>, id: MessageId, most: number): void => {
  ids.add(id)
  if (ids.size <= most) return
  for (const oldest of ids) {
    ids.delete(oldest)
    return
  }
}
