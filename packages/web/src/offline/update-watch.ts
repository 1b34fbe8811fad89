/** The part of `build.json` about the newest build. */
export interface Build {
  readonly build: string
  readonly files: readonly string[]
}

/** The used part of a service worker's registration. */
export interface Workers {
  readonly active: Pick<ServiceWorker, 'postMessage'> | null
  readonly installing: unknown
  readonly waiting: Pick<ServiceWorker, 'postMessage'> | null
  update(): Promise<unknown>
}

interface UpdateWatchOptions {
  /** The build of this page. */
  readonly own: string
  /** Gets the server's build. Undefined without a network. */
  readonly newest: () => Promise<Build | undefined>
  /** Undefined without a service worker. */
  readonly workers: Workers | undefined
  /** The server has another build, and a reload would get it. */
  readonly onReady: () => void
}

/** The pause before a check is repeated. It doubles with each repetition. */
const firstPauseMs = 10_000
const longestPauseMs = 60 * 60_000

/** The build that a service worker serves. */
const keptBuild = (worker: Pick<ServiceWorker, 'postMessage'>): Promise<string> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = ({ data }: MessageEvent<string>) => {
      port1.close()
      resolve(data)
    }
    worker.postMessage('build', [port2])
  })

/** Finds out when the server has another build than this page, and a reload would get it. */
export class UpdateWatch {
  #pauseMs = firstPauseMs
  #timer: ReturnType<typeof setTimeout> | undefined
  #ready = false

  constructor(private readonly options: UpdateWatchOptions) {}

  /**
   * Checks now. Repeats the check while the server's build is unknown, or the service worker has yet to store it. Either
   * can fail while servers restart.
   */
  look(): void {
    this.#pauseMs = firstPauseMs
    this.#check()
  }

  #check(): void {
    if (!this.#ready) void this.#compare().catch(() => undefined)
  }

  async #compare(): Promise<void> {
    const { own, newest, onReady } = this.options
    const server = await newest()
    if (this.#ready) return
    clearTimeout(this.#timer)
    if (server?.build === own) return
    this.#timer = setTimeout(() => this.#check(), this.#pauseMs)
    this.#pauseMs = Math.min(longestPauseMs, this.#pauseMs * 2)
    if (!server) return
    if (!(await this.#wouldLoad(server))) return this.#hurry()
    if (this.#ready) return
    clearTimeout(this.#timer)
    this.#ready = true
    onReady()
  }

  /**
   * Has the service worker store the server's build. Chromium sometimes lets a worker that has stored it wait for minutes,
   * although it asked to take over at once. It then takes over when it asks again.
   */
  async #hurry(): Promise<void> {
    const { workers } = this.options
    workers?.waiting?.postMessage('take over')
    await workers?.update()
  }

  /** Whether a reload gets the server's build. Without a service worker, also after a failed installation, it does. */
  async #wouldLoad({ build }: Build): Promise<boolean> {
    const { workers } = this.options
    if (workers?.active) return (await keptBuild(workers.active)) === build
    return !workers?.installing && !workers?.waiting
  }
}
