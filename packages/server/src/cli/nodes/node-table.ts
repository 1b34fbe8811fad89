import type { NodeReport } from '../../bus/peers'
import { printable } from '../../lib/printable'

const lag = (ms: number | undefined): string => (ms === undefined ? '-' : `${(ms / 1_000).toFixed(1)} s`)

const duration = (ms: number): string => {
  const minutes = Math.max(0, Math.floor(ms / 60_000))
  const days = Math.floor(minutes / 1_440)
  const hours = Math.floor(minutes / 60) % 24
  if (days > 0) return `${days} d ${hours} h`
  return hours > 0 ? `${hours} h ${minutes % 60} min` : `${minutes} min`
}

type Column = readonly [title: string, cell: (node: NodeReport, nowMs: number) => string]

const columns: readonly Column[] = [
  ['HOST', ({ host }) => host],
  ['VERSION', ({ version }) => version],
  ['ROLES', ({ roles }) => roles.join(',')],
  ['CONNECTIONS', ({ connections }) => String(connections)],
  ['MESSAGES/S', ({ messagesPerSecond }) => messagesPerSecond.toFixed(1)],
  ['SWEEP LAG', ({ sweepLagMs }) => lag(sweepLagMs)],
  ['WORK LAG', ({ workLagMs }) => lag(workLagMs)],
  ['UP', ({ startedAt }, nowMs) => duration(nowMs - startedAt)],
]

/** Nodes as a table for people, in the order of hosts and starts. */
export const nodeTable = (nodes: readonly NodeReport[], nowMs: number): string => {
  const sorted = [...nodes].sort((a, b) => a.host.localeCompare(b.host) || a.startedAt - b.startedAt)
  // Whatever speaks on NATS can call itself anything.
  const cells = (node: NodeReport) => columns.map(([, cell]) => printable(cell(node, nowMs)))
  const rows = [columns.map(([title]) => title), ...sorted.map(cells)]
  const widths = columns.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)))
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, at) => cell.padEnd(widths[at] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}
