import { extname } from 'node:path'

/** What a checkpoint pass found: how far the log reached when it began, in bytes. */
export interface CheckpointPass {
  readonly logBytes: number
}

export interface CheckpointerOptions {
  readonly databasePath: string
  /** From here on the next batch waits for one pass, so that the log cannot grow without end. */
  readonly logLimitBytes?: number
}

const LOG_LIMIT_BYTES = 64 * 1024 * 1024
const PAUSE_MS = 1_000
/** Between passes while much is written: the less there is to move, the shorter a batch waits at the gate. */
const BUSY_PAUSE_MS = 100

/** The worker's file beside this one: a source, or a part of the built server. */
const workerUrl = new URL(`./checkpoint-worker${extname(import.meta.url)}`, import.meta.url)

/**
 * Moves the log into the database file from a worker with a connection of its own, PASSIVE only: writers and readers
 * are never held up, except past the limit, where `gate` makes the next batch wait for one pass. Only a pass without a
 * writer beside it moves everything, and only then does the next write start the log anew.
 */
export class Checkpointer {
  private readonly worker: Worker
  private readonly limitBytes: number
  private pass: Promise<CheckpointPass> | undefined
  private full = false
  private stopped = false
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor({ databasePath, logLimitBytes = LOG_LIMIT_BYTES }: CheckpointerOptions) {
    this.limitBytes = logLimitBytes
    this.worker = new Worker(workerUrl, { env: { DATABASE: databasePath } })
    this.worker.unref()
    this.schedule(PAUSE_MS)
  }

  /** To be awaited by the only writer before each batch: resolves at once, or after one pass while the log is over its limit. */
  async gate(): Promise<void> {
    if (!this.full) return
    await this.pass
    await this.run()
    this.full = false
  }

  /** Moves what is there beside the writer, and closes the gate when the log is over its limit. */
  async relieve(): Promise<CheckpointPass> {
    const pass = await this.run()
    if (pass.logBytes > this.limitBytes) {
      // What came meanwhile is moved at once, so that next to nothing is left for the pass that a batch waits for.
      await this.run()
      this.full = true
    }
    return pass
  }

  /** Runs a pass, or joins the one under way. */
  private run(): Promise<CheckpointPass> {
    this.pass ??= new Promise<CheckpointPass>((resolve) => {
      this.worker.onmessage = ({ data }: MessageEvent<CheckpointPass>) => {
        this.pass = undefined
        resolve(data)
      }
      this.worker.postMessage('checkpoint')
    })
    return this.pass
  }

  async stop(): Promise<void> {
    this.stopped = true
    clearTimeout(this.timer)
    await this.pass
    this.worker.terminate()
  }

  private schedule(delayMs: number): void {
    if (this.stopped) return
    this.timer = setTimeout(async () => {
      const { logBytes } = await this.relieve()
      this.schedule(logBytes > this.limitBytes / 4 ? BUSY_PAUSE_MS : PAUSE_MS)
    }, delayMs)
    this.timer.unref()
  }
}
