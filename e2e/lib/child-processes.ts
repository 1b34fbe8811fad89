import { readdirSync, readFileSync } from 'node:fs'

/** Why the child processes of a server can't be listed here; undefined when they can. */
export const noProcesses = process.platform === 'linux' ? undefined : 'only Linux lists processes in /proc'

/** State and parent of a process; undefined when it doesn't exist. */
const lookUp = (pid: string | number) => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The name before them may contain anything, in parentheses.
    const [, state = '', parent = ''] = /^.*\) (\S) (\d+)/s.exec(stat) ?? []
    return { state, parent: Number(parent) }
  } catch {
    return undefined
  }
}

/** True while a process runs. A process that has ended stays listed until its parent collects its exit code. */
export const isRunning = (pid: number): boolean => {
  const found = lookUp(pid)
  return found !== undefined && found.state !== 'Z'
}

/** The child processes of a process. */
export const childrenOf = (pid: number): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && lookUp(name)?.parent === pid)
    .map(Number)
    .filter(isRunning)
