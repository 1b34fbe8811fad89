import type pg from 'pg'
import { DatabaseStartError } from '../start-error'
import { connectPostgres } from './connect'
import { backOffMs } from './pool'

/** Whether a node is connected to others over NATS. */
export type Company = 'alone' | 'others'

export interface NodeLockOptions {
  readonly url: string
  readonly company: Company
  /** Nodes that can't reach each other met on one database: this one must end. Called at most once. */
  readonly onRefused: (error: DatabaseStartError) => void
  /** How long a start waits for a node that is just ending. */
  readonly waitMs?: number
  /** How long a node that lost its connection waits for the remains of that connection. */
  readonly waitAgainMs?: number
}

/** Any number that all versions of the program share. */
const LOCK = 7_101_966
const CONNECT_TIMEOUT_MS = 5_000
const WAIT_MS = 5_000
/** Longer than the database takes to notice a lost connection: see the keepalives below. */
const WAIT_AGAIN_MS = 60_000
const ASK_EVERY_MS = 250
/** Interval of the connection's liveness checks. */
const BEAT_MS = 10_000
const reconnect = { firstMs: 200, maxMs: 3_000 }

/** The database notices a silently lost machine after 25 s; system defaults take two hours. */
const keepalives = 'set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3'
const lockSql = {
  alone: `select pg_try_advisory_lock(${LOCK}, hashtext(coalesce(current_schema(), ''))) as taken`,
  others: `select pg_try_advisory_lock_shared(${LOCK}, hashtext(coalesce(current_schema(), ''))) as taken`,
} as const

const sentences = {
  alone:
    'Another node uses this database, and without NATS the two cannot notify each other: set PARLEY_NATS_URL on every node, or stop the other one.',
  others:
    'A node without PARLEY_NATS_URL uses this database, and this node cannot notify it: set PARLEY_NATS_URL there, too, or stop it.',
} as const

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * Keeps nodes that can't reach each other off one database. A node without NATS locks it exclusively, and nodes with
 * NATS share the lock. The lock belongs to a connection, so the database releases it however the node ends. A node
 * whose connection broke takes it again.
 */
export class NodeLock {
  private client: pg.Client | undefined
  private stopped = false

  private constructor(private readonly options: NodeLockOptions) {}

  /** @throws {DatabaseStartError} when nodes use the database that this one would not hear, or it cannot be reached */
  static async take(options: NodeLockOptions): Promise<NodeLock> {
    const lock = new NodeLock(options)
    await lock.hold(options.waitMs ?? WAIT_MS)
    return lock
  }

  /** Whether this node holds the lock now. Not while its connection is broken and another node could take the lock. */
  get held(): boolean {
    return this.client !== undefined
  }

  async stop(): Promise<void> {
    this.stopped = true
    await this.client?.end().catch(() => {})
  }

  private async hold(waitMs: number): Promise<void> {
    const { url, company } = this.options
    const client = await connectPostgres(url, { name: 'parley node', timeoutMs: CONNECT_TIMEOUT_MS })
    try {
      await client.query(keepalives)
      for (let waitedMs = 0; !(await tryLock(client, company)); waitedMs += ASK_EVERY_MS) {
        if (waitedMs >= waitMs || this.stopped) throw new DatabaseStartError(sentences[company])
        await pause(ASK_EVERY_MS)
      }
    } catch (error) {
      await client.end().catch(() => {})
      throw error
    }
    this.client = client
    const timer = setInterval(() => void requireAnswer(client), BEAT_MS)
    timer.unref()
    client.once('end', () => {
      clearInterval(timer)
      void this.holdAgain()
    })
    if (this.stopped) await this.stop()
  }

  /** Until the database is back without another node in between. */
  private async holdAgain(): Promise<void> {
    this.client = undefined
    for (let attempt = 0; !this.stopped; attempt++) {
      try {
        await this.hold(this.options.waitAgainMs ?? WAIT_AGAIN_MS)
        return
      } catch (error) {
        if (isRefusal(error) && !this.stopped) {
          this.stopped = true
          this.options.onRefused(error)
          return
        }
        await pause(backOffMs(attempt, reconnect) + reconnect.firstMs)
      }
    }
  }
}

/** Cuts a silently lost connection: the database has released its lock, or soon will. */
const requireAnswer = async (client: pg.Client): Promise<void> => {
  const answered = client.query('select 1').then(
    () => true,
    () => false,
  )
  const late = pause(BEAT_MS).then(() => false)
  if (!(await Promise.race([answered, late]))) await client.end().catch(() => {})
}

const isRefusal = (error: unknown): error is DatabaseStartError =>
  error instanceof DatabaseStartError && Object.values<string>(sentences).includes(error.message)

const tryLock = async (client: pg.Client, company: Company): Promise<boolean> => {
  const { rows } = await client.query<{ taken: boolean }>(lockSql[company])
  return rows[0]?.taken === true
}
