import type { Config } from '../config/config'
import type { Clock } from '../lib/clock'
import type { Bus } from './bus'
import { InProcessBus } from './in-process'
import type { Peers } from './peers'

export interface ConnectBusOptions {
  readonly config: Pick<Config, 'natsUrl'>
  /** The common name of one database's nodes: letters, digits, `_` and `-`. */
  readonly installation: string
  /** Shown by NATS in its list of connections. */
  readonly name: string
  readonly clock: Clock
  readonly onError: (error: unknown) => void
}

/** The connection of this node to the others. */
export interface Connected {
  /** Stopping it also ends what `peers` use. */
  readonly bus: Bus
  /** Undefined: this node is alone. */
  readonly peers?: Peers
}

/**
 * The configured bus.
 * @throws {NatsStartError} when NATS cannot be used
 */
export const connectBus = async (options: ConnectBusOptions): Promise<Connected> => {
  const { config, installation, name, clock, onError } = options
  if (config.natsUrl === undefined) return { bus: new InProcessBus() }
  // Loaded only where it is used: a start without NATS is not to wait for it.
  const [{ NatsBus }, { NatsLink }, { NatsPeers }] = await Promise.all([
    import('./nats'),
    import('./nats-link'),
    import('./nats-peers'),
  ])
  const link = await NatsLink.connect({ url: config.natsUrl, name, onError })
  const bus = new NatsBus({ link, installation, onError })
  const peers = new NatsPeers({ link, installation, clock, onError })
  return { bus, peers }
}
