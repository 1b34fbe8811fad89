import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../../packages/server/src/testing/free-port'
import { serverMain } from '../../../packages/server/src/testing/server-main'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')
const bun = join(root, 'node_modules', 'bun', 'bin', 'bun.exe')

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => child.once('exit', (code) => resolve(code)))

/** A real server as a child process, with its own data directory. */
export interface ParleyServer {
  readonly url: string
  readonly port: number
  /** The code of the setup link that it printed; undefined if there is an administrator already. */
  readonly setupCode: string | undefined
  /** The output so far. */
  output(): string
  stop(): Promise<void>
}

/**
 * Starts a server and waits until it serves. If it ends instead, the error contains its output.
 * @param fill fills the empty data directory before the start
 * @param words arguments after the program's name
 */
export const startParley = async (
  settings: Readonly<Record<string, string>>,
  fill?: (dataDir: string) => void,
  words: readonly string[] = ['serve'],
): Promise<ParleyServer> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-browser-'))
  fill?.(dataDir)
  const port = await freePort()
  const foreign = Object.entries(process.env).filter(([name]) => !name.startsWith('PARLEY_'))
  const own = { PARLEY_HOST: '127.0.0.1', PARLEY_PORT: `${port}`, PARLEY_TCP_PORT: 'off', PARLEY_DATA_DIR: dataDir }
  const child = spawn(bun, [serverMain, ...words], {
    cwd: dataDir,
    env: { ...Object.fromEntries(foreign), ...own, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text
    })
  const over = ended(child)
  // An aborted run ends without cleaning up after its tests.
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const stop = async () => {
    process.off('exit', kill)
    kill()
    await over
    rmSync(dataDir, { recursive: true, force: true })
  }
  const url = `http://127.0.0.1:${port}`
  for (;;) {
    const ready = await fetch(`${url}/ready`).catch(() => undefined)
    // The server responds shortly before it prints this line and the setup link.
    if (ready?.status === 200 && printed.includes(' is running on ')) break
    if (child.exitCode !== null) {
      await stop()
      throw new Error(`The server ended with ${child.exitCode} instead of serving:\n${printed}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return { url, port, setupCode: /\/setup\/(\S+)/.exec(printed)?.[1], output: () => printed, stop }
}
