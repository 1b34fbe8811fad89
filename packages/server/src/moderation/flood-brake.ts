import type { MessageId, UserId } from '@parley/protocol'
import type { AuditLog } from '../audit/audit-log'
import type { Bus } from '../bus/bus'
import type { Sender } from '../lib/caller'
import { type Failure, fail } from '../lib/fail'
import type { Logger } from '../lib/logger'
import type { Database, Transaction } from '../storage/database'
import { raiseUserRev } from '../storage/queries/revs'
import type { Standing } from '../storage/schema'
import { updateUser } from '../users/user-rows'
import { toMe, type UserRef } from '../users/users'
import type { ModerationRules } from './rules'
import { isSavedMessages } from './saved-messages'
import { SentCounts } from './sent-counts'
import * as store from './store'

export interface FloodBrakeOptions {
  readonly database: Database
  readonly bus: Bus
  readonly rules: ModerationRules
  readonly audit: Pick<AuditLog, 'record'>
  readonly logger: Logger
  /** Whether there are other nodes, which count too. */
  readonly company: 'others' | 'alone'
}

/** A mute that begins. */
interface Muted {
  readonly until: number
}

/**
 * Refuses messages of people who send too many, and mutes those everywhere who go on. Each node counts in memory, and
 * tells the others of fast senders. The mute itself is in the database.
 */
export class FloodBrake {
  private readonly counts: SentCounts
  private readonly muting = new Map<number, Promise<Muted | undefined>>()
  private stopListening: (() => void) | undefined

  constructor(private readonly options: FloodBrakeOptions) {
    const { bus, company, database } = options
    this.counts = new SentCounts({
      now: () => database.now(),
      limit: () => options.rules.limits,
      tell: company === 'others' ? (userId, told) => bus.publish({ kind: 'flood', userId, ...told }) : undefined,
    })
  }

  start(): void {
    this.stopListening = this.options.bus.listen({
      message: (message, origin) => {
        if (message.kind !== 'flood' || origin !== 'elsewhere') return
        if (message.count === 0 && message.refused === 0) this.counts.forget(message.userId)
        else this.counts.countElsewhere(message)
      },
      isSubscribed: () => false,
    })
  }

  stop(): void {
    this.stopListening?.()
  }

  /** Counts a message, and returns why its sender can't write now; mostly nothing. */
  halt(caller: Sender, standing: Standing, id: MessageId): Promise<Failure | undefined> | undefined {
    // Saved messages reach no one.
    if (isSavedMessages(standing)) return undefined
    const { userKey } = caller
    const muted = this.refusal(userKey)
    if (muted) return Promise.resolve(muted)
    const muting = this.muting.get(userKey)
    if (muting) return muting.then((muted) => muted && this.failureOf(muted))
    const counted = standing.moderates ? 'allowed' : this.counts.count(caller, id, standing.pair?.friends === true)
    if (counted === 'allowed') return undefined
    if (counted !== 'too_many') return this.postpone(caller, counted.waitMs)
    const begun = this.mute(caller).finally(() => this.muting.delete(userKey))
    this.muting.set(userKey, begun)
    return begun.then((muted) => muted && this.failureOf(muted))
  }

  /** The refusal for a muted user. */
  refusal(userKey: number): Failure | undefined {
    const until = this.options.rules.mutedUntil(userKey)
    return until === undefined ? undefined : this.failureOf({ until })
  }

  /** Ends the mute of a locked user, in the caller's transaction. The next mute is the shortest again. */
  async lift(tx: Transaction, user: UserRef): Promise<boolean> {
    const held = await store.selectMute(tx.db, user.key)
    if (!held || held.until <= tx.now) return false
    const rev = await this.options.rules.raise(tx)
    await store.putMute(tx.db, { user_key: user.key, at: tx.now, until: 0, step: 0, rev })
    await this.publish(tx, user, null)
    tx.whenDurable(() => {
      this.options.rules.note(user.key, 0)
      this.startAgain(user.id as UserId)
    })
    return true
  }

  /** Removes mutes that lead to no longer one; returns how many. */
  removeOld(tx: Transaction, limit: number): Promise<number> {
    return store.deleteOldMutes(tx.db, { before: tx.now - this.options.rules.limits.floodAgainMs, limit })
  }

  /** Removes the mute of an account that is being erased. */
  async eraseMute(tx: Transaction, user: UserRef): Promise<boolean> {
    await store.deleteMute(tx.db, user.key)
    return false
  }

  private failureOf({ until }: Muted): Failure {
    return fail('flood_muted', { until, retryAfterMs: Math.max(1, until - this.options.database.now()) })
  }

  /** Forgets the messages of a user on all nodes, so that those before a mute lead to no other one. */
  private startAgain(userId: UserId): void {
    this.counts.forget(userId)
    if (this.options.company === 'others') this.options.bus.publish({ kind: 'flood', userId, count: 0, refused: 0 })
  }

  /** Refuses a message for a moment, so that clients send it later; nothing for people who are exempt. */
  private async postpone({ userKey, userId }: Sender, waitMs: number): Promise<Failure | undefined> {
    const trust = await this.options.database.read((db) => store.selectTrust(db, userKey))
    if (trust && !isExempt(trust)) return fail('rate_limited', { retryAfterMs: waitMs })
    this.counts.forget(userId)
    return undefined
  }

  /** Mutes the caller for the next time of the list; undefined for people who are exempt. */
  private async mute({ userKey: key, userId: id }: Sender): Promise<Muted | undefined> {
    const { audit, database, logger, rules } = this.options
    const { floodAgainMs, floodMutesMs } = rules.limits
    const until = await database.write(async (tx) => {
      await tx.lock({ users: [key] })
      const trust = await store.selectTrust(tx.db, key)
      if (!trust || isExempt(trust)) return undefined
      const before = await store.selectMute(tx.db, key)
      // Another node muted at the same time.
      if (before && before.until > tx.now) return before.until
      const again = before !== undefined && before.until > 0 && tx.now - before.until <= floodAgainMs
      const step = again ? Math.min(before.step + 1, floodMutesMs.length - 1) : 0
      const forMs = floodMutesMs[step] ?? 0
      const rev = await rules.raise(tx)
      await store.putMute(tx.db, { user_key: key, at: tx.now, until: tx.now + forMs, step, rev })
      await this.publish(tx, { key, id }, tx.now + forMs)
      tx.whenDurable(() => this.startAgain(id))
      const after = { step: step + 1, forMs, mutedUntil: tx.now + forMs }
      await audit.record(tx, 'server', { action: 'flood_muted', userKey: key, before: {}, after })
      return tx.now + forMs
    })
    this.counts.forget(id)
    if (until === undefined) return undefined
    rules.note(key, until)
    logger.info('a user sent too many messages and is muted', { userId: id })
    return { until }
  }

  private async publish(tx: Transaction, user: UserRef, until: number | null): Promise<void> {
    const rev = await raiseUserRev(tx, user.key)
    const me = toMe(await updateUser(tx.db, user.key, { muted_until: until, profile_rev: rev }))
    tx.publish({ kind: 'user', userId: user.id as UserId, delta: { from: rev - 1, rev, me } })
  }
}

const isExempt = ({ admin, trust }: { readonly admin: number; readonly trust: number }): boolean =>
  admin === 1 || trust > 1
