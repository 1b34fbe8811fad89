import pg, { type ClientBase, type PoolClient } from 'pg'
import { fail } from '../../lib/fail'
import { valueTypes } from './dialect'

/** The most connections of one node. */
export const CONNECTIONS = 16
/** Callers that wait for a connection. Further ones get `unavailable` at once. */
const WAITING_MAX = 5_000
const CONNECT_TIMEOUT_MS = 5_000
const STATEMENT_TIMEOUT_MS = 10_000
const LOCK_TIMEOUT_MS = 8_000
const IDLE_IN_TRANSACTION_MS = 15_000
/** Longer than the server's own timeout: then the network is broken. */
const ANSWER_TIMEOUT_MS = 15_000
const RETRY_FIRST_MS = 100
/**
 * Every query of the server finds its rows by an index, most in the index's order, and stops early. The planner takes
 * each chat for one of average size, and keeps plans from the time when a table was empty. It would read all of the
 * largest chat into a bitmap and sort it, or scan a table that has grown, also to join it. The cost penalty of disabled
 * plans must not trigger compiling either. A plan for any values is as good as one for given values, and planning at
 * each run would take longer than running.
 */
export const PLANNING = [
  ...['seqscan', 'bitmapscan', 'hashjoin', 'mergejoin', 'material'].map((name) => `-c enable_${name}=off`),
  '-c jit=off',
  '-c plan_cache_mode=force_generic_plan',
].join(' ')
const RETRY_MAX_MS = 3_000

export interface PoolOptions {
  readonly url: string
  readonly connections?: number
}

/** A random part of the growing pause, so that nodes don't all reconnect at the same moment. */
export const backOffMs = (attempt: number, { firstMs, maxMs }: { firstMs: number; maxMs: number }): number =>
  Math.random() * Math.min(maxMs, firstMs * 2 ** Math.min(attempt, 16))

/** A bounded pool of connections that detects when the database becomes unreachable, and when it returns. */
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
    // The next user of a broken connection gets the error. Without a listener the process would end.
    this.pool.on('error', () => {})
    this.pool.on('connect', (client) => client.on('error', () => {}))
  }

  /** Whether the last attempt to connect worked. */
  get reachable(): boolean {
    return this.failures === 0
  }

  /**
   * Lends a connection until `use` and then `end` have finished; the caller waits only for `use`. Discards a broken
   * connection, or one with an open transaction.
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
      // A timeout while others use all connections doesn't mean that the database is unreachable.
      if (this.pool.totalCount < this.pool.options.max) {
        this.failures++
        this.askLater()
      }
      throw error
    }
  }

  /** While the database is unreachable, only this loop tries to connect. */
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
