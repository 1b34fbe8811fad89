import { type Input, limits, type Result, type UserId, type Wave, type WaveId } from '@parley/protocol'
import { requireActiveAdmin } from '../../accounts/closing'
import type { AuditLog } from '../../audit/audit-log'
import type { Caller } from '../../lib/caller'
import { fail } from '../../lib/fail'
import type { Logger } from '../../lib/logger'
import type { Registrations } from '../../networks/registrations'
import type { Database, Transaction } from '../../storage/database'
import type { UserRef } from '../../users/users'
import { toAdminUser } from '../admin-user'
import type { Selected, WaveSelection } from './wave-selection'
import * as store from './wave-store'

export interface WavesOptions {
  readonly database: Database
  readonly audit: Pick<AuditLog, 'record'>
  readonly registrations: Pick<Registrations, 'addressesOf'>
  readonly selection: WaveSelection
  readonly logger: Logger
  /** Charges rows that a call looks through. */
  readonly charge: (userId: UserId, rows: number) => void
  /** Begins the work at once, where this node does background work. */
  readonly wake: () => void
}

/** Cleanups of spam waves: administrators count, start and undo them. The work is that of `WaveWork`. */
export class Waves {
  constructor(private readonly options: WavesOptions) {}

  /** The latest cleanups. */
  async list(): Promise<Result<'admin.waves'>> {
    const rows = await this.options.database.read((db) => store.selectLatest(db))
    return { waves: rows.map(toWave) }
  }

  async count(caller: Caller, { filter }: Input<'admin.countWave'>): Promise<Result<'admin.countWave'>> {
    const { charge, database, registrations, selection } = this.options
    const selected = await selection.select(filter)
    charge(caller.userId, rowsOf(selected))
    const { accounts, messages } = selected
    const sample = accounts.slice(0, limits.waveSample)
    const addresses = await database.read((db) =>
      registrations.addressesOf(
        db,
        sample.map(({ key }) => key),
      ),
    )
    return {
      ...totalsOf(selected),
      hash: selected.hash,
      sample: sample.map((row) => ({
        user: toAdminUser(row, addresses.get(row.key)),
        messages: messages.get(row.key) ?? 0,
      })),
    }
  }

  /** @throws `conflict` when other accounts match than the administrator counted */
  async clean(caller: Caller, { id, filter, except, hash }: Input<'admin.cleanWave'>): Promise<Wave> {
    const { audit, charge, database, logger, selection, wake } = this.options
    const repeated = await database.read((db) => store.selectById(db, id))
    if (repeated) return toWave(repeated)
    const selected = await selection.select(filter, except)
    charge(caller.userId, rowsOf(selected))
    const totals = totalsOf(selected)
    if (selected.hash !== hash || totals.accounts === 0)
      throw fail('conflict', { field: 'hash', message: 'Other accounts match now. Count again.' })
    const row = await database.write(async (tx) => {
      await tx.lock({ users: [caller.userKey] })
      await requireActiveAdmin(tx.db, caller.userKey)
      const sent = await store.selectById(tx.db, id)
      if (sent) return sent
      const wave = await store.insertWave(tx.db, {
        ...{ id, created_at: tx.now, state: 'cleaning', ...totals, accounts_done: 0, messages_done: 0 },
        ...{ settles_at: null, rechecked: 0, ended_at: null },
      })
      const keys = selected.accounts.map(({ key }) => key)
      await store.insertAccounts(tx.db, wave.key, keys)
      const chats = selected.chats.map(({ counts: _, ...chat }) => chat)
      await store.insertChats(tx.db, wave.key, chats)
      await audit.record(tx, caller, {
        action: 'wave_cleaned',
        before: {},
        after: { ...totals, from: filter.from, until: filter.until, network: filter.network ?? null },
      })
      return wave
    })
    logger.info('an administrator cleans up a spam wave', { byUserId: caller.userId, count: totals.accounts })
    wake()
    return toWave(row)
  }

  /** Removes ended cleanups that are too old; returns how many. */
  removeOld(tx: Transaction, old: { readonly before: number; readonly limit: number }): Promise<number> {
    return store.deleteOld(tx.db, old)
  }

  /** Forgets that cleanups cover an account that is being erased. */
  async eraseAccount(tx: Transaction, user: UserRef): Promise<boolean> {
    await store.deleteUser(tx.db, user.key)
    return false
  }

  /** @throws `not_found`, `too_late` */
  async undo(caller: Caller, id: WaveId): Promise<Wave> {
    const { audit, database, logger, wake } = this.options
    const row = await database.write(async (tx) => {
      await tx.lock({ users: [caller.userKey] })
      await requireActiveAdmin(tx.db, caller.userKey)
      const found = await store.selectById(tx.db, id)
      if (!found) throw fail('not_found', { field: 'id' })
      // The work writes this row in each of its steps. It then sees the state, or comes before.
      const wave = await store.touchWave(tx.db, found.key)
      if (wave.state === 'undoing' || wave.state === 'undone') return wave
      if (!(wave.state === 'cleaning' || (wave.state === 'cleaned' && tx.now < undoUntil(wave))))
        throw fail('too_late', {
          field: 'id',
          message: 'It is too late to undo this. It could be undone for 10 minutes.',
        })
      await audit.record(tx, caller, {
        action: 'wave_undone',
        // The whole cleanup, even if none of it is done yet.
        before: { accounts: wave.accounts, messages: wave.messages },
        after: { accounts: 0, messages: 0 },
      })
      return store.updateWave(tx.db, wave.key, { state: 'undoing' })
    })
    logger.info('an administrator undoes the cleanup of a spam wave', { byUserId: caller.userId })
    wake()
    return toWave(row)
  }
}

/** Counting so many messages costs as much as reading one row of a list. */
const MESSAGES_PER_ROW = 16

/** The work of a selection, in rows. */
const rowsOf = ({ accounts, chats }: Selected): number =>
  accounts.length +
  chats.length +
  chats.reduce((sum, { next_seq, end_seq }) => sum + Math.max(0, end_seq - next_seq), 0) / MESSAGES_PER_ROW

const undoUntil = ({ ended_at }: store.WaveRow): number => (ended_at ?? 0) + limits.waveUndoMs

const totalsOf = ({ accounts, chats }: Selected) => {
  const keys = new Set(accounts.map(({ key }) => key))
  let messages = 0
  let written = 0
  for (const { counts } of chats) {
    let here = 0
    for (const [key, count] of counts) if (keys.has(key)) here += count
    messages += here
    if (here > 0) written++
  }
  return { accounts: accounts.length, messages, chats: written }
}

const toWave = (row: store.WaveRow): Wave => ({
  ...{ id: row.id, createdAt: row.created_at },
  state: row.state === 'finishing' ? 'final' : row.state,
  ...{ accounts: row.accounts, accountsDone: row.accounts_done },
  ...{ messages: row.messages, messagesDone: row.messages_done, chats: row.chats },
  ...(row.state === 'cleaned' ? { undoUntil: undoUntil(row) } : {}),
})
