import { writeFileSync } from 'node:fs'
import { ClusterContext } from './cluster-context'
import { Context } from './context'
import { clusterMemory, clusterReconnect } from './parts/cluster'
import { clusterDirect, clusterLatency } from './parts/cluster-direct'
import { clusterSweep } from './parts/cluster-sweep'
import { memory, reconnect } from './parts/crowd'
import { directHttp, directWs, latency } from './parts/direct'
import { photos, ranges, upload } from './parts/files'
import { pulls } from './parts/pulls'
import { history, sync } from './parts/reads'
import { room } from './parts/room'
import { start } from './parts/start'
import { worst } from './parts/worst'
import { clusterDocument } from './report/cluster-document'
import { performanceDocument, plainTable, type Report } from './report/markdown'
import type { Row } from './report/row'

type Parts<C> = Readonly<Record<string, (context: C) => Promise<Row[]>>>

const embedded: Parts<Context> = {
  start,
  ws: directWs,
  http: directHttp,
  room,
  latency,
  memory,
  reconnect,
  sync,
  pulls,
  history,
  worst,
  upload,
  ranges,
  photos,
}

const cluster: Parts<ClusterContext> = {
  ws: clusterDirect,
  latency: clusterLatency,
  memory: clusterMemory,
  reconnect: clusterReconnect,
  sweep: clusterSweep,
}

/** The measured system: one node with everything in its process, or two nodes on PostgreSQL and NATS. */
export type Subject = 'embedded' | 'cluster'

/** The parts of a run, in order. */
export const partNames = { embedded: Object.keys(embedded), cluster: Object.keys(cluster) } as const

export interface BenchSettings {
  subject: Subject
  /** Names of the parts to run. */
  only: readonly string[]
  /** Length of each measurement, in seconds. */
  seconds: number
  /** The path of the document; a run of single parts writes none. */
  documentPath: string | undefined
  /** Bun's flags for the measured server, such as `--cpu-prof`. */
  bunFlags: readonly string[]
}

/** Runs the parts in sequence and prints the table. Returns true if every target was reached. */
export const bench = async (settings: BenchSettings): Promise<boolean> => {
  const began = performance.now()
  await using context = new Context(settings.seconds, settings.bunFlags)
  const rows = await measure(settings, context)
  const comparison = settings.subject === 'embedded' ? 'bare loop' : 'embedded'
  console.log(plainTable(rows, comparison))
  for (const row of rows) if (row.note !== undefined) console.log(`- ${row.work}: ${row.note}`)
  if (settings.documentPath !== undefined) {
    const seconds = (performance.now() - began) / 1_000
    writeFileSync(settings.documentPath, documentOf(settings.subject, { rows, seconds }))
  }
  return rows.every((row) => row.reached !== false)
}

const measure = async ({ subject, only }: BenchSettings, context: Context): Promise<Row[]> => {
  try {
    if (subject === 'embedded') return await runParts(embedded, only, context)
    await using both = await ClusterContext.start(context)
    return await runParts(cluster, only, both)
  } catch (error) {
    console.error(context.lastWords())
    throw error
  }
}

const runParts = async <C>(parts: Parts<C>, only: readonly string[], context: C): Promise<Row[]> => {
  const rows: Row[] = []
  for (const name of only) {
    const began = performance.now()
    rows.push(...((await parts[name]?.(context)) ?? []))
    console.error(`${name}: ${((performance.now() - began) / 1_000).toFixed(1)} s`)
  }
  return rows
}

const documentOf = (subject: Subject, { rows, seconds }: Pick<Report, 'rows' | 'seconds'>): string => {
  const date = new Date().toISOString().slice(0, 10)
  return subject === 'embedded'
    ? performanceDocument({ rows, date, command: 'npm run bench', seconds })
    : clusterDocument({ rows, date, command: 'npm run bench -- --cluster', seconds })
}
