import { join } from 'node:path'
import { eventually } from '@parley/server/src/testing/eventually'
import { freePort } from '@parley/server/src/testing/free-port'
import { serverMain } from '@parley/server/src/testing/server-main'
import { isScaled, scaledSettings } from './engines'

export interface ServerOptions {
  readonly dataDir: string
  readonly port: number
  readonly env?: Readonly<Record<string, string>>
  /** A script to run in the place of the server's own. */
  readonly script?: string
  /** Runs the server's command line inside another one, such as a tracer's. */
  readonly inside?: (command: readonly string[]) => readonly string[]
}

/** How a server ended. */
export interface Ending {
  readonly exitCode: number | null
  readonly output: string
}

/** A server process started by a test, and ended with it. */
export interface ServerProcess extends AsyncDisposable {
  readonly url: string
  readonly port: number
  readonly pid: number
  /** Where it takes clients over TCP, once it has said so. */
  tcpPort(): Promise<number>
  readonly ended: Promise<Ending>
  /** Everything that it has printed so far. */
  output(): string
  /** Sends a signal and waits for the end. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<Ending>
}

const collect = async (stream: ReadableStream<Uint8Array>, keep: (text: string) => void): Promise<void> => {
  const decoder = new TextDecoder()
  for await (const chunk of stream) keep(decoder.decode(chunk, { stream: true }))
}

/** Starts a server without waiting for it. Its settings are the given ones alone, whatever this process has. */
export const spawnServer = (options: ServerOptions): ServerProcess => {
  const { port } = options
  const foreign = Object.entries(process.env).filter(([name]) => !name.startsWith('PARLEY_'))
  const own = {
    PARLEY_HOST: '127.0.0.1',
    PARLEY_PORT: String(port),
    PARLEY_TCP_PORT: '0',
    PARLEY_DATA_DIR: options.dataDir,
  }
  const plain = [process.execPath, options.script ?? serverMain, 'serve']
  const command = options.inside?.(plain) ?? plain
  const child = Bun.spawn([...command], {
    cwd: join(options.dataDir, '..'),
    env: {
      ...Object.fromEntries(foreign),
      ...own,
      PARLEY_LOG_LEVEL: 'warn',
      PARLEY_DIRECT_CHATS: 'everyone',
      ...options.env,
    },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  })
  let output = ''
  const keep = (text: string) => {
    output += text
  }
  const printed = Promise.all([collect(child.stdout, keep), collect(child.stderr, keep)])
  const ended = child.exited.then(async () => {
    await printed
    return { exitCode: child.exitCode, output }
  })
  const tcpPort = async () => {
    const said = () => /tcps?:\/\/\S+:(\d+)/.exec(output)?.[1]
    await eventually(() => said() !== undefined || child.exitCode !== null)
    const port = said()
    if (port === undefined) throw new Error(`The server ended before it took clients over TCP:\n${output}`)
    return Number(port)
  }
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal)
    return ended
  }
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    pid: child.pid,
    tcpPort,
    ended,
    output: () => output,
    end,
    [Symbol.asyncDispose]: async () => void (await end('SIGKILL')),
  }
}

/** Starts a server, on a free port when none is given, and waits until it serves. Throws with what it printed when it ends instead. */
export const startServer = async (
  options: Omit<ServerOptions, 'port'> & Partial<Pick<ServerOptions, 'port'>>,
): Promise<ServerProcess> => {
  const engines = isScaled ? await scaledSettings(options.dataDir) : {}
  const port = options.port ?? (await freePort())
  const server = spawnServer({ ...options, port, env: { ...engines, ...options.env } })
  const ended = server.ended.then(({ exitCode, output }) => {
    throw new Error(`The server ended with ${exitCode} instead of serving:\n${output}`)
  })
  ended.catch(() => {})
  for (;;) {
    const ready = await Promise.race([fetch(`${server.url}/ready`).catch(() => undefined), ended])
    if (ready?.status === 200) return server
    await Promise.race([Bun.sleep(10), ended])
  }
}
