import { readdirSync, readFileSync } from 'node:fs'

/** Why the processes that a server starts cannot be seen here; undefined where they can. */
export const noProcesses = process.platform === 'linux' ? undefined : 'only Linux lists processes in /proc'

/** State and parent of a process; undefined when there is none. */
const lookUp = (pid: string | number) => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The name before may hold anything, in parentheses.
    const [, state = '', parent = ''] = /^.*\) (\S) (\d+)/s.exec(stat) ?? []
    return { state, parent: Number(parent) }
  } catch {
    return undefined
  }
}

/** Whether a process still does something: one that has ended may be listed until its parent takes notice. */
export const isRunning = (pid: number): boolean => {
  const found = lookUp(pid)
  return found !== undefined && found.state !== 'Z'
}

/** The processes that a process has started. */
export const childrenOf = (pid: number): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && lookUp(name)?.parent === pid)
    .map(Number)
    .filter(isRunning)
