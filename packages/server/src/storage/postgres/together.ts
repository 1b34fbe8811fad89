import type { ClientBase } from 'pg'

/** The driver has no public access to its socket. Without it, queries go out one by one. */
interface Socket {
  cork?(): void
  uncork?(): void
}
const socketOf = (client: ClientBase): Socket | undefined =>
  (client as { connection?: { stream?: Socket } }).connection?.stream

/** Sends the queries of `send` with one write to the socket, instead of one write each. */
export const sendTogether = <T>(client: ClientBase, send: () => T): T => {
  const socket = socketOf(client)
  socket?.cork?.()
  try {
    return send()
  } finally {
    socket?.uncork?.()
  }
}

/**
 * Combines the queries of many callers on one connection in the same turn into one write, because several reads may
 * share it.
 */
export class TurnsWrites {
  private corked = false

  constructor(private readonly client: ClientBase) {}

  /** Call this before sending a query. */
  gather(): void {
    if (this.corked) return
    const socket = socketOf(this.client)
    if (!socket?.cork) return
    this.corked = true
    socket.cork()
    setImmediate(() => {
      this.corked = false
      socket.uncork?.()
    })
  }
}
