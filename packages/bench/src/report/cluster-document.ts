import { machine, notes, type Report, table } from './markdown'

/** The text of docs/performance-cluster.md. */
export const clusterDocument = (report: Report): string => `# Performance of two nodes on PostgreSQL and NATS

Written by \`${report.command}\` on ${report.date} (${Math.round(report.seconds)} s); machine: ${machine()}.
Two nodes, PostgreSQL and NATS share one core. So the result can be compared with the embedded default (SQLite, in-process
bus), pinned to the same core in the same run. The load has the other core. PostgreSQL waits for its disk (\`fsync\` and
\`synchronous_commit\` are on), and rate limits are switched off. [Performance](performance.md) describes the method and the
figures of one node alone.

${table(report.rows, 'embedded')}

${notes(report.rows)}

## Interpretation

- One core does more work here than for the embedded default. It adds PostgreSQL's work for each transaction. For each of its
  chats it adds a message over NATS and a read on the second node. On machines of their own, PostgreSQL and NATS take nothing from the
  nodes: then the third row counts. A latency includes the turns of four processes on one core.
- A profile (\`npm run bench -- --cluster --only ws --bun-flag=--cpu-prof\`) shows the time of the senders' node. It spends about
  a tenth in writing to NATS, once for each commit, which on one core also wakes the readers. It spends as much in the exchange
  with PostgreSQL, and a sixth in reading and deciding calls.
- A reconnecting client needs about fifteen lookups, for any number of changed chats. When all snapshots are in use, reads share
  the next one. Their lookups of one kind in the same turn are one query, planned once, so PostgreSQL's part is small. Most of
  the CPU goes into the nodes, for the same work as in the embedded default. No client is refused.
- The cost of a sweep grows with the chats that changed within its two minutes, not with all chats.
`
