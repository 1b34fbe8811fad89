import { newUuidV7, type RandomBytes } from '@parley/protocol'
import type { ClientBase } from 'pg'
import { type Clock, systemClock } from '../../lib/clock'
import { Failure, fail } from '../../lib/fail'
import type { Appended, CommitPoint, Database, Publication, Queries, Transaction } from '../database'
import { Locks } from '../locks'
import { migratePostgres } from '../migrations/migrate-postgres'
import type { OnQuery } from '../query-log'
import type { NewMessage } from '../schema'
import { DatabaseStartError } from '../start-error'
import { appendBatch } from './append'
import { AppendLanes, type PendingAppend } from './append-lanes'
import { clockSql } from './append-sql'
import { SharedReads } from './batched-reads'
import { PostgresClock } from './clock'
import { ClientQueries } from './dialect'
import { asFailure, isConnectionLost, isUnavailable, mayAppendAgain, mayRunAgain, startSentence } from './errors'
import { placeOf } from './place'
import { backOffMs, PostgresPool } from './pool'
import { sendTogether } from './together'

export interface PostgresOptions {
  /** `postgres://user:password@host/database` */
  readonly url: string
  readonly clock: Clock
  readonly publish: (publications: readonly Publication[]) => void
  readonly random?: RandomBytes
  readonly observe?: (point: CommitPoint) => void
  readonly onQuery?: OnQuery
  /** Replaces the database's clock in tests with a fake clock. */
  readonly time?: () => number
  readonly connections?: number
}

/** The table's sentence would claim that nothing was stored. */
const unknownOutcome =
  'The connection to the database broke before it responded. The change may or may not be stored. Check, and try again.'

/** Runs of one transaction before it gives up. */
const RUNS_MAX = 5
const runAgain = { firstMs: 20, maxMs: 500 }

/** A transaction that certainly did not commit, and the reason to retry it. */
const pauseBefore = (run: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, 5 + backOffMs(run, runAgain)))

/** The events and effects of a transaction at its end. */
interface Work<T> {
  readonly result: T
  readonly publications: readonly Publication[]
  readonly effects: readonly (() => void)[]
}

/**
 * PostgreSQL: many transactions at a time, on many nodes. A transaction locks the inputs of its decisions before it
 * reads them. The database makes a commit durable before it acknowledges or shows it.
 */
export class Postgres implements Database {
  private readonly queries: ClientQueries
  private readonly lanes: AppendLanes
  private readonly reads = new SharedReads({ snapshot: (run) => this.readOnce(run) })
  private readonly shared = new Set<number>()
  private readonly pool: PostgresPool
  private readonly clock: PostgresClock
  private writing = 0

  private constructor(
    private readonly options: PostgresOptions,
    readonly epoch: string,
    { pool, queries, clock }: { pool: PostgresPool; queries: ClientQueries; clock: PostgresClock },
  ) {
    this.queries = queries
    this.pool = pool
    this.clock = clock
    this.lanes = new AppendLanes({
      store: (batch) => this.storeBatch(batch),
      isShared: (chatKey) => this.shared.has(chatKey),
      // Delays here are the database's real work, even in tests with a fake clock.
      clock: systemClock,
    })
  }

  /**
   * Connects, and migrates the tables; any number of nodes may do so at once.
   * @throws {DatabaseStartError}
   */
  static async open(options: PostgresOptions): Promise<Postgres> {
    const clock = new PostgresClock(options.clock)
    const pool = new PostgresPool(options)
    const queries = new ClientQueries(options.onQuery)
    try {
      const epoch = await pool.with(async (client) => {
        const sentAt = options.clock.now()
        const { rows } = await client.query<{ now: number }>(`select ${clockSql} as now`)
        const nowMs = rows[0]?.now ?? sentAt
        clock.note(nowMs, { sentAt, heardAt: options.clock.now() })
        const first = { epoch: newUuidV7(options.clock.now(), options.random), nowMs: options.time?.() ?? nowMs }
        return migratePostgres(client, queries.over(client), first)
      })
      return new Postgres(options, epoch, { pool, queries, clock })
    } catch (error) {
      await pool.stop()
      const sentence = startSentence(error, placeOf(options.url))
      throw sentence === undefined ? error : new DatabaseStartError(sentence)
    }
  }

  get waiting(): number {
    return this.lanes.waiting + this.writing
  }

  get reachable(): boolean {
    return this.pool.reachable
  }

  /** How far the database's clock is ahead of this machine's, in milliseconds. */
  get clockSkewMs(): number {
    return this.clock.skewMs
  }

  now(): number {
    return this.options.time?.() ?? this.clock.now()
  }

  appendMessage(message: NewMessage): Promise<Appended> {
    return new Promise<Appended>((resolve, reject) => this.lanes.add({ message, resolve, reject }))
  }

  async write<T>(run: (tx: Transaction) => Promise<T>): Promise<T> {
    this.writing++
    try {
      const { result, publications, effects } = await this.repeat(
        () => this.pool.with((client) => this.transact(client, run)),
        mayRunAgain,
      )
      for (const effect of effects) effect()
      if (publications.length > 0) this.options.publish(publications)
      return result
    } finally {
      this.writing--
    }
  }

