import type { ClusterContext } from '../cluster-context'
import type { Row } from '../report/row'
import { memory, reconnect } from './crowd'

/** Idle connections on one of two nodes. */
export const clusterMemory = async (context: ClusterContext): Promise<Row[]> =>
  (await memory(context.crowdOn('one'))).map((row) => ({ ...row, work: `${row.work}, on one of two nodes` }))

/** All clients reconnect at the same moment, half of them to each node. */
export const clusterReconnect = async (context: ClusterContext): Promise<Row[]> =>
  (await reconnect(context.crowdOn('both'))).map((row) => ({ ...row, work: `${row.work}, half of them on each node` }))
