import { machine, noteLine } from './markdown'
import type { WebRow } from './web-row'

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

/** The text of docs/performance-web.md. */
export const webDocument = ({ rows, seconds, browser }: WebReport): string => `# Performance of the web client

Written by \`npm run bench -- --web\` on ${new Date().toISOString().slice(0, 10)} (${Math.round(seconds)} s); machine: ${machine()},
${browser} without a graphics card. The data comes from \`npm run seed -- --big\`: a chat of 100,000 messages, 300 chats, a group
of 5,000. Server, browser and the measuring program share the machine. For lower targets on such a machine, see the column
*on this machine*; *reached* refers to it. Tests assert identity, order, distance and counts
([large.test.ts](../e2e/browser/large.test.ts)). Times are only here.

${webTable(rows)}

${rows
  .filter(({ note }) => note !== undefined)
  .map(({ id, work, note }) => noteLine(`${id}, ${work}`, note))
  .join('\n')}

## Method

- A time begins with the browser's own timestamp of the key or press, and ends with the first frame that visibly shows the
  expected result.
- A6 scrolls with the wheel, like the browser's own gestures. After each paint it counts rows and nodes, and checks that rows
  cover the view. This takes a part of each frame, and is included.
- A7 collects all garbage before it counts. Detached nodes are those that the browser counts outside the document.
- B18 includes the call and the round trip to the measuring program; B20 begins with the frame of the connection.
- A9 with stored data: the response is the frame with the changes in the chats.
- A9 offline: the browser has no network, and the service worker stopped with the last page.
- The rows about 3,000 chats come from a server of their own, and begin with an empty cache.
- A10 typing: the browser reports durations in steps of 8 ms, and 56 ms is the first one above 50.
- To run one part: \`npm run bench -- --web --only A6,A7\`; this writes no document. Another browser: \`PARLEY_CHROMIUM\`.
`
