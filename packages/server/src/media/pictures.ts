import { limits } from '@parley/protocol'
import type { Clock, Timer } from '../lib/clock'
import { type Failure, fail } from '../lib/fail'
import { FairTurns } from '../lib/fair-turns'
import type { Picture, PictureUse } from './make-picture'
import { COSTLY_EXIT, type PictureAnswer } from './picture-job'
import { type Ended, PictureProcess } from './picture-process'

export interface PicturesOptions {
  readonly clock: Clock
  /** The cost limits of one picture; by default above those of ordinary pictures. */
  readonly budget?: Partial<PictureBudget>
}

export interface PictureBudget {
  /** Processor time of one picture. */
  readonly cpuMs: number
  /** Memory of the process that makes it. */
  readonly memoryBytes: number
  /** A process that has not answered by then hangs, or the machine is far too busy. */
  readonly answerMs: number
}

/** A picture to make. */
export interface PictureOrder {
  /** Of the file. */
  readonly path: string
  readonly use: PictureUse
  /** The account that sent it. */
  readonly ownerKey: number
  /** Aborted when the uploader disconnects: the picture is then dropped, or its process killed. */
  readonly signal?: AbortSignal | undefined
}

/** Processes at a time, each for another account: one of 50 million pixels takes up to 400 MB. */
const AT_ONCE = 2
/** Costly ones at a time, so that ordinary pictures of other accounts never wait for them alone. */
const COSTLY_AT_ONCE = 1
/** The most work of a picture that isn't costly, as `examine` counts it: about half a second. */
const ORDINARY_WORK = 350_000_000
const QUEUED_IN_ALL = 64
/** Costly ones that wait: they take a minute at most, and leave the rest of the queue to ordinary pictures. */
const COSTLY_QUEUED = 16
const RETRY_AFTER_MS = 5_000
/** A process without work for this long ends. */
const IDLE_MS = 10_000
/** One that holds more after a picture ends at once: starting another one takes 50 ms. */
const KEPT_BYTES = 128 * 1024 * 1024
const BUDGET: PictureBudget = { cpuMs: 1_700, memoryBytes: 600 * 1024 * 1024, answerMs: 60_000 }

interface Idle {
  readonly process: PictureProcess
  readonly timer: Timer
}

/**
 * Decodes pictures and re-encodes them in each size, without any other content of their files. This runs in processes
 * that exist only while pictures come, and that are killed when a picture costs too much. Accounts take turns.
 */
export class Pictures {
  private readonly clock: Clock
  private readonly budget: PictureBudget
  private readonly turns = new FairTurns<number>({
    atOnce: AT_ONCE,
    longAtOnce: COSTLY_AT_ONCE,
    perOwner: limits.uploadsAtOnce,
    inAll: QUEUED_IN_ALL,
    longInAll: COSTLY_QUEUED,
    retryAfterMs: RETRY_AFTER_MS,
  })
  private idle: Idle[] = []
  private readonly processes = new Set<PictureProcess>()
  private endedCpuMs = 0
  private stopped = false

  constructor({ clock, budget }: PicturesOptions) {
    this.clock = clock
    this.budget = { ...BUDGET, ...budget }
  }

  /** Pictures that wait, and those that are being made. */
  get queueLength(): number {
    return this.turns.length
  }

  /** Of the processes that are there. */
  get pids(): number[] {
    return [...this.processes].map(({ pid }) => pid)
  }

  /** Processor time of all processes so far. */
  get cpuSeconds(): number {
    let cpuMs = this.endedCpuMs
    for (const process of this.processes) cpuMs += process.cpuMs
    return cpuMs / 1_000
  }

  /** @throws Failure with `rate_limited` or `unavailable` when too many pictures wait for one more */
  requireRoom(ownerKey: number): void {
    this.turns.requireRoom(ownerKey)
  }

