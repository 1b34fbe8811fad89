import { type Clock, every, type Timer } from '../../lib/clock'
import { errorFields, type Logger } from '../../lib/logger'
import { toId } from '../../lib/uuid-bytes'
import type { Withdrawing } from '../../messages/withdrawing'
import type { Sessions } from '../../sessions/sessions'
import type { Database, Transaction } from '../../storage/database'
import { updateUser } from '../../users/user-rows'
import type { UserRow } from '../../users/users'
import type { Lease, Leases } from '../../work/leases'
import { selectByKeys } from '../people-store'
import * as store from './wave-store'

export interface WaveWorkOptions {
  readonly database: Database
  readonly leases: Leases
  readonly sessions: Pick<Sessions, 'endAll'>
  readonly withdrawing: Pick<Withdrawing, 'withdrawNext' | 'restoreNext' | 'finishNext'>
  readonly clock: Clock
  readonly logger: Logger
}

/** Looks for the work of nodes that died, and for cleanups that become final. */
const LOOK_MS = 10_000
/** Accounts of one transaction. */
const STEP_ACCOUNTS = 20
/** Messages that one transaction looks through. */
const PART_MESSAGES = 2_000
/** Disabled accounts write nothing more after this time: by then every node has ended their sessions. */
const SETTLE_MS = 3_000
/** Steps until the lease is renewed. */
const RENEW_STEPS = 200

type Step = 'more' | 'waits'

/**
 * Cleans up spam waves, undoes that, and makes it final: in short transactions, with those of others in between. One
 * node works at a time. Each transaction notes its progress, so that another node continues when this one dies.
 */
export class WaveWork {
  private stopTimer: (() => void) | undefined
  private soon: Timer | undefined
  private running: Promise<void> = Promise.resolve()
  private lease: Lease | undefined
  private isStopped = true

  constructor(private readonly options: WaveWorkOptions) {}

  start(): void {
    this.isStopped = false
    this.stopTimer = every(this.options.clock, LOOK_MS, () => this.look())
  }

  /** Finishes the current step and lets other nodes continue at once. */
  async stop(): Promise<void> {
    this.isStopped = true
    this.stopTimer?.()
    if (this.soon) this.options.clock.clearTimeout(this.soon)
    await this.running
    if (this.lease) await this.options.leases.giveBack(this.lease).catch(() => undefined)
  }

  /** Begins at once, if this node does background work. */
  wake(): void {
    if (!this.isStopped) void this.look()
  }

  /** Does all the work that there is now. */
  look(): Promise<void> {
    this.running = this.running.then(async () => {
      try {
        await this.workOff()
      } catch (error) {
        this.lease = undefined
        this.options.logger.warn('background work failed', { job: 'spam waves', ...errorFields(error) })
      }
    })
    return this.running
  }

  private async workOff(): Promise<void> {
    const { database, leases } = this.options
    for (let steps = 0; !this.isStopped; steps++) {
      const wave = await database.read((db) => store.selectBusy(db, database.now()))
      if (!wave) return
      if (steps % RENEW_STEPS === 0) this.lease = await leases.take('spam waves')
      const { lease } = this
      if (!lease) return
      if ((await this.step(lease, wave.key)) === 'waits') return this.lookSoon()
    }
  }

  private lookSoon(): void {
    const { clock } = this.options
    if (this.soon) clock.clearTimeout(this.soon)
    this.soon = clock.setTimeout(() => void this.look(), SETTLE_MS)
  }

  /** One transaction of a cleanup. */
  private step(lease: Lease, key: number): Promise<Step> {
    return this.options.database.write(async (tx) => {
      await this.options.leases.require(tx, lease)
      // Locks the row: an undo comes before this step, or after it.
      const wave = await store.touchWave(tx.db, key)
      if (wave.state === 'cleaning') return this.clean(tx, wave)
      if (wave.state === 'undoing') return this.undo(tx, wave)
      if (wave.state === 'cleaned' || wave.state === 'finishing') return this.finish(tx, wave)
      return 'more'
    })
  }

  private async clean(tx: Transaction, wave: store.WaveRow): Promise<Step> {
    const keys = await store.selectPending(tx.db, wave.key, STEP_ACCOUNTS)
    if (keys.length > 0) return this.disable(tx, wave.key, keys)
    if (wave.settles_at === null) {
      await store.updateWave(tx.db, wave.key, { settles_at: tx.now + SETTLE_MS })
      return 'more'
    }
    const chat = await store.selectPendingChat(tx.db, wave.key)
    if (chat) return this.withdraw(tx, wave.key, chat)
    if (wave.rechecked === 0) {
      if (tx.now < wave.settles_at) return 'waits'
      await store.moveEnds(tx.db, wave.key)
      await store.addChats(tx.db, wave.key, wave.created_at)
      await store.updateWave(tx.db, wave.key, { rechecked: 1 })
      return 'more'
    }
    await store.updateWave(tx.db, wave.key, { state: 'cleaned', ended_at: tx.now })
    return 'more'
  }

