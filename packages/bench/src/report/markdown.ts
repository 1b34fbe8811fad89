import { cpus, release } from 'node:os'
import type { Row } from './row'

/** Figures of other products, each measured once with this method, and kept with their date. */
const records: readonly (readonly [system: string, work: string, result: string])[] = [
  [
    'gochat (etcd, Redis, 4 processes), not stored',
    'direct message over HTTP, 64 senders',
    '1,142 messages/s, ack p50 53 ms',
  ],
  ['gochat', 'room of 1,000 sockets', '31,900 deliveries/s, queue growing, p50 4.5 s behind'],
  ['JIM (its README, 4 cores)', 'stored send', '465 messages/s, 2.15 ms each'],
  ['Node with `ws`, only a loop', '1,000 sockets', '98,000 deliveries/s'],
  ['Bun publish loop, 1 / 4 / 16 publishers', '1,000 sockets', '114,000 / 433,000 / 1,460,000 deliveries/s'],
  ['bare C epoll loop, one `send` a message / four coalesced', '1,000 sockets', '178,000 / 663,000 deliveries/s'],
  ['Socket.IO 4 on Node', 'room of 1,000 sockets', '44,000 deliveries/s, 99 kB a connection'],
  ['ejabberd 23.01, archive in mnesia / SQLite / none', '64 pairs, 8 in flight', '864 / 312 / 8,835 messages/s'],
  ['ejabberd 23.01', 'room of 1,000 sockets', '14,000–16,000 deliveries/s'],
  ['mosquitto, QoS 0', '1,000 subscribers', '74,000 deliveries/s'],
]

/** The parts of the machine that affect the figures. */
export const machine = (): string => `${cpus().length} cores, Linux ${release()}, Bun ${Bun.version}`

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

const mark = (row: Row): string => (row.reached === undefined ? '' : row.reached ? 'yes' : '**no**')

/** The baseline that the rows are compared with. */
export type Comparison = 'bare loop' | 'embedded'

/** The table as GitHub shows it. */
export const table = (rows: readonly Row[], comparison: Comparison): string =>
  [
    line(['work', 'target', 'measured', 'reached', `${comparison}, same run`, `of the ${comparison}`]),
    line(['---', '---', '---', '---', '---', '---']),
    ...rows.map((row) => line([row.work, row.target, row.measured, mark(row), row.bare ?? '', row.ratio ?? ''])),
  ].join('\n')

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** A note on one figure, as a list item. */
export const noteLine = (work: string, note = ''): string => `- **${capital(work)}.** ${capital(note)}`

/** Explanations of the figures. */
export const notes = (rows: readonly Row[]): string =>
  rows
    .filter((row) => row.note !== undefined)
    .map(({ work, note }) => noteLine(work, note))
    .join('\n')

export interface Report {
  rows: readonly Row[]
  date: string
  command: string
  seconds: number
}

/** The text of docs/performance.md. */
export const performanceDocument = (report: Report): string => `# Performance

Written by \`${report.command}\` on ${report.date} (${Math.round(report.seconds)} s); machine: ${machine()}.
The server, with all its threads, is pinned to one core and the load to another. The data directory is on a real disk.
The server runs on its defaults (SQLite, in-process bus), with rate limits switched off. It acknowledges every message only
after an \`fdatasync\` that covers it. The important figure is the ratio to the bare loops of the same run. One is a Bun server that
publishes and acknowledges each message without parsing, checking or storing, the other the same on Node with \`ws\`.
Frames have the same shape and nearly the same size in all loops.

${table(report.rows, 'bare loop')}

${notes(report.rows)}

## Interpretation

- Room ratios can exceed 100 %. All messages of one commit go out as one frame to each socket, while the bare loop sends a frame
  for every message. With one message in flight there is nothing to combine, and each waits for its \`fdatasync\`.
- The bare loop of direct messages does nothing with a message. A profile (\`npm run bench -- --only ws --bun-flag=--cpu-prof\`)
  shows Parley's use of the core. SQLite's inserts and COMMIT take a quarter, and writing to sockets a sixth. Encoding responses and
  deltas as JSON takes a tenth, starting the \`fdatasync\` a twentieth. No other function has more than 3 %.
- The table marks missed targets, and the notes show the load of the two cores. Other work on the machine shows in the slowest
  responses first.

## Method

The load tool is \`packages/bench\`. It encodes frames once and patches them in place. Of each received frame it reads only
the bytes for counting: ids of responses, and \`from\` and \`rev\` of deltas. Every receiver checks that revs are consecutive,
so a lost or repeated delivery fails the run. Users, chats and histories are written into the database before the server
starts. To run one part: \`${report.command} -- --only ws,room\`;
\`${report.command} -- --help\` names the parts.
\`${report.command} -- --cluster\` measures two nodes on PostgreSQL and NATS: [figures](performance-cluster.md).
\`${report.command} -- --web\` measures the web client in a browser: [figures](performance-web.md).
\`${report.command} -- --growth\` measures the cost of calls as a server grows: [figures](performance-growth.md).
\`npm run seed -- --big\` fills an empty data directory with a chat of 100,000 messages, 300 chats and a group of 5,000.

## Records of other products

These were measured on one two-core machine on the day the project began. They are dated records, not part of a run.

${line(['system', 'work', 'result'])}
${line(['---', '---', '---'])}
${records.map(line).join('\n')}
`

/** The same table for a terminal. */
export const plainTable = (rows: readonly Row[], comparison: Comparison): string => {
  const cells = [
    ['work', 'target', 'measured', 'reached', comparison, 'ratio'],
    ...rows.map((row) => [
      row.work,
      row.target,
      row.measured,
      mark(row).replaceAll('*', ''),
      row.bare ?? '',
      row.ratio ?? '',
    ]),
  ]
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  return cells
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
