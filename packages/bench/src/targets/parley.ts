import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ConnectionTarget } from '../drive/member'
import { type CpuOf, cpuSeconds, rssBytes } from '../lib/process-stats'
import { sleep } from '../lib/wait'
import { type Child, startPinned, stop } from './child'

export interface ParleySettings {
  /** The core for the server. Without one it isn't pinned. */
  core?: number
  /** The directory for the server's data directory and log. */
  directory: string
  name: string
  /** The address to listen on. Several addresses of 127.0.0.0/8 need 0.0.0.0. */
  host?: string
  /** Bun's own flags, such as `--cpu-prof`. */
  bunFlags?: readonly string[]
  /** The built server; by default this tree's. */
  entry?: string
  /** More settings of the server, such as engines other than the embedded ones. */
  env?: Readonly<Record<string, string>>
}

/** The build that `npm start` runs. `npm run bench` creates it. */
const ownEntry = join(import.meta.dir, '../../../server/dist/main.js')
const startLimitMs = 20_000

/**
 * A Parley server as a child process. It uses the embedded default unless `env` says otherwise, with rate limits off.
 */
export class ParleyServer implements AsyncDisposable {
  private constructor(
    readonly child: Child,
    readonly port: number,
    /** The time from starting the process to its first response. */
    readonly startMs: number,
  ) {}

  static dataDirectory(settings: Pick<ParleySettings, 'directory' | 'name'>): string {
    return join(settings.directory, settings.name)
  }

  /** Starts a server and waits for its first response. If the server ends instead, the error contains its output. */
  static async start(settings: ParleySettings): Promise<ParleyServer> {
    const data = ParleyServer.dataDirectory(settings)
    mkdirSync(data, { recursive: true })
    const port = freePort()
    const began = performance.now()
    const child = startPinned({
      command: [process.execPath, ...(settings.bunFlags ?? []), settings.entry ?? ownEntry],
      ...(settings.core === undefined ? {} : { core: settings.core }),
      cwd: settings.directory,
      outputPath: join(settings.directory, `${settings.name}.log`),
      env: {
        PARLEY_HOST: settings.host ?? '127.0.0.1',
        PARLEY_PORT: String(port),
        PARLEY_TCP_PORT: 'off',
        PARLEY_DATA_DIR: data,
        PARLEY_RATE_LIMITS: 'off',
        PARLEY_DIRECT_CHATS: 'everyone',
        PARLEY_LOG_FORMAT: 'json',
        ...settings.env,
      },
    })
    let ended = false
    void child.exited.then(() => {
      ended = true
    })
    while (!(await answers(port))) {
      if (ended) throw new Error(`the server ended instead of starting:\n${child.output()}`)
      if (performance.now() - began > startLimitMs) throw new Error(`the server does not respond:\n${child.output()}`)
      await sleep(2)
    }
    return new ParleyServer(child, port, performance.now() - began)
  }

  get cpu(): CpuOf {
    return { server: this.cpuSeconds }
  }

  /** CPU time used so far, in seconds. */
  readonly cpuSeconds = (): number => cpuSeconds(this.child.pid)

  get rssBytes(): number {
    return rssBytes(this.child.pid)
  }

  /** A WebSocket of a signed-in person. */
  place(token: string, host = '127.0.0.1'): ConnectionTarget {
    return { address: { host, port: this.port, path: '/ws', token }, session: true }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await stop(this.child)
  }
}

const freePort = (): number => {
  const listener = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { data: () => {} } })
  const { port } = listener
  listener.stop(true)
  return port
}

const answers = async (port: number): Promise<boolean> => {
  try {
    return (await fetch(`http://127.0.0.1:${port}/ready`)).ok
  } catch {
    return false
  }
}
