import type pg from 'pg'
import { connectPostgres } from './postgres-connect'
import { backOffMs } from './postgres-pool'
import { DatabaseStartError } from './start-error'

/** Whether a node hears others over NATS. */
export type Company = 'alone' | 'others'

export interface NodeLockOptions {
  readonly url: string
  readonly company: Company
  /** Nodes that do not hear each other have come together: this one must end. Called at most once. */
  readonly onRefused: (error: DatabaseStartError) => void
  /** How long a start waits for a node that is just ending. */
  readonly waitMs?: number
  /** How long a node that lost its connection waits for what is left of it. */
  readonly waitAgainMs?: number
}

/** Any number that all versions of the program share. */
const LOCK = 7_101_966
const CONNECT_TIMEOUT_MS = 5_000
const WAIT_MS = 5_000
/** Longer than the database takes to notice that a connection is gone: see the keepalives below. */
const WAIT_AGAIN_MS = 60_000
const ASK_EVERY_MS = 250
/** How often the connection has to show that it is there. */
const BEAT_MS = 10_000
const reconnect = { firstMs: 200, maxMs: 3_000 }

/** A machine that is lost without a word is noticed after 25 s; the system's own settings take two hours. */
const keepalives = 'set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3'
const lockSql = {
  alone: `select pg_try_advisory_lock(${LOCK}, hashtext(coalesce(current_schema(), ''))) as taken`,
  others: `select pg_try_advisory_lock_shared(${LOCK}, hashtext(coalesce(current_schema(), ''))) as taken`,
} as const

const sentences = {
  alone:
    'Another node uses this database, and without NATS the two would not hear each other: set PARLEY_NATS_URL on every node, or stop the other one.',
  others:
    'A node without PARLEY_NATS_URL uses this database, and would not hear this one: set PARLEY_NATS_URL there as here, or stop it.',
} as const

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * Keeps nodes that would not hear each other off one database: a node without NATS locks it for itself, nodes with NATS lock it
 * together. The lock belongs to a connection, so the database lets go of it however the node ends; a node whose connection broke
 * takes it again.
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

  /** Whether the place is this node's now: not while its connection is broken, when another one could take it. */
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

  /** Until the database is back, and nobody has come between. */
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

/** A connection whose far end is gone without a word is cut: the database has let go of its lock, or soon will. */
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
