import { errorFields, type Logger } from '../lib/logger'
import { durationBuckets, type Metrics } from '../lib/metrics'
import { ChatDeltas, type ChatDeltasOptions } from './chat-deltas'
import { Delivery, type DeliveryOptions } from './delivery'
import { ChatFeed, type ChatFeedOptions } from './feed'
import { Pull, type PullOptions } from './pull'

export interface CreateSyncOptions
  extends ChatDeltasOptions,
    ChatFeedOptions,
    Omit<PullOptions, 'deltas'>,
    Pick<DeliveryOptions, 'audience' | 'bus' | 'clock' | 'company' | 'elapsed' | 'memory'> {
  readonly logger: Logger
  readonly metrics: Metrics
}

/** Wires everything that brings clients up to date: pushes, and reads of missing changes. */
export const createSync = (options: CreateSyncOptions) => {
  const { database, logger, metrics } = options
  const sweeps = metrics.histogram({
    name: 'parley_sweep_seconds',
    help: 'One look for everything that moved lately.',
    buckets: durationBuckets,
  })
  const deltas = new ChatDeltas(options)
  const delivery = new Delivery({
    ...options,
    feed: new ChatFeed(options),
    databaseNow: () => database.now(),
    onError: (error) => logger.error('delivery failed', errorFields(error)),
    onSwept: (tookMs) => sweeps.observe(tookMs / 1_000),
  })
  return { deltas, delivery, pull: new Pull({ ...options, deltas }) }
}
