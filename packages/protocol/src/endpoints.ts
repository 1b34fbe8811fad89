/** Addresses of a running server, as its documents name them. */
export interface Endpoints {
  /** Origin of the HTTP side, such as `https://chat.example`. */
  readonly origin: string
  /** Where clients connect over TCP, such as `tcp://chat.example:7001`; absent where TCP is switched off. */
  readonly tcp?: string
  /** Who reaches it over TCP: programs on the machine of the server only, or others too. */
  readonly tcpReach?: 'machine' | 'network'
}

/** A server that was started on this machine without settings. */
export const localEndpoints: Endpoints = {
  origin: 'http://localhost:8080',
  tcp: 'tcp://localhost:7001',
  tcpReach: 'machine',
}

/** The address for WebSocket connections. */
export const webSocketUrl = ({ origin }: Endpoints): string => `${origin.replace(/^http/, 'ws')}/ws`
