import type { Latencies } from '../lib/latencies'
import { CoreWatch, type CpuOf, cpuSeconds, readCpu } from '../lib/process-stats'
import { sleep } from '../lib/wait'
import type { Counts } from './member'

/** The durations of a run. Messages during the warm-up don't count. */
export interface Span {
  warmUpMs: number
  measureMs: number
}

export interface Measured {
  acksPerSecond: number
  deliveriesPerSecond: number
  ackP50Ms: number
  ackP99Ms: number
  failures: number
  gaps: number
  /** Shares of one core. */
  serverCpu: number
  /** The same for each part of the server. */
  cpuOf: Readonly<Record<string, number>>
  loadCpu: number
  /** CPU time of all other processes on the machine, in shares of one core. */
  othersCpu: number
}

/** Measures a running load, and returns its rates after the warm-up. */
export const measureWindow = async (
  run: { counts: Counts; acks: Latencies; cpu: CpuOf },
  span: Span,
): Promise<Measured> => {
  const { counts, acks, cpu } = run
  await sleep(span.warmUpMs)
  acks.clear()
  const cores = new CoreWatch()
  const before = { ...counts, at: performance.now(), parts: readCpu(cpu), load: cpuSeconds(process.pid) }
  await sleep(span.measureMs)
  const seconds = (performance.now() - before.at) / 1_000
  const cpuOf = Object.fromEntries(
    Object.entries(readCpu(cpu)).map(([part, used]) => [part, (used - (before.parts[part] ?? 0)) / seconds]),
  )
  const serverCpu = Object.values(cpuOf).reduce((sum, share) => sum + share, 0)
  const loadCpu = (cpuSeconds(process.pid) - before.load) / seconds
  const busy = cores.busy().reduce((sum, share) => sum + share, 0)
  return {
    acksPerSecond: (counts.acks - before.acks) / seconds,
    deliveriesPerSecond: (counts.deliveries - before.deliveries) / seconds,
    ackP50Ms: acks.at(0.5),
    ackP99Ms: acks.at(0.99),
    failures: counts.failures,
    gaps: counts.gaps,
    serverCpu,
    cpuOf,
    loadCpu,
    othersCpu: Math.max(0, busy - serverCpu - loadCpu),
  }
}
