import { cpus, release } from 'node:os'
import type { Row } from './row'

/** Figures of other products, measured once in the way of this document, and kept with their date. */
const records: readonly (readonly [system: string, work: string, result: string])[] = [
  [
    'gochat (etcd, Redis, 4 processes), not stored',
    'direct message over HTTP, 64 senders',
    '1,142 messages/s, ack p50 53 ms',
  ],
  ['gochat', 'room of 1,000 sockets', '31,900 deliveries/s, queue growing, p50 4.5 s behind'],
  ['JIM (its README, 4 cores)', 'stored send', '465 messages/s, 2.15 ms each'],
  ['Node with `ws`, nothing but a loop', '1,000 sockets', '98,000 deliveries/s'],
  ['Bun publish loop, 1 / 4 / 16 publishers', '1,000 sockets', '114,000 / 433,000 / 1,460,000 deliveries/s'],
  ['bare C epoll loop, one `send` a message / four coalesced', '1,000 sockets', '178,000 / 663,000 deliveries/s'],
  ['Socket.IO 4 on Node', 'room of 1,000 sockets', '44,000 deliveries/s, 99 kB a connection'],
  ['ejabberd 23.01, archive in mnesia / SQLite / none', '64 pairs, 8 in flight', '864 / 312 / 8,835 messages/s'],
  ['ejabberd 23.01', 'room of 1,000 sockets', '14,000–16,000 deliveries/s'],
  ['mosquitto, QoS 0', '1,000 subscribers', '74,000 deliveries/s'],
]

/** The machine, as far as it decides the figures. */
export const machine = (): string => `${cpus().length} cores, Linux ${release()}, Bun ${Bun.version}`

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

const mark = (row: Row): string => (row.reached === undefined ? '' : row.reached ? 'yes' : '**no**')

/** What the rows compare themselves with. */
export type Comparison = 'bare loop' | 'embedded'

/** The table as GitHub shows it. */
export const table = (rows: readonly Row[], comparison: Comparison): string =>
  [
    line(['work', 'target', 'measured', 'reached', `${comparison}, same run`, `of the ${comparison}`]),
    line(['---', '---', '---', '---', '---', '---']),
    ...rows.map((row) => line([row.work, row.target, row.measured, mark(row), row.bare ?? '', row.ratio ?? ''])),
  ].join('\n')

/** What a reader must know to judge the figures. */
export const notes = (rows: readonly Row[]): string =>
  rows
    .filter((row) => row.note !== undefined)
    .map((row) => `- ${row.work}: ${row.note}`)
    .join('\n')

export interface Report {
  rows: readonly Row[]
  date: string
  command: string
  seconds: number
}

/** All of docs/performance.md. */
export const performanceDocument = (report: Report): string => `# Performance

Written by \`${report.command}\` on ${report.date} (${Math.round(report.seconds)} s); machine: ${machine()}.
The server, with all its threads, is pinned to one core and the load to another; the data directory is on a real disk.
It runs on its defaults (SQLite, in-process bus), with the limits of rate switched off. Every message is answered only
after an \`fdatasync\` that covers it. What counts is the ratio to the bare loops of the same run: a Bun server that
publishes each message and answers it, without parsing, checking or storing, and the same on Node with \`ws\`.
Frames have the same shape and nearly the same size in all of them.

${table(report.rows, 'bare loop')}

${notes(report.rows)}

## How to read it

- A ratio over 100 % in a room: whatever one commit made durable goes out as one frame to each socket, while the bare loop
  sends a frame for every message. With one message in flight there is nothing to put together, and each waits for its \`fdatasync\`.
- The bare loop of direct messages does nothing at all with a message. What Parley does with the rest of the core is, by
  profile (\`npm run bench -- --only ws --bun-flag=--cpu-prof\`): SQLite's inserts and COMMIT a quarter, writing to sockets a
  sixth, turning answers and deltas into JSON a tenth, starting the \`fdatasync\` a twentieth; no other function has more than 3 %.
- Where a target is not reached the table says so, and the notes say what the two cores did: other work on the machine shows
  in the slowest answers first.

## How it is measured

The load tool is \`packages/bench\`. It writes frames that were encoded once and are patched in place, and reads the few
bytes of each frame that counting needs: ids of answers, and \`from\` and \`rev\` of deltas. Every receiver checks that
revs follow each other, so a lost or repeated delivery fails the run. People, chats and histories are written into the
database before the server starts. One part alone: \`${report.command} -- --only ws,room\`;
\`${report.command} -- --help\` names the parts.
Two nodes on PostgreSQL and NATS are measured by \`${report.command} -- --cluster\`: [figures](performance-cluster.md).
The web client is measured in a browser by \`${report.command} -- --web\`: [figures](performance-web.md).
What a call costs as a server grows is measured by \`${report.command} -- --growth\`: [figures](performance-growth.md).
\`npm run seed -- --big\` fills an empty data directory with a chat of 100,000 messages, 300 chats and a group of 5,000.

## Records of other products

Measured on one two-core machine the day the project began; they are dated records, not part of a run.

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
