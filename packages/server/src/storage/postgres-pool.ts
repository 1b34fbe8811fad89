import pg, { type ClientBase, type PoolClient } from 'pg'
import { fail } from '../lib/fail'
import { valueTypes } from './postgres-dialect'

/** Connections that one node uses at the most. */
export const CONNECTIONS = 16
/** Callers that wait for a connection; beyond them it is `unavailable` at once. */
const WAITING_MAX = 5_000
const CONNECT_TIMEOUT_MS = 5_000
const STATEMENT_TIMEOUT_MS = 10_000
const LOCK_TIMEOUT_MS = 8_000
const IDLE_IN_TRANSACTION_MS = 15_000
/** Beyond the server's own timeout: then the way to it is broken. */
const ANSWER_TIMEOUT_MS = 15_000
const RETRY_FIRST_MS = 100
/**
 * Every query of the server finds its rows by an index, most in the index's order, and stops when it has enough. The planner takes
 * each chat for one of average size, and keeps plans that it made while a table was empty: it would read all of the largest chat
 * into a bitmap and sort it, or go through a table that has grown. Costs that it gives to what is off must not make it compile.
 */
export const PLANNING = '-c enable_seqscan=off -c enable_bitmapscan=off -c jit=off'
const RETRY_MAX_MS = 3_000

export interface PoolOptions {
  readonly url: string
  readonly connections?: number
}

/** A random part of the pause that grows with each attempt, so that many nodes do not come back in one moment. */
export const backOffMs = (attempt: number, { firstMs, maxMs }: { firstMs: number; maxMs: number }): number =>
  Math.random() * Math.min(maxMs, firstMs * 2 ** Math.min(attempt, 16))

/** A bounded pool of connections that notices when the database is gone, and when it is back. */
export class PostgresPool {
  private readonly pool: pg.Pool
  private failures = 0
  private timer: ReturnType<typeof setTimeout> | undefined
  private stopped = false

  constructor({ url, connections = CONNECTIONS }: PoolOptions) {
    this.pool = new pg.Pool({
      connectionString: url,
      max: connections,
      pipeline: true,
      types: valueTypes(pg.types),
      application_name: 'parley',
      options: PLANNING,
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      idleTimeoutMillis: 60_000,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      lock_timeout: LOCK_TIMEOUT_MS,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
      query_timeout: ANSWER_TIMEOUT_MS,
    })
    // A connection that breaks is heard of by whoever uses it next; without a listener the process would end.
    this.pool.on('error', () => {})
    this.pool.on('connect', (client) => client.on('error', () => {}))
  }

  /** Whether the last attempt to connect worked. */
  get reachable(): boolean {
    return this.failures === 0
  }

  /**
   * Lends a connection until `use` has ended, and then `end`, which its caller does not wait for. A connection that broke, or
   * whose transaction did not end, is thrown away.
   * @throws `unavailable` while the database is known to be gone
   */
  async with<T>(use: (client: ClientBase) => Promise<T>, end?: (client: ClientBase) => Promise<unknown>): Promise<T> {
    if (!this.reachable || this.pool.waitingCount > WAITING_MAX) throw fail('unavailable')
    const client = await this.connect()
    const giveBack = () => client.release(client.getTransactionStatus() !== 'I')
    try {
      return await use(client)
    } finally {
      if (end) void end(client).then(giveBack, giveBack)
      else giveBack()
    }
  }

  async stop(): Promise<void> {
    this.stopped = true
    clearTimeout(this.timer)
    await this.pool.end()
  }

  private async connect(): Promise<PoolClient> {
    try {
      const client = await this.pool.connect()
      this.failures = 0
      return client
    } catch (error) {
      // Waiting in vain for a connection that others use says nothing about the database.
      if (this.pool.totalCount < this.pool.options.max) {
        this.failures++
        this.askLater()
      }
      throw error
    }
  }

  /** While the database is gone nobody but this asks for it. */
  private askLater(): void {
    if (this.timer !== undefined || this.stopped) return
    const delayMs = RETRY_FIRST_MS + backOffMs(this.failures, { firstMs: RETRY_FIRST_MS, maxMs: RETRY_MAX_MS })
    this.timer = setTimeout(async () => {
      this.timer = undefined
      if (this.stopped) return
      await this.connect().then(
        (client) => client.release(),
        () => {},
      )
    }, delayMs)
    this.timer.unref()
  }
}
