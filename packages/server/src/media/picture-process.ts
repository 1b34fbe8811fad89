import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type PictureAnswer, type PictureJob, READY } from './picture-job'

/** How a process ended: with an exit code, or by a signal. */
export interface Ended {
  readonly exitCode: number | null
  readonly signal: string | null
  /** Whether it had come so far as to take pictures. */
  readonly wasReady: boolean
}

/** The program's file beside this one: a source, or a part of the built server. */
const program = fileURLToPath(new URL(`./picture-child${extname(import.meta.url)}`, import.meta.url))

/** A process that makes pictures, one at a time. It ends with this process, in whatever way this one ends. */
export class PictureProcess {
  private readonly child: Bun.Subprocess<'ignore', 'ignore', 'ignore'>
  private settle: ((outcome: PictureAnswer | Ended) => void) | undefined
  private lastCpuMs = 0
  private isReady = false
  /** Resolves when the process is gone. */
  readonly ended: Promise<Ended>

  constructor() {
    const ended = Promise.withResolvers<Ended>()
    this.ended = ended.promise
    this.child = Bun.spawn({
      cmd: [process.execPath, '--smol', program],
      // It knows nothing of the server's settings, which hold secrets. A crash is reported here alone.
      env: { DO_NOT_TRACK: '1', BUN_ENABLE_CRASH_REPORTING: '0' },
      stdin: 'ignore',
      stdout: 'ignore',
      stderr: 'ignore',
      serialization: 'advanced',
      ipc: (message: PictureAnswer | typeof READY) => this.hear(message),
      onExit: (_, exitCode, signalCode) => {
        const signal = signalCode === null ? null : String(signalCode)
        const end = { exitCode, signal, wasReady: this.isReady }
        this.settleWith(end)
        ended.resolve(end)
      },
    })
    this.child.unref()
  }

  get pid(): number {
    return this.child.pid
  }

  /** Processor time used since its start: exact once it has ended, before that as of its last answer. */
  get cpuMs(): number {
    const used = this.child.resourceUsage()
    return used ? Number(used.cpuTime.total) / 1_000 : this.lastCpuMs
  }

  get isAlive(): boolean {
    return !this.child.killed && this.child.exitCode === null && this.child.signalCode === null
  }

  /** Makes a picture, or answers how the process ended meanwhile. One at a time. */
  make(job: PictureJob): Promise<PictureAnswer | Ended> {
    const { promise, resolve } = Promise.withResolvers<PictureAnswer | Ended>()
    this.settle = resolve
    // An event loop that nothing holds would spin while it waits.
    this.child.ref()
    this.child.send(job)
    return promise
  }

  /** Ends it at once, whatever it does. */
  kill(): void {
    this.child.kill('SIGKILL')
  }

  private hear(message: PictureAnswer | typeof READY): void {
    if (message === READY) {
      this.isReady = true
      return
    }
    this.lastCpuMs = message.cpuMs
    this.settleWith(message)
  }

  private settleWith(outcome: PictureAnswer | Ended): void {
    this.child.unref()
    this.settle?.(outcome)
    this.settle = undefined
  }
}
