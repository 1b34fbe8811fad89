import type { MailProblem } from '@parley/protocol/mail-failure'
import type { Clock, Timer } from '../lib/clock'
import { errorFields, type Logger } from '../lib/logger'
import { Semaphore } from '../lib/semaphore'
import { type Mail, MailError, type Mailer } from './mailer'

export interface MailQueueOptions {
  readonly mailer: Mailer
  readonly clock: Clock
  readonly logger: Logger
}

/** Counts of mails since the start. */
export interface MailHealth {
  readonly waiting: number
  readonly sent: number
  /** Mails that were given up or dropped. */
  readonly failed: number
  readonly lastFailure?: { readonly at: number; readonly problem: MailProblem }
}

/** Mails that wait or are being sent; further ones are dropped. */
const WAITING_MAX = 200
/** Mails being sent at a time. */
const PARALLEL = 2
/** Pauses before each further try. The last one ends within the life of a code. */
const RETRY_MS = [5_000, 30_000, 120_000, 240_000] as const

/** Sends mails after the response to the call that caused them. A mail server that is down delays a mail, not a call. */
export class MailQueue {
  private readonly turns = new Semaphore(PARALLEL)
  private readonly running = new Set<Promise<void>>()
  private readonly timers = new Set<Timer>()
  private waiting = 0
  private stopped = false
  private sent = 0
  private failed = 0
  private lastFailure: MailHealth['lastFailure']

  constructor(private readonly options: MailQueueOptions) {}

  /** Mails that wait for their turn or for a retry, or are being sent. */
  get length(): number {
    return this.waiting
  }

  get isFull(): boolean {
    return this.waiting >= WAITING_MAX
  }

  /** The counts of mails so far. */
  get health(): MailHealth {
    const { waiting, sent, failed, lastFailure } = this
    return { waiting, sent, failed, ...(lastFailure ? { lastFailure } : {}) }
  }

  /** Adds a mail. When the queue is full, drops it and logs that. */
  add(mail: Mail): void {
    if (this.stopped) return
    if (this.isFull) {
      this.failed++
      this.options.logger.warn('a mail was dropped, because too many are waiting', { count: this.waiting })
      return
    }
    this.waiting++
    this.start(mail, 0)
  }

  /** Drops waiting mails, and waits for the ones that are being sent. */
  async stop(): Promise<void> {
    this.stopped = true
    for (const timer of this.timers) this.options.clock.clearTimeout(timer)
    this.timers.clear()
    await this.idle()
  }

  /** Resolves when no mail is being sent. Mails that wait for a retry don't count. */
  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running)
  }

  private start(mail: Mail, tries: number): void {
    const run = this.turns.take(() => this.attempt(mail, tries))
    this.running.add(run)
    run.finally(() => this.running.delete(run))
  }

  private async attempt(mail: Mail, tries: number): Promise<void> {
    const { clock, logger, mailer } = this.options
    try {
      await mailer.send(mail)
      this.sent++
    } catch (error) {
      const problem = error instanceof MailError ? error.problem : undefined
      this.lastFailure = { at: clock.now(), problem: problem ?? 'refused' }
      const pauseMs = RETRY_MS[tries]
      if (error instanceof MailError && error.retry && pauseMs !== undefined && !this.stopped) {
        const timer = clock.setTimeout(() => {
          this.timers.delete(timer)
          this.start(mail, tries + 1)
        }, pauseMs)
        this.timers.add(timer)
        return
      }
      this.failed++
      logger.warn('a mail was not sent', {
        reason: problem,
        ...(problem ? { error: String(error) } : errorFields(error)),
      })
    }
    this.waiting--
  }
}
