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
`