  /**
   * The first turn only finds out whether a picture is costly. A costly one is made in another turn.
   * @throws Failure with `media_unsupported`, `media_too_many_pixels`, `media_too_costly`, `media_trailing_bytes`, `rate_limited`,
   * `unavailable`; the signal's reason when it was aborted
   */
  async make(order: PictureOrder): Promise<Picture> {
    const { ownerKey, signal } = order
    const ordinary = await this.turns.take(ownerKey, () => this.run(order, ORDINARY_WORK), { signal })
    const outcome = ordinary ?? (await this.turns.take(ownerKey, () => this.run(order), { signal, length: 'long' }))
    if (!outcome) throw new Error('a picture without a limit was left out')
    return outcome
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop()
  }

  /** Ends all processes; pictures that are being made are refused. */
  async stop(): Promise<void> {
    this.stopped = true
    const all = [...this.processes]
    for (const process of all) process.kill()
    await Promise.all(all.map(({ ended }) => ended))
  }

  /** Makes a picture; undefined for one that takes more work than `mostWork`. */
  private async run({ path, use, signal }: PictureOrder, mostWork?: number): Promise<Picture | undefined> {
    const { cpuMs, memoryBytes, answerMs } = this.budget
    const process = this.take()
    let late = false
    const deadline = this.clock.setTimeout(() => {
      late = true
      process.kill()
    }, answerMs)
    const kill = () => process.kill()
    signal?.addEventListener('abort', kill, { once: true })
    try {
      const outcome = await process.make({ path, use, cpuMs, memoryBytes, mostWork })
      if ('exitCode' in outcome) {
        signal?.throwIfAborted()
        throw late || this.stopped ? busy() : refusalOf(outcome)
      }
      await this.giveBack(process, outcome)
      return pictureIn(outcome)
    } finally {
      this.clock.clearTimeout(deadline)
      signal?.removeEventListener('abort', kill)
    }
  }

  private take(): PictureProcess {
    for (let kept = this.idle.pop(); kept; kept = this.idle.pop()) {
      this.clock.clearTimeout(kept.timer)
      if (kept.process.isAlive) return kept.process
    }
    return this.start()
  }

  /** @throws Failure with `unavailable` when the machine has no room for a process */
  private start(): PictureProcess {
    if (this.stopped) throw busy()
    try {
      const process = new PictureProcess()
      this.processes.add(process)
      void process.ended.then(() => this.forget(process))
      return process
    } catch (error) {
      throw busy(error as Error)
    }
  }

  private forget(process: PictureProcess): void {
    this.processes.delete(process)
    this.endedCpuMs += process.cpuMs
  }

  private async giveBack(process: PictureProcess, { memoryBytes }: PictureAnswer): Promise<void> {
    if (memoryBytes > KEPT_BYTES) {
      process.kill()
      // Its memory is free before another process takes as much.
      await process.ended
      return
    }
    const timer = this.clock.setTimeout(() => process.kill(), IDLE_MS)
    this.idle.push({ process, timer })
  }
}

const busy = (cause?: Error): Failure =>
  fail('unavailable', { retryAfterMs: RETRY_AFTER_MS, ...(cause ? { cause } : {}) })

/** The kernel kills the process when memory runs out; a decoder that a file makes fall over ends in other ways. */
const refusalOf = ({ exitCode, signal, wasReady }: Ended): Failure => {
  const cause = new Error(`a process for pictures ended with ${signal ?? exitCode}`)
  // No picture had a part in it.
  if (!wasReady) return busy(cause)
  return exitCode === COSTLY_EXIT || signal === 'SIGKILL'
    ? fail('media_too_costly')
    : fail('media_unsupported', { cause })
}

const pictureIn = (answer: PictureAnswer): Picture | undefined => {
  if ('picture' in answer) return answer.picture
  if ('isCostly' in answer) return undefined
  if ('error' in answer) throw new Error(answer.error)
  throw fail(answer.refused, answer.sentence === undefined ? {} : { message: answer.sentence })
}
