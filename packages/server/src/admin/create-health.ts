import { StorageList, type StorageListOptions } from '../usage/storage-list'
import { NodeList, type NodeListOptions } from './node-list'

export interface CreateHealthOptions extends StorageListOptions {
  /** The running nodes; left out in tests without any. */
  readonly nodes?: NodeListOptions['nodes']
}

/** Wires what administrators see of the state of the server. */
export const createHealth = ({ nodes = async () => ({ own: '', nodes: [] }), ...parts }: CreateHealthOptions) => ({
  nodes: new NodeList({ ...parts, nodes }),
  storage: new StorageList(parts),
})
export type HealthParts = ReturnType<typeof createHealth>