  read<T>(run: (db: Queries) => Promise<T>): Promise<T> {
    return this.reads.read(run)
  }

  async stop(): Promise<void> {
    await this.lanes.idle()
    while (this.writing > 0) await new Promise((resolve) => setTimeout(resolve, 5))
    await this.pool.stop()
  }

  /** Retries a function, a bounded number of times, while its error says that a retry may help. */
  private async repeat<T>(run: () => Promise<T>, mayHelp: (error: unknown) => boolean): Promise<T> {
    for (let runs = 1; ; runs++) {
      try {
        return await run()
      } catch (error) {
        if (runs >= RUNS_MAX || !mayHelp(error)) throw asFailure(error)
        await pauseBefore(runs)
      }
    }
  }

  private readOnce<T>(run: (db: Queries) => Promise<T>): Promise<T> {
    // The caller doesn't wait for the end of a read-only transaction.
    const end = (client: ClientBase) => client.query('commit')
    const snapshot = async (client: ClientBase): Promise<T> => {
      // Sent together with the first queries.
      this.queries.gather(client)
      const begun = client.query('begin isolation level repeatable read, read only')
      const [result] = await Promise.all([run(this.queries.over(client)), begun])
      return result
    }
    return this.repeat(() => this.pool.with(snapshot, end), isConnectionLost)
  }

  private async transact<T>(client: ClientBase, run: (tx: Transaction) => Promise<T>): Promise<Work<T>> {
    const now = await this.begin(client)
    const publications: Publication[] = []
    const effects: (() => void)[] = []
    let result: T
    try {
      result = await run(this.transaction(client, { now, publications, effects }))
    } catch (error) {
      throw await undone(client, error)
    }
    this.options.observe?.('before_commit')
    await this.commit(client, effects)
    this.options.observe?.('after_commit')
    return { result, publications, effects }
  }

  private transaction(
    client: ClientBase,
    { now, publications, effects }: { now: number; publications: Publication[]; effects: (() => void)[] },
  ): Transaction {
    const locks = new Locks()
    return {
      db: this.queries.over(client),
      now,
      lock: async (rows) => {
        const { table, keys } = locks.take(rows)
        if (keys.length > 0) await client.query({ ...lockRows[table], values: [keys] })
      },
      requireLocked: (row) => locks.require(row),
      publish: (publication) => publications.push(publication),
      whenDurable: (effect) => effects.push(effect),
    }
  }

  private async begin(client: ClientBase): Promise<number> {
    const sentAt = this.options.clock.now()
    const beginAndAsk = () =>
      [
        client.query('begin isolation level read committed'),
        client.query<{ now: number }>({ name: 'clock', text: `select ${clockSql} as now` }),
      ] as const
    const [, { rows }] = await Promise.all(sendTogether(client, beginAndAsk))
    const now = rows[0]?.now ?? sentAt
    this.clock.note(now, { sentAt, heardAt: this.options.clock.now() })
    return this.options.time?.() ?? now
  }

  private async commit(client: ClientBase, effects: readonly (() => void)[]): Promise<void> {
    try {
      const { command } = await client.query('commit')
      if (command !== 'COMMIT') throw new Error('a query of the transaction had failed, and nobody looked')
    } catch (error) {
      if (!isConnectionLost(error)) throw error
      // The outcome is unknown: drop cached values of the transaction, and don't retry.
      for (const effect of effects) effect()
      throw fail('unavailable', { message: unknownOutcome })
    }
  }

  private async storeBatch(batch: readonly PendingAppend[]): Promise<void> {
    const messages = batch.map(({ message }) => message)
    const { observe, time } = this.options
    const options = {
      beforeCommit: () => observe?.('before_commit'),
      ...(time ? { time } : {}),
    }
    try {
      const stored = await this.repeat(
        () =>
          this.pool.with((client) =>
            appendBatch(client, messages, options).catch(async (error) => {
              throw await undone(client, error)
            }),
          ),
        mayAppendAgain,
      )
      observe?.('after_commit')
      for (const key of stored.shared) this.shared.add(key)
      if (stored.publications.length > 0) this.options.publish(stored.publications)
      for (const [at, { resolve }] of batch.entries()) resolve(stored.outcomes[at] ?? { outcome: 'stale_access' })
    } catch (error) {
      await this.refuse(batch, error)
    }
  }

  /** A row that the database refuses fails alone: the batch is split into halves, in order. */
  private async refuse(batch: readonly PendingAppend[], error: unknown): Promise<void> {
    if (batch.length === 1 || isUnavailable(error) || error instanceof Failure) {
      for (const { reject } of batch) reject(error)
      return
    }
    const middle = Math.ceil(batch.length / 2)
    await this.storeBatch(batch.slice(0, middle))
    await this.storeBatch(batch.slice(middle))
  }
}

const lockRows = {
  users: {
    name: 'lock_users',
    text: 'select 1 from users where key = any ($1::int8[]) order by key for no key update',
  },
  chats: {
    name: 'lock_chats',
    text: 'select 1 from chats where key = any ($1::int8[]) order by key for no key update',
  },
}

/** Ends a failed transaction, so that its connection can be reused; returns the cause. */
const undone = async (client: ClientBase, error: unknown): Promise<unknown> => {
  if (!isConnectionLost(error)) await client.query('rollback')
  return error
}
