import { durationBuckets, type Metrics } from '../lib/metrics'
import type { CommitPoint, Publication } from './database'

/** Progress of a commit and its results; passed to the watched database. */
export interface CommitWatch {
  observe(point: CommitPoint): void
  /** Number of messages stored so far. */
  readonly stored: number
  /** Counts visible changes. */
  countPublications(publications: readonly Publication[]): void
}

/**
 * Counts stored messages, and measures how long commits take to become durable.
 * @param elapsedMs milliseconds that only run forward
 */
export const watchCommits = (metrics: Metrics, elapsedMs: () => number): CommitWatch => {
  const messages = metrics.counter({ name: 'parley_messages_total', help: 'Messages stored.' })
  const commits = metrics.counter({ name: 'parley_commits_total', help: 'Transactions committed.' })
  const durable = metrics.histogram({
    name: 'parley_commit_durable_seconds',
    help: 'From the first commit of a round until all commits of the round are durable.',
    buckets: durationBuckets,
  })
  let roundBeganAt: number | undefined
  let total = 0
  return {
    get stored() {
      return total
    },
    observe: (point) => {
      if (point === 'after_commit') {
        commits.inc()
        roundBeganAt ??= elapsedMs()
      }
      if (point !== 'after_sync' || roundBeganAt === undefined) return
      durable.observe((elapsedMs() - roundBeganAt) / 1_000)
      roundBeganAt = undefined
    },
    countPublications: (publications) => {
      let stored = 0
      for (const one of publications) if (one.kind === 'chat' && !one.again) stored += one.delta.messages?.length ?? 0
      total += stored
      if (stored > 0) messages.inc([], stored)
    },
  }
}
