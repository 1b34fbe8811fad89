/** Processes that are measured: pinned to one core, with their output in a file. */
import { closeSync, openSync, readFileSync } from 'node:fs'
import { sleep } from '../lib/wait'

export interface Child {
  pid: number
  /** What it has printed so far. */
  output(): string
  exited: Promise<number>
  kill(signal: NodeJS.Signals): void
}

export interface ChildSettings {
  command: readonly string[]
  /** The core it is pinned to; without one it runs where it likes. */
  core?: number
  outputPath: string
  env?: Readonly<Record<string, string>>
  cwd?: string
}

const alive = new Set<Bun.Subprocess>()
process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL')
})

/** Starts a process, on one core if one is named; it does not outlive this one. `exec` in taskset keeps the pid. */
export const startPinned = (settings: ChildSettings): Child => {
  const file = openSync(settings.outputPath, 'w')
  const pinned = settings.core === undefined ? [] : ['taskset', '-c', String(settings.core)]
  const child = Bun.spawn([...pinned, ...settings.command], {
    env: { ...process.env, ...settings.env },
    ...(settings.cwd === undefined ? {} : { cwd: settings.cwd }),
    stdin: 'ignore',
    stdout: file,
    stderr: file,
  })
  closeSync(file)
  alive.add(child)
  void child.exited.then(() => alive.delete(child))
  return {
    pid: child.pid,
    output: () => readFileSync(settings.outputPath, 'utf8'),
    exited: child.exited,
    kill: (signal) => child.kill(signal),
  }
}

/** Stops a child and waits for its end. */
export const stop = async (child: Child): Promise<void> => {
  child.kill('SIGTERM')
  const late = sleep(15_000).then(() => child.kill('SIGKILL'))
  await Promise.race([child.exited, late])
  await child.exited
}
