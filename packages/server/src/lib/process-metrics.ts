import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Metrics } from './metrics'

const NS_PER_SECOND = 1e9

/** Adds what the process itself uses: memory, processor time, and how late its event loop runs. */
export const addProcessMetrics = (metrics: Metrics): void => {
  const delay = monitorEventLoopDelay({ resolution: 20 })
  delay.enable()
  const startedAtSeconds = Date.now() / 1_000 - process.uptime()
  metrics.gauge({
    name: 'process_resident_memory_bytes',
    help: 'Memory that the process holds.',
    read: () => process.memoryUsage.rss(),
  })
  metrics.gauge({
    name: 'process_cpu_seconds_total',
    help: 'Processor time used.',
    read: () => {
      const { user, system } = process.cpuUsage()
      return (user + system) / 1e6
    },
  })
  metrics.gauge({
    name: 'process_start_time_seconds',
    help: 'When the process started, in epoch seconds.',
    read: () => startedAtSeconds,
  })
  metrics.gauge({
    name: 'parley_event_loop_lag_seconds',
    help: 'How late timers run: median and 99th percentile since the last look.',
    labels: ['quantile'],
    read: () => {
      const levels = [['0.5'], ['0.99']].map(
        ([quantile = '']) => [[quantile], delay.percentile(Number(quantile) * 100) / NS_PER_SECOND] as const,
      )
      delay.reset()
      return levels
    },
  })
}
