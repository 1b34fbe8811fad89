import type { Core } from '../core'
import type { Metrics } from '../lib/metrics'
import type { Engines } from './engines'

/** The metrics of this node except calls and commits. */
export const addServiceMetrics = (metrics: Metrics, core: Core, { database, bus }: Engines): void => {
  metrics.gauge({
    name: 'parley_connections',
    help: 'Open connections.',
    read: () => core.gateway.count,
  })
  metrics.gauge({
    name: 'parley_strangers',
    help: 'Open connections without a session.',
    read: () => core.gateway.strangerCount,
  })
  metrics.gauge({
    name: 'parley_online',
    help: 'People with at least one connection, on any node, but for those who hide it.',
    read: () => core.online.count,
  })
  metrics.gauge({
    name: 'parley_queue_length',
    help: 'Work that waits: writes for their commit, password hashes and pictures for a processor, mails for the mail server.',
    labels: ['queue'],
    read: () => [
      [['writes'], database.waiting],
      [['passwords'], core.passwords.queueLength],
      [['pictures'], core.media.pictures.queueLength],
      [['mails'], core.mail.queue.length],
    ],
  })
  metrics.gauge({
    name: 'parley_picture_processes',
    help: 'Processes that decode pictures.',
    read: () => core.media.pictures.pids.length,
  })
  metrics.gauge({
    name: 'parley_picture_cpu_seconds_total',
    help: 'Processor time of the processes that decode pictures.',
    read: () => core.media.pictures.cpuSeconds,
  })
  metrics.gauge({
    name: 'parley_session_lookups_total',
    help: 'Tokens looked up, by whether memory had the answer.',
    labels: ['found'],
    read: () => [
      [['memory'], core.sessions.cacheUse.hits],
      [['database'], core.sessions.cacheUse.misses],
    ],
  })
  metrics.gauge({
    name: 'parley_reachable',
    help: '1 while an engine can be reached, else 0.',
    labels: ['engine'],
    read: () => [
      [['database'], database.reachable ? 1 : 0],
      [['bus'], bus.state === 'up' ? 1 : 0],
    ],
  })
  metrics.gauge({
    name: 'parley_sweep_lag_seconds',
    help: 'Since the last sweep that succeeded.',
    read: () => core.delivery.sweepLagMs / 1_000,
  })
}