  /** Disables accounts. Those that became administrators, or are gone, are left out. */
  private async disable(tx: Transaction, waveKey: number, keys: readonly number[]): Promise<Step> {
    await tx.lock({ users: [...keys] })
    const rows = new Map((await selectByKeys(tx.db, keys)).map((row) => [row.key, row]))
    const covers = await store.selectAccountsOf(tx.db, keys)
    const gone = keys.filter((key) => (rows.get(key)?.admin ?? 1) === 1 || rows.get(key)?.erased_at !== null)
    await store.deleteAccounts(tx.db, waveKey, gone)
    for (const key of keys) {
      const row = rows.get(key)
      if (!row || gone.includes(key)) continue
      const disabledAt = row.disabled_at ?? (await this.disableNow(tx, row))
      // Another cleanup may have disabled it. Then an undo of both enables it.
      const byWaves =
        row.disabled_at === null || covers.some((one) => one.user_key === key && one.disabled_at === disabledAt)
      await store.setAccount(tx.db, {
        ...{ wave_key: waveKey, user_key: key, done: 1 },
        disabled_at: byWaves ? disabledAt : null,
      })
    }
    await store.addDone(tx.db, waveKey, { accounts: keys.length - gone.length })
    return 'more'
  }

  private async disableNow(tx: Transaction, row: UserRow): Promise<number> {
    await updateUser(tx.db, row.key, { disabled_at: tx.now })
    await this.options.sessions.endAll(tx, { key: row.key, id: toId(row.id) }, 'accountDisabled')
    return tx.now
  }

  private async withdraw(tx: Transaction, waveKey: number, chat: store.WaveChat): Promise<Step> {
    const { chat_key: chatKey, next_seq: from, end_seq: end } = chat
    const to = Math.min(end, from + PART_MESSAGES - 1)
    const { count, next } = await this.options.withdrawing.withdrawNext(tx, { waveKey, chatKey, from, to })
    await store.moveChat(tx.db, { waveKey, chatKey, next })
    await store.addDone(tx.db, waveKey, { messages: count })
    return 'more'
  }

  private async undo(tx: Transaction, wave: store.WaveRow): Promise<Step> {
    if (await this.restore(tx, wave)) return 'more'
    const accounts = await store.selectAccounts(tx.db, wave.key, STEP_ACCOUNTS)
    if (accounts.length > 0) {
      await this.enable(tx, wave.key, accounts)
      return 'more'
    }
    await store.deleteChats(tx.db, wave.key)
    const nothing = { accounts_done: 0, messages_done: 0 }
    await store.updateWave(tx.db, wave.key, { state: 'undone', ended_at: tx.now, ...nothing })
    return 'more'
  }

  private async restore(tx: Transaction, wave: store.WaveRow): Promise<boolean> {
    const count = await this.options.withdrawing.restoreNext(tx, wave.key)
    // Messages that another cleanup retracted were never counted.
    await store.addDone(tx.db, wave.key, { messages: -Math.min(count, wave.messages_done) })
    return count > 0
  }

  /** Enables accounts that cleanups disabled, unless another cleanup covers them or an administrator decided since. */
  private async enable(
    tx: Transaction,
    waveKey: number,
    accounts: Awaited<ReturnType<typeof store.selectAccounts>>,
  ): Promise<void> {
    const keys = accounts.map(({ user_key }) => user_key)
    await tx.lock({ users: keys })
    const rows = new Map((await selectByKeys(tx.db, keys)).map((row) => [row.key, row]))
    const others = (await store.selectAccountsOf(tx.db, keys)).filter(({ wave_key }) => wave_key !== waveKey)
    for (const { user_key, disabled_at } of accounts) {
      if (disabled_at === null || rows.get(user_key)?.disabled_at !== disabled_at) continue
      const covering = others.filter((one) => one.user_key === user_key)
      if (covering.length === 0) await updateUser(tx.db, user_key, { disabled_at: null })
      // One that has not come to the account yet learns that a cleanup disabled it.
      for (const other of covering) if (other.done === 0) await store.setAccount(tx.db, { ...other, disabled_at })
    }
    await store.deleteAccounts(tx.db, waveKey, keys)
    await store.addDone(tx.db, waveKey, { accounts: -accounts.filter(({ done }) => done === 1).length })
  }

  /** Removes what an undo would need, also from other cleanups: their undo leaves the accounts and messages as they are. */
  private async finish(tx: Transaction, wave: store.WaveRow): Promise<Step> {
    if (wave.state === 'cleaned') {
      await store.updateWave(tx.db, wave.key, { state: 'finishing' })
      return 'more'
    }
    if ((await this.options.withdrawing.finishNext(tx, wave.key)) > 0) return 'more'
    const accounts = await store.selectAccounts(tx.db, wave.key, STEP_ACCOUNTS)
    if (accounts.length > 0) {
      const keys = accounts.map(({ user_key }) => user_key)
      await store.keepDisabled(tx.db, keys)
      await store.deleteAccounts(tx.db, wave.key, keys)
      return 'more'
    }
    await store.deleteChats(tx.db, wave.key)
    await store.updateWave(tx.db, wave.key, { state: 'final' })
    return 'more'
  }
}
