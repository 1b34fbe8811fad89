/** Statistics of processes from the kernel. Linux only, like the pinning. */
import { readdirSync, readFileSync } from 'node:fs'

const ticksPerSecond = 100

/** CPU time used by all threads of a process so far, in seconds. */
export const cpuSeconds = (pid: number): number => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}

/** CPU time used by all threads of some processes so far, in milliseconds. It is as exact as the kernel's scheduler. */
export const exactCpuMs = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => sum + threadNs(pid).reduce((ns, one) => ns + one, 0), 0) / 1_000_000

const threadNs = (pid: number): number[] => {
  try {
    const paths = readdirSync(`/proc/${pid}/task`).map((thread) => `/proc/${pid}/task/${thread}/schedstat`)
    return paths.map((path) => Number(readFileSync(path, 'utf8').split(' ')[0]))
  } catch {
    // The process or one of its threads has ended since it was listed.
    return []
  }
}

/** The parts of the measured system, each with a function that returns its CPU time so far, in seconds. */
export type CpuOf = Readonly<Record<string, () => number>>

/** The CPU time of each part so far, in seconds. */
export const readCpu = (cpu: CpuOf): Record<string, number> =>
  Object.fromEntries(Object.entries(cpu).map(([part, seconds]) => [part, seconds()]))

/** CPU time of all direct and indirect child processes with this name, in seconds. */
export const startedCpuSeconds = (ancestor: number, name: string): number => {
  const processes = readProcesses()
  return descendants(processes, ancestor, name).reduce((sum, pid) => sum + (processes.get(pid)?.cpuSeconds ?? 0), 0)
}

/** Direct and indirect child processes with this name. */
export const startedPids = (ancestor: number, name: string): number[] => descendants(readProcesses(), ancestor, name)

const descendants = (processes: ReturnType<typeof readProcesses>, ancestor: number, name: string): number[] => {
  const descends = (pid: number): boolean => {
    const parent = processes.get(pid)?.parent ?? 0
    return parent === ancestor || (parent > 0 && descends(parent))
  }
  return [...processes].filter(([pid, process]) => process.name === name && descends(pid)).map(([pid]) => pid)
}

const readProcesses = (): Map<number, { name: string; parent: number; cpuSeconds: number }> => {
  const found = new Map<number, { name: string; parent: number; cpuSeconds: number }>()
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8')
      const nameEnd = stat.lastIndexOf(')')
      const fields = stat.slice(nameEnd + 2).split(' ')
      found.set(Number(entry), {
        name: stat.slice(stat.indexOf('(') + 1, nameEnd),
        parent: Number(fields[1]),
        cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond,
      })
    } catch {
      // The process has ended since it was listed.
    }
  }
  return found
}

/** Resident memory of a process, in bytes. */
export const rssBytes = (pid: number): number => {
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(line?.[1] ?? 0) * 1024
}

/** How many files this process, and those it starts, may have open. */
export const openFilesLimit = (): number => {
  const line = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))
  return Number(line?.[1] ?? 1_024)
}

/** Measures how busy each core is with all processes together. */
export class CoreWatch {
  #last = readCores()

  /** Busy share (0 … 1) of each core since the last call. */
  busy(): number[] {
    const now = readCores()
    const shares = now.map(([busy, total], core) => {
      const [busyBefore, totalBefore] = this.#last[core] ?? [0, 0]
      return total === totalBefore ? 0 : (busy - busyBefore) / (total - totalBefore)
    })
    this.#last = now
    return shares
  }
}

const readCores = (): (readonly [busy: number, total: number])[] =>
  readFileSync('/proc/stat', 'utf8')
    .split('\n')
    .filter((line) => /^cpu\d/.test(line))
    .map((line) => {
      const ticks = line.split(/\s+/).slice(1, 9).map(Number)
      const total = ticks.reduce((sum, tick) => sum + tick, 0)
      return [total - (ticks[3] ?? 0) - (ticks[4] ?? 0), total] as const
    })
