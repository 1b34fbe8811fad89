import type { GrowthSize } from '../seed/growth-dataset'
import { machine } from './markdown'
import { whole } from './row'

/** One call at one size: medians, and how long slow calls take. */
export interface GrowthResult {
  readonly name: string
  /** The quantity that grows. */
  readonly by: keyof GrowthSize
  /** CPU time of the server, and of PostgreSQL if that is the store, in milliseconds. */
  readonly cpuMs: number
  /** From the call to its response, in milliseconds. */
  readonly waitMs: number
  /** The same for the slowest twentieth. */
  readonly slowMs: number
}

export interface GrowthRun {
  readonly store: 'sqlite' | 'postgres'
  readonly sizes: readonly GrowthSize[]
  /** The calls at each size, in the same order. */
  readonly results: readonly (readonly GrowthResult[])[]
}

const storeNames = { sqlite: 'SQLite', postgres: 'PostgreSQL' } as const
const heads = [
  'call',
  'by',
  'small',
  'large',
  'ten times larger',
  'large / small',
  'ten times / large',
  'waited',
  'p95',
]

const digits = (ms: number): string => (ms < 10 ? ms.toFixed(2) : ms.toFixed(1))

/** The cells of a run, one row for each call. */
export const growthCells = ({ results }: GrowthRun): string[][] => {
  const [small = [], large = [], largest = []] = results
  return small.map(({ name, by, cpuMs }, at) => {
    const [second, third] = [large[at]?.cpuMs ?? Number.NaN, largest[at]?.cpuMs ?? Number.NaN]
    const ratios = [second / cpuMs, third / second].map((ratio) => ratio.toFixed(2))
    const { waitMs = Number.NaN, slowMs = Number.NaN } = largest[at] ?? {}
    return [name, by, ...[cpuMs, second, third].map(digits), ...ratios, digits(waitMs), digits(slowMs)]
  })
}

const sizeLine = ({ messages, members, people, chats, acts }: GrowthSize): string =>
  `${whole(messages)} messages, ${whole(members)} members, ${whole(people)} people, ${whole(chats)} chats, ${whole(acts)} acts`

/** The table for a terminal. */
export const plainGrowth = (run: GrowthRun): string => {
  const rows = [heads, ...growthCells(run)]
  const widths = heads.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
  return [`${storeNames[run.store]}: ms of CPU, medians`, ...run.sizes.map(sizeLine), ...lines].join('\n')
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

const section = (run: GrowthRun): string =>
  [`## ${storeNames[run.store]}`, '', line(heads), line(heads.map(() => '---')), ...growthCells(run).map(line)].join(
    '\n',
  )

/** The text of docs/performance-growth.md. */
export const growthDocument = (
  runs: readonly GrowthRun[],
  seconds: number,
): string => `# Cost of calls as a server grows

Written by \`npm run bench -- --growth\` on ${new Date().toISOString().slice(0, 10)} (${Math.round(seconds)} s); machine: ${machine()}.
Each call runs alone on a server without other work. The figures are medians of its CPU time in milliseconds. They include the server
with all its threads, and PostgreSQL where that is the store. *Waited* is the median time from the call to its response at the largest
size, with the disk. *p95* is that time for the slowest twentieth. The ratios compare the cost at ten times the size: 1 is flat.

The sizes, each in a database of its own. They count messages in a chat, members of a group, chats of one person, and acts of
administrators in the audit log:

${(runs[0]?.sizes ?? []).map((size) => `- ${sizeLine(size)}`).join('\n')}

The column *by* names the growing quantity. Of the group's members, 200 are connected.

${runs.map(section).join('\n\n')}

Larger sizes: \`npm run bench -- --growth --scale 5\` multiplies all sizes (a group has at most 100,000 members).
\`--store sqlite\` measures one store. Both write no document.
`
