import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { Context } from '../context'
import { Latencies } from '../lib/latencies'
import { exactCpuMs } from '../lib/process-stats'
import { sleep } from '../lib/wait'
import { type GrowthResult, type GrowthRun, growthDocument, plainGrowth } from '../report/growth-document'
import { copyToPostgres } from '../seed/copy-to-postgres'
import { databasePath } from '../seed/datasets'
import { type GrowthDataset, type GrowthSize, seedGrowthDataset } from '../seed/growth-dataset'
import { ParleyServer } from '../targets/parley'
import { Services } from '../targets/services'
import { type GrowthCall, growthCalls } from './growth-calls'

export const growthStores = ['sqlite', 'postgres'] as const
export type Store = (typeof growthStores)[number]

/** Each size is ten times the previous one. */
const growthSizes = (scale: number): readonly GrowthSize[] =>
  [1, 10, 100].map((factor) => ({
    messages: 10_000 * factor * scale,
    members: Math.min(100_000, 500 * factor * scale),
    people: 2_000 * factor * scale,
    chats: 50 * factor * scale,
    acts: 20_000 * factor * scale,
  }))

const rounds = 40
const warmUpRounds = 40
/** Work that a call leaves for after its response counts as part of it. */
const settleMs = 2

/** Measures the CPU time of a call in the server's processes, and the time that its caller waits. */
const measure = async ({ call }: GrowthCall, cpuMs: () => number): Promise<Omit<GrowthResult, 'name' | 'by'>> => {
  const [worked, waited] = [new Latencies(), new Latencies()]
  for (let round = 0; round < warmUpRounds + rounds; round++) {
    const [before, began] = [cpuMs(), performance.now()]
    await call(round)
    const took = performance.now() - began
    await sleep(settleMs)
    if (round < warmUpRounds) continue
    waited.add(took)
    worked.add(cpuMs() - before)
  }
  return { cpuMs: worked.at(0.5), waitMs: waited.at(0.5), slowMs: waited.at(0.95) }
}

const measureAll = async (
  server: ParleyServer,
  dataset: GrowthDataset,
  cpuMs: () => number,
): Promise<GrowthResult[]> => {
  const { calls, pushMessage, close } = await growthCalls(server, dataset)
  const results: GrowthResult[] = []
  for (const one of calls) {
    results.push({ name: one.name, by: one.by, ...(await measure(one, cpuMs)) })
    await pushMessage()
  }
  close()
  return results
}

const onSqlite = async (context: Context, name: string, size: GrowthSize): Promise<GrowthResult[]> => {
  const dataset = await context.seed(name, (data) => seedGrowthDataset(data, size))
  await using server = await context.empty(name)
  return await measureAll(server, dataset, () => exactCpuMs([server.child.pid]))
}

const onPostgres = async (context: Context, name: string, size: GrowthSize): Promise<GrowthResult[]> => {
  const { directory, serverCore: core } = context
  await using services = await Services.start(core)
  const dataset = await context.seed(name, (data) => seedGrowthDataset(data, size))
  const databaseUrl = await services.createDatabase(name)
  const start = () =>
    ParleyServer.start({
      ...{ directory, name: `${name}-node`, core },
      env: { PARLEY_DATABASE_URL: databaseUrl, PARLEY_BLOBS_URL: pathToFileURL(`${directory}/${name}-blobs`).href },
    })
  await (await start())[Symbol.asyncDispose]()
  await copyToPostgres(databasePath(ParleyServer.dataDirectory({ directory, name })), databaseUrl)
  await using server = await start()
  return await measureAll(server, dataset, () => exactCpuMs([server.child.pid, ...services.postgresPids()]))
}

export interface GrowthSettings {
  readonly stores: readonly Store[]
  /** The factor for all sizes. */
  readonly scale: number
  readonly documentPath: string | undefined
}

/** Measures the stores in sequence and prints a table for each. */
export const growthBench = async ({ stores, scale, documentPath }: GrowthSettings): Promise<void> => {
  const began = performance.now()
  await using context = new Context(1, [])
  const runs: GrowthRun[] = []
  for (const store of stores) {
    const run = await growth(context, store, scale)
    console.log(`${plainGrowth(run)}\n`)
    runs.push(run)
  }
  if (documentPath !== undefined) writeFileSync(documentPath, growthDocument(runs, (performance.now() - began) / 1_000))
}

/** Measures every call at each size on one store. Each size has its own temporary database. */
const growth = async (context: Context, store: Store, scale: number): Promise<GrowthRun> => {
  const sizes = growthSizes(scale)
  const results: GrowthResult[][] = []
  for (const [at, size] of sizes.entries()) {
    const began = performance.now()
    results.push(await (store === 'sqlite' ? onSqlite : onPostgres)(context, `growth_${store}_${at}`, size))
    console.error(`${store}, ${size.messages} messages: ${((performance.now() - began) / 1_000).toFixed(1)} s`)
  }
  return { store, sizes, results }
}
