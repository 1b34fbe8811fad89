import { machine, notes, type Report, table } from './markdown'

/** All of docs/performance-cluster.md. */
export const clusterDocument = (report: Report): string => `# Performance of two nodes on PostgreSQL and NATS

Written by \`${report.command}\` on ${report.date} (${Math.round(report.seconds)} s); machine: ${machine()}.
Two nodes, PostgreSQL and NATS share one core, so that the result can be compared with the embedded default (SQLite,
in-process bus) pinned to the same core in the same run; the load has the other. PostgreSQL waits for its disk
(\`fsync\` and \`synchronous_commit\` are on), limits of rate are switched off. [Performance](performance.md) says how it is
measured, and what one node does alone.

${table(report.rows, 'embedded')}

${notes(report.rows)}

## How to read it

- One core does here what the embedded default does and more: PostgreSQL's work of each transaction, a message over NATS for
  each chat of it, and its reading on the second node. On machines of their own PostgreSQL and NATS take nothing from the
  nodes: then the third row counts. A latency holds the turns of four processes on one core.
- By profile (\`npm run bench -- --cluster --only ws --bun-flag=--cpu-prof\`) the node of the senders spends about a tenth
  of its time in writing to NATS, once for each commit, which on one core also wakes who reads there; as much in sending to
  PostgreSQL and hearing its answers, and a sixth in reading calls and deciding them.
- A reconnecting client needs about fifteen lookups, however many of its chats moved. Reads that find all snapshots under way
  share the next one, and what they ask of a lookup in the same turn is one query, planned once: PostgreSQL's part is small.
  Most of the CPU goes into the nodes, for what the embedded default does as well; nobody is refused.
- What a sweep costs grows with the chats that moved within its two minutes, not with those that exist.
`
