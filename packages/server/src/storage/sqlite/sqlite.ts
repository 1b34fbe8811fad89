import type { Database as BunDatabase } from 'bun:sqlite'
import { newUuidV7, type RandomBytes } from '@parley/protocol'
import type { Kysely } from 'kysely'
import type { Clock } from '../../lib/clock'
import { fail } from '../../lib/fail'
import type { Appended, CommitPoint, Database, Publication, Queries, Transaction } from '../database'
import { Locks } from '../locks'
import { migrate } from '../migrations/migrate'
import type { OnQuery } from '../query-log'
import type { NewMessage, Schema } from '../schema'
import { WorkMeter } from '../work-meter'
import { MessageAppender } from './append-messages'
import { kyselyOver, openConnection } from './bun-sqlite'
import { Checkpointer } from './checkpointer'
import { GroupCommit, type Outcome } from './group-commit'
import { WriteAheadLog } from './write-ahead-log'

export interface SqliteOptions {
  /** The database file; its log is beside it. */
  readonly path: string
  readonly clock: Clock
  readonly publish: (publications: readonly Publication[]) => void
  /** The log could not be made durable: the process must end without any more responses. */
  readonly onFatal: (error: Error) => void
  readonly random?: RandomBytes
  /** In tests with their own disk: replaces `fdatasync` of the log, and with it the checkpoint worker. */
  readonly sync?: () => Promise<void>
  readonly observe?: (point: CommitPoint) => void
  readonly onQuery?: OnQuery
}

interface Job {
  run(): Promise<Outcome>
}
interface PendingAppend {
  readonly message: NewMessage
  readonly resolve: (appended: Appended) => void
  readonly reject: (error: unknown) => void
}

/** Rows that reads scan in one turn of the event loop: some milliseconds. */
const ROWS_PER_TURN = 500
/** Rows that the transactions of one round touch; further work waits for the next round. */
const ROWS_PER_ROUND = 4_000

/** A burst on one socket, or on many, is read within one turn of the event loop and becomes one round. */
const endOfTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** The most messages in one transaction. */
const BATCH_MESSAGES = 1_000

/** The disk is full, or the file isn't writable: nothing was stored, and stored data stays readable. */
const isRefusedByDisk = (error: unknown): boolean =>
  error instanceof Error && /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN|NOMEM)/.test((error as { code?: string }).code ?? '')
const asFailure = (error: unknown): unknown => {
  if (!(error instanceof Error) || !isRefusedByDisk(error)) return error
  const advice = 'free space there, or replace the disk'
  return fail('unavailable', { cause: new Error(`The database cannot be written (${error.message}): ${advice}.`) })
}

/** The embedded database: one writing and one reading connection, one transaction at a time on each. */
export class Sqlite implements Database {
  private readonly jobs: Job[] = []
  private readonly appends: PendingAppend[] = []
  private readonly commits: GroupCommit
  private readonly appender: MessageAppender
  private stopped = false
  private readQueue: Promise<unknown> = Promise.resolve()
  private readonly writerDb: Kysely<Schema>
  private readonly readerDb: Kysely<Schema>
  private readonly writer: BunDatabase
  private readonly reader: BunDatabase
  private readonly reading = new WorkMeter(ROWS_PER_TURN)
  private readonly writing = new WorkMeter(ROWS_PER_ROUND)

  private constructor(
    private readonly options: SqliteOptions,
    readonly epoch: string,
    private readonly open: {
      writer: BunDatabase
      sync: () => Promise<void>
      checkpointer?: Checkpointer
      log?: WriteAheadLog
    },
  ) {
    this.writer = open.writer
    this.reader = openConnection(options.path)
    this.writerDb = kyselyOver(this.writer, this.writing, options.onQuery)
    this.readerDb = kyselyOver(this.reader, this.reading, options.onQuery)
    this.appender = new MessageAppender(this.writer)
    this.commits = new GroupCommit({
      ...(options.sync ? {} : { gather: endOfTurn }),
      commit: () => this.commitRound(),
      hasWork: () => this.jobs.length > 0 || this.appends.length > 0,
      sync: async () => {
        await open.sync()
        options.observe?.('after_sync')
      },
      publish: options.publish,
      onFatal: options.onFatal,
    })
  }

  /** Opens or creates the database file, migrates it, and makes everything in it durable. */
  static async open(options: SqliteOptions): Promise<Sqlite> {
    const writer = openConnection(options.path)
    const db = kyselyOver(writer)
    const epoch = await migrate(db, {
      epoch: newUuidV7(options.clock.now(), options.random),
      nowMs: options.clock.now(),
    })
    if (options.sync) {
      await options.sync()
      return new Sqlite(options, epoch, { writer, sync: options.sync })
    }
    // The log exists only after a write through this connection.
    writer
      .query(
        "insert into meta (name, value) values ('started', ?) on conflict (name) do update set value = excluded.value",
      )
      .run(String(options.clock.now()))
    const log = await WriteAheadLog.open(options.path)
    return new Sqlite(options, epoch, {
      writer,
      sync: () => log.sync(),
      log,
      checkpointer: new Checkpointer({ databasePath: options.path }),
    })
  }

