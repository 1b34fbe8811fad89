import { NatsBus } from '../bus/nats'
import { NatsLink, type NatsLinkOptions } from '../bus/nats-link'
import type { BusPair } from './bus-contract'
import { eventually } from './eventually'

/** A node's connection, and what went wrong on it. */
export interface NatsNode extends AsyncDisposable {
  readonly link: NatsLink
  readonly bus: NatsBus
  readonly errors: unknown[]
}

/** Connects as one node does. */
export const natsNode = async (
  url: string,
  installation = 'test',
  options: Pick<NatsLinkOptions, 'pingMs'> = {},
): Promise<NatsNode> => {
  const errors: unknown[] = []
  const onError = (error: unknown) => errors.push(error)
  const link = await NatsLink.connect({ url, name: 'parley-test', onError, ...options })
  const bus = new NatsBus({ link, installation, onError })
  // The server knows what goes to every node.
  await link.settled()
  return { link, bus, errors, [Symbol.asyncDispose]: () => bus.stop() }
}

/**
 * Resolves when all messages that `from` has sent so far have arrived at `to`. Subscriptions and messages of one
 * connection keep their order, so a later message proves that earlier ones have arrived. It is repeated until the
 * servers know each other.
 */
const heardAfter = async (from: NatsLink, to: NatsLink): Promise<void> => {
  const subject = `test.settled.${crypto.randomUUID()}`
  let heard = false
  const stop = to.subscribe(subject, () => {
    heard = true
  })
  await eventually(async () => {
    from.publish(subject, Buffer.from('.'))
    await from.settled()
    return heard
  })
  stop()
}

/** Two nodes on one server or on two that know each other. */
export const natsPair = async (urls: readonly [string, string]): Promise<BusPair> => {
  const here = await natsNode(urls[0])
  const there = await natsNode(urls[1])
  const settled = async () => {
    await heardAfter(here.link, there.link)
    await heardAfter(there.link, here.link)
    await heardAfter(here.link, there.link)
  }
  await settled()
  return {
    here: here.bus,
    there: there.bus,
    settled,
    [Symbol.asyncDispose]: async () => {
      await here.bus.stop()
      await there.bus.stop()
    },
  }
}
