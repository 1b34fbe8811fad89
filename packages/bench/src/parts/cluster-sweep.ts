/** Measures the cost of the sweep, with which a node finds messages that the bus lost, every ten seconds. */
import { SQL } from 'bun'
import type { ClusterContext } from '../cluster-context'
import { connect } from '../drive/member'
import type { CpuOf } from '../lib/process-stats'
import { eachOf, sleep } from '../lib/wait'
import { ms, percent, type Row, whole } from '../report/row'
import type { ParleyServer } from '../targets/parley'

const size = { people: 1_000, chats: 100_000 }
const sweepEveryMs = 10_000
const firstLimitMs = 120_000

/** The number of a node's sweeps so far, and their total time. */
const sweeps = async (node: ParleyServer): Promise<{ count: number; seconds: number }> => {
  const text = await (await fetch(`http://127.0.0.1:${node.port}/metrics`)).text()
  const read = (name: string) => Number(new RegExp(`^parley_sweep_seconds_${name} (\\S+)$`, 'm').exec(text)?.[1])
  return { count: read('count'), seconds: read('sum') }
}

/** Waits for the next sweeps of a node. Returns the time of one sweep and the CPU time that each part used for it. */
const nextSweeps = async (node: ParleyServer, cpu: CpuOf, wanted: number) => {
  const before = { ...(await sweeps(node)), cpu: read(cpu) }
  const deadline = performance.now() + firstLimitMs + wanted * sweepEveryMs
  let now = before as { count: number; seconds: number }
  while (now.count < before.count + wanted) {
    if (performance.now() > deadline) throw new Error('the node does not sweep')
    await sleep(200)
    now = await sweeps(node)
  }
  const count = now.count - before.count
  const used = read(cpu)
  return {
    tookMs: ((now.seconds - before.seconds) / count) * 1_000,
    cpuMs: Object.fromEntries(
      Object.entries(used).map(([part, seconds]) => [part, ((seconds - (before.cpu[part] ?? 0)) / count) * 1_000]),
    ),
  }
}

const read = (cpu: CpuOf): Record<string, number> =>
  Object.fromEntries(Object.entries(cpu).map(([part, seconds]) => [part, seconds()]))

/** Sweeps over 100,000 changed chats, on a node without connections and on a node that serves all of these chats. */
export const clusterSweep = async (context: ClusterContext): Promise<Row[]> => {
  const { cluster, dataset, databaseUrl } = await context.moving(size)
  const database = new SQL(databaseUrl, { max: 1 })
  // A time in the future keeps them within the window of every sweep in this run.
  await database.unsafe('update chats set changed_min = (extract(epoch from now()) / 60)::int8 + 60')
  await database.unsafe('vacuum analyze chats')
  await database.close()
  await nextSweeps(cluster.b, {}, 1)
  const nobody = await nextSweeps(cluster.b, pick(cluster.cpu, 'node B'), 1)
  const connections = await eachOf(dataset.people, 64, (person) => connect(cluster.a.place(person.token), {}))
  const first = await nextSweeps(cluster.a, pick(cluster.cpu, 'node A'), 1)
  const later = await nextSweeps(cluster.a, pick(cluster.cpu, 'node A'), 2)
  for (const connection of connections) connection.cut()
  await cluster[Symbol.asyncDispose]()
  const cost = ({ tookMs, cpuMs }: typeof later) => `${ms(tookMs)}, ${ms(Object.values(cpuMs)[0] ?? 0)} CPU of the node`
  const share = (Object.values(later.cpuMs)[0] ?? 0) / sweepEveryMs
  return [
    {
      work: `one sweep over ${whole(size.chats)} chats that changed within its window, on a node without connections`,
      target: '',
      measured: cost(nobody),
    },
    {
      work: `the same on a node that serves all of these chats (${whole(size.people)} people in ${whole((size.chats * 2) / size.people)} each)`,
      target: '',
      measured: cost(later),
      note: `every ten seconds, it uses ${percent(share)} of a core, including all other work of the idle node. The first sweep after ${whole(size.people)} people connected looks up the former members of each chat, because the node has published nothing there yet. It took ${cost(first)}.`,
    },
  ]
}

const pick = (cpu: CpuOf, part: string): CpuOf => ({ [part]: cpu[part] ?? (() => 0) })
