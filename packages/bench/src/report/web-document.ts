import type { WebRow } from '../web/web-row'
import { machine } from './markdown'

export interface WebReport {
  readonly rows: readonly WebRow[]
  readonly seconds: number
  readonly browser: string
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
const mark = ({ reached }: WebRow): string => (reached === undefined ? '' : reached ? 'yes' : '**no**')
const heads = ['', 'work', 'target', 'on this machine', 'measured', 'reached']
const cellsOf = (row: WebRow) => [row.id, row.work, row.target, row.targetHere ?? '', row.measured, mark(row)]

/** The table as GitHub shows it. */
export const webTable = (rows: readonly WebRow[]): string =>
  [line(heads), line(heads.map(() => '---')), ...rows.map((row) => line(cellsOf(row)))].join('\n')

/** All of docs/performance-web.md. */
export const webDocument = ({ rows, seconds, browser }: WebReport): string => `# Performance of the web client

Written by \`npm run bench -- --web\` on ${new Date().toISOString().slice(0, 10)} (${Math.round(seconds)} s); machine: ${machine()},
${browser} without a graphics card. The data is that of \`npm run seed -- --big\`: a chat of 100,000 messages, 300 chats, a group
of 5,000. Server, browser and this program share the machine. Where such a machine is asked for less, the column
*on this machine* says so, and *reached* goes by it. Tests assert identity, order, distance and counts
([large.test.ts](../e2e/browser/large.test.ts)); times stand here alone.

${webTable(rows)}

${rows
  .filter(({ note }) => note !== undefined)
  .map(({ id, work, note }) => `- ${id}, ${work}: ${note}`)
  .join('\n')}

## How it is measured

- A time begins with the browser's own time stamp of the key or press, and ends with the first frame in which what is
  waited for is there and can be seen.
- A6 scrolls with the wheel, as the browser's own gestures do it. After each paint the rows, the nodes and whether rows
  cover the view are looked at; that costs some of each frame, and is counted in.
- A7 collects all garbage before it looks, and counts as detached what the browser counts beside the document.
- B18 includes the call and the way to this program and back; B20 begins with the frame of the connection.
- A9 over what is stored: the answer is the frame with what changed in the chats.
- The rows about 3,000 chats come from a server of their own, and begin with an empty cache.
- A10 typing: the browser tells durations in steps of 8 ms, and 56 ms is the first one above 50.
- A part alone: \`npm run bench -- --web --only A6,A7\`; it writes nothing. Another browser: \`PARLEY_CHROMIUM\`.
`
