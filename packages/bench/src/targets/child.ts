/** Measured processes, pinned to one core, with their output in a file. */
import { closeSync, openSync, readFileSync } from 'node:fs'
import { sleep } from '../lib/wait'

export interface Child {
  pid: number
  /** The output so far. */
  output(): string
  exited: Promise<number>
  kill(signal: NodeJS.Signals): void
}

export interface ChildSettings {
  command: readonly string[]
  /** The core for the process. Without one it isn't pinned. */
  core?: number
  outputPath: string
  env?: Readonly<Record<string, string>>
  cwd?: string
}

const alive = new Set<Bun.Subprocess>()
process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL')
})

/**
 * Starts a process, pinned to a core if the settings name one. It ends with this process. `exec` in taskset keeps the
 * pid.
 */
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
