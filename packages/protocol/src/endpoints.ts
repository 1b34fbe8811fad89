/** Addresses of a running server, as its documents name them. */
export interface Endpoints {
  /** Origin of the HTTP side, such as `https://chat.example`. */
  readonly origin: string
  /** Where clients connect over TCP, such as `tcp://chat.example:7001`. Absent when TCP is off. */
  readonly tcp?: string
  /** The programs that can connect over TCP: those on the server's machine only, or others, too. */
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
