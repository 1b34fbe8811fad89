import { writeFileSync } from 'node:fs'
import { webDocument, webTable } from '../report/web-document'
import type { WebRow } from '../report/web-row'
import { details } from './details'
import { flooding } from './flooding'
import { manyChats } from './many-chats'
import { jumping, sending, switching } from './moving'
import { otherUsers, rendering, viewing } from './others'
import { memory, scrolling } from './scrolling'
import { starting } from './starting'
import { WebContext } from './web-context'

/** Parts by the behaviours of WEB.md that they measure. Parts that others would disturb run first. */
const parts: Readonly<Record<string, (context: WebContext) => Promise<WebRow[]>>> = {
  A9: starting,
  chats: manyChats,
  A5: jumping,
  A4: sending,
  A6: scrolling,
  A7: memory,
  A8: switching,
  C22: viewing,
  details,
  B18: otherUsers,
  B20: rendering,
  A10: flooding,
}

export const webPartNames = Object.keys(parts)

export interface WebBenchSettings {
  readonly only: readonly string[]
  /** The path of the document; a run of single parts writes none. */
  readonly documentPath: string | undefined
}

/** Measures the web client in a browser. Returns true if every target for this machine was reached. */
export const webBench = async ({ only, documentPath }: WebBenchSettings): Promise<boolean> => {
  const began = performance.now()
  await using context = await WebContext.start()
  const rows: WebRow[] = []
  for (const name of webPartNames.filter((one) => only.includes(one))) {
    const started = performance.now()
    rows.push(...((await parts[name]?.(context)) ?? []))
    console.error(`${name}: ${((performance.now() - started) / 1_000).toFixed(1)} s`)
  }
  rows.sort((a, b) => order(a.id) - order(b.id))
  console.log(webTable(rows))
  const seconds = (performance.now() - began) / 1_000
  if (documentPath !== undefined)
    writeFileSync(documentPath, webDocument({ rows, seconds, browser: `Chromium ${context.version}` }))
  return rows.every(({ reached }) => reached !== false)
}

/** Sorts `A10` after `A9`. */
const order = (id: string): number => id.charCodeAt(0) * 100 + Number(id.slice(1))
