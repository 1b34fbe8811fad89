import { connectBus } from '../../bus/connect'
import { NatsStartError } from '../../bus/nats-start-error'
import type { NodeReport } from '../../bus/peers'
import type { Config } from '../../config/config'
import { systemClock } from '../../lib/clock'
import { withoutControls } from '../../lib/printable'
import { DatabaseStartError } from '../../storage/start-error'
import { readEpoch } from '../installation'
import { nodeTable } from './node-table'

/** The result of `parley nodes`. */
export type NodesAnswer =
  | { readonly outcome: 'listed'; readonly text: string }
  | { readonly outcome: 'refused'; readonly sentence: string }

/** Nodes answer at once; a busy one a little later. */
const WAIT_MS = 1_500

/** Asks over NATS which nodes of this installation are running. */
export const listNodes = async (config: Config, form: 'table' | 'json'): Promise<NodesAnswer> => {
  if (config.natsUrl === undefined)
    return refused('Without NATS there is only one node: set PARLEY_NATS_URL to the value of the nodes.')
  try {
    const epoch = await readEpoch(config)
    if (epoch === undefined) return refused('The database contains no installation yet: start a node once.')
    const nodes = await askNodes(config, epoch)
    if (form === 'json') return listed(`${jsonOf(nodes)}\n`)
    return nodes.length === 0
      ? listed(
          'No node answers: start one, or set PARLEY_NATS_URL and PARLEY_DATABASE_URL to the values of the nodes.\n',
        )
      : listed(nodeTable(nodes, systemClock.now()))
  } catch (error) {
    if (error instanceof NatsStartError || error instanceof DatabaseStartError) return refused(error.message)
    throw error
  }
}

/** JSON itself leaves C1 controls and changes of direction as they are. */
const jsonOf = (nodes: readonly NodeReport[]): string =>
  JSON.stringify(nodes, null, 2).split('\n').map(withoutControls).join('\n')

const listed = (text: string): NodesAnswer => ({ outcome: 'listed', text })
const refused = (sentence: string): NodesAnswer => ({ outcome: 'refused', sentence })

const askNodes = async (config: Config, installation: string): Promise<NodeReport[]> => {
  const onError = () => {}
  const { bus, peers } = await connectBus({ config, installation, name: 'parley nodes', clock: systemClock, onError })
  try {
    return (await peers?.list(WAIT_MS)) ?? []
  } finally {
    await bus.stop()
  }
}
