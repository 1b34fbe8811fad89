import { writeFileSync } from 'node:fs'
import { Context } from './context'
import { memory, reconnect } from './parts/crowd'
import { directHttp, directWs, latency } from './parts/direct'
import { history, sync } from './parts/reads'
import { room } from './parts/room'
import { start } from './parts/start'
import { performanceDocument, plainTable } from './report/markdown'
import type { Row } from './report/row'

const parts = {
  start,
  ws: directWs,
  http: directHttp,
  room,
  latency,
  memory,
  reconnect,
  sync,
  history,
} satisfies Record<string, (context: Context) => Promise<Row[]>>

export type PartName = keyof typeof parts
export const partNames = Object.keys(parts) as PartName[]

export interface BenchSettings {
  only: readonly PartName[]
  /** Length of each measurement. */
  seconds: number
  /** Where the document goes; a run of single parts writes none. */
  documentPath: string | undefined
  /** Flags of Bun for the measured server, such as `--cpu-prof`. */
  bunFlags: readonly string[]
}

/** Runs the parts one after the other and prints the table. Answers whether every target was reached. */
export const bench = async (settings: BenchSettings): Promise<boolean> => {
  const began = performance.now()
  const rows: Row[] = []
  await using context = new Context(settings.seconds, settings.bunFlags)
  for (const name of settings.only) {
    const partBegan = performance.now()
    try {
      rows.push(...(await parts[name](context)))
    } catch (error) {
      console.error(context.lastWords())
      throw error
    }
    console.error(`${name}: ${((performance.now() - partBegan) / 1_000).toFixed(1)} s`)
  }
  console.log(plainTable(rows))
  for (const row of rows) if (row.note !== undefined) console.log(`- ${row.work}: ${row.note}`)
  if (settings.documentPath !== undefined) {
    const seconds = (performance.now() - began) / 1_000
    const date = new Date().toISOString().slice(0, 10)
    writeFileSync(settings.documentPath, performanceDocument({ rows, date, command: 'npm run bench', seconds }))
  }
  return rows.every((row) => row.reached !== false)
}
