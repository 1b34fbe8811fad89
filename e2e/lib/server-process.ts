import { join } from 'node:path'
import { eventually } from '@parley/server/src/testing/eventually'
import { freePort } from '@parley/server/src/testing/free-port'
import { serverMain } from '@parley/server/src/testing/server-main'
import { isScaled, scaledSettings } from './engines'

export interface ServerOptions {
  readonly dataDir: string
  readonly port: number
  readonly env?: Readonly<Record<string, string>>
  /** A script to run instead of the server. */
  readonly script?: string
  /** Wraps the server's command line, such as in a tracer's. */
  readonly inside?: (command: readonly string[]) => readonly string[]
}

/** How a server ended. */
export interface Ending {
  readonly exitCode: number | null
  readonly output: string
}

/** A server process that a test starts, and that ends with the test. */
export interface ServerProcess extends AsyncDisposable {
  readonly url: string
  readonly port: number
  readonly pid: number
  /** The TCP port for clients, once the server has printed it. */
  tcpPort(): Promise<number>
  readonly ended: Promise<Ending>
  /** The output so far. */
  output(): string
  /** Sends a signal and waits for the process to end. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<Ending>
}

const collect = async (stream: ReadableStream<Uint8Array>, keep: (text: string) => void): Promise<void> => {
  const decoder = new TextDecoder()
  for await (const chunk of stream) keep(decoder.decode(chunk, { stream: true }))
}

/** Starts a server without waiting for it. Only the given settings apply, not those of this process. */
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
    if (port === undefined) throw new Error(`The server ended before it accepted TCP clients:\n${output}`)
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

/**
 * Starts a server, on a free port by default, and waits until it serves. If it ends instead, the error contains its
 * output.
 */
export const startServer = async (
  options: Omit<ServerOptions, 'port'> & Partial<Pick<ServerOptions, 'port'>>,
): Promise<ServerProcess> => {
  const engines = isScaled ? await scaledSettings(options.dataDir) : {}
  const port = options.port ?? (await freePort())
  const server = spawnServer({ ...options, port, env: { ...engines, ...options.env } })
  const ended = server.ended.then(({ exitCode, output }) => {
    throw new Error(`The server ended with code ${exitCode} instead of serving:\n${output}`)
  })
  ended.catch(() => {})
  for (;;) {
    const ready = await Promise.race([fetch(`${server.url}/ready`).catch(() => undefined), ended])
    if (ready?.status === 200) return server
    await Promise.race([Bun.sleep(10), ended])
  }
}