  get waiting(): number {
    return this.jobs.length + this.appends.length
  }

  readonly reachable = true

  now(): number {
    return this.options.clock.now()
  }

  write<T>(run: (tx: Transaction) => Promise<T>): Promise<T> {
    if (this.stopped) return Promise.reject(fail('unavailable'))
    return new Promise<T>((resolve, reject) => {
      this.jobs.push({ run: () => this.transact(run, { resolve, reject }) })
      this.commits.wake()
    })
  }

  appendMessage(message: NewMessage): Promise<Appended> {
    if (this.stopped) return Promise.reject(fail('unavailable'))
    return new Promise<Appended>((resolve, reject) => {
      this.appends.push({ message, resolve, reject })
      this.commits.wake()
    })
  }

  async read<T>(run: (db: Queries) => Promise<T>): Promise<T> {
    if (this.stopped) throw fail('unavailable')
    const turn = this.readQueue
    const mine = turn.then(() => this.snapshot(run))
    this.readQueue = mine.catch(() => {})
    const result = await mine
    await this.commits.settled()
    return result
  }

  async stop(): Promise<void> {
    this.stopped = true
    await this.commits.idle()
    await this.readQueue
    await this.open.checkpointer?.stop()
    this.reader.close()
    this.writer.close()
    await this.open.log?.close()
  }

  /** Consecutive reads would block everything else: after some rows they yield to the event loop. */
  private async snapshot<T>(run: (db: Queries) => Promise<T>): Promise<T> {
    if (this.reading.isFull) {
      await endOfTurn()
      this.reading.reset()
    }
    this.reader.exec('BEGIN')
    try {
      return await run(this.readerDb)
    } finally {
      this.reader.exec('COMMIT')
    }
  }

  private async commitRound(): Promise<Outcome[]> {
    await this.open.checkpointer?.gate()
    const outcomes: Outcome[] = []
    this.writing.reset()
    while (!this.writing.isFull) {
      const job = this.jobs.shift()
      if (!job) break
      outcomes.push(await job.run())
    }
    const batch = this.appends.splice(0, BATCH_MESSAGES)
    if (batch.length > 0) outcomes.push(...this.appendBatch(batch))
    return outcomes
  }

  private commit(wrote: boolean): void {
    this.options.observe?.('before_commit')
    this.writer.exec('COMMIT')
    if (wrote) this.commits.committedOne()
    this.options.observe?.('after_commit')
  }

  private rollback(): void {
    if (this.writer.inTransaction) this.writer.exec('ROLLBACK')
  }

  private async transact<T>(
    run: (tx: Transaction) => Promise<T>,
    promise: { resolve: (value: T) => void; reject: (error: unknown) => void },
  ): Promise<Outcome> {
    const publications: Publication[] = []
    const effects: (() => void)[] = []
    const locks = new Locks()
    try {
      this.writer.exec('BEGIN IMMEDIATE')
      const result = await run({
        db: this.writerDb,
        now: this.options.clock.now(),
        // One transaction runs at a time, so locks are only noted.
        lock: async (rows) => {
          locks.take(rows)
        },
        requireLocked: (row) => locks.require(row),
        publish: (publication) => publications.push(publication),
        whenDurable: (effect) => effects.push(effect),
      })
      this.commit(true)
      return { settle: () => promise.resolve(result), publications, effects }
    } catch (error) {
      this.rollback()
      return { settle: () => promise.reject(asFailure(error)), publications: [], effects: [] }
    }
  }

  private appendBatch(batch: readonly PendingAppend[]): Outcome[] {
    try {
      this.writer.exec('BEGIN IMMEDIATE')
      const { outcomes, publications, wrote } = this.appender.appendMessage(
        batch.map(({ message }) => message),
        this.options.clock.now(),
      )
      this.commit(wrote)
      const settle = () => {
        for (const [at, { resolve }] of batch.entries()) resolve(outcomes[at] ?? { outcome: 'stale_access' })
      }
      return [{ settle, publications, effects: [] }]
    } catch (error) {
      this.rollback()
      // A row that the database refuses fails alone.
      if (batch.length > 1 && !isRefusedByDisk(error)) return batch.flatMap((one) => this.appendBatch([one]))
      const settle = () => {
        for (const { reject } of batch) reject(asFailure(error))
      }
      return [{ settle, publications: [], effects: [] }]
    }
  }
}
