import { extname } from 'node:path'

/** The result of a checkpoint pass: the length of the log at its start, in bytes. */
export interface CheckpointPass {
  readonly logBytes: number
}

export interface CheckpointerOptions {
  readonly databasePath: string
  /** Above this size the next batch waits for one pass, so that the log can't grow without end. */
  readonly logLimitBytes?: number
}

const LOG_LIMIT_BYTES = 64 * 1024 * 1024
const PAUSE_MS = 1_000
/** Pause between passes under load. The less data a pass moves, the shorter a batch waits at the gate. */
const BUSY_PAUSE_MS = 100

/** The worker's file beside this one: a source file, or a part of the built server. */
const workerUrl = new URL(`./checkpoint-worker${extname(import.meta.url)}`, import.meta.url)

/**
 * Moves the log into the database file, from a worker with its own connection. Passes are PASSIVE and never delay
 * readers or writers. Above the limit, `gate` makes the next batch wait for one pass. Only a pass without concurrent
 * writes moves everything, and only then does the next write restart the log.
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

  /**
   * The only writer awaits this before each batch. Resolves at once, or after one pass while the log is over its limit.
   */
  async gate(): Promise<void> {
    if (!this.full) return
    await this.pass
    await this.run()
    this.full = false
  }

  /** Moves the log concurrently with the writer, and closes the gate when the log is over its limit. */
  async relieve(): Promise<CheckpointPass> {
    const pass = await this.run()
    if (pass.logBytes > this.limitBytes) {
      // Moves new data at once, so that the pass that a batch waits for has almost nothing to move.
      await this.run()
      this.full = true
    }
    return pass
  }

  /** Runs a pass, or joins the current one. */
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
