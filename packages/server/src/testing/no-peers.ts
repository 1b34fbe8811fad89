import type { Peers } from '../bus/peers'

/** Other nodes without forwarded calls. */
export const noPeers: Peers = {
  serve: async () => () => {},
  request: () => Promise.reject(new Error('nobody serves')),
  announce: async () => {},
  list: async () => [],
}
