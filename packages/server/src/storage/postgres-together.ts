import type { ClientBase } from 'pg'

/** The driver has no public way to its socket; without it, queries simply go out one by one. */
interface Socket {
  cork?(): void
  uncork?(): void
}
const socketOf = (client: ClientBase): Socket | undefined =>
  (client as { connection?: { stream?: Socket } }).connection?.stream

/** Sends what `send` asks for with one write to the socket, where each query would be one. */
export const sendTogether = <T>(client: ClientBase, send: () => T): T => {
  const socket = socketOf(client)
  socket?.cork?.()
  try {
    return send()
  } finally {
    socket?.uncork?.()
  }
}

/** Lets what many callers ask of one connection in the same turn leave with one write: several reads may share it. */
export class TurnsWrites {
  private corked = false

  constructor(private readonly client: ClientBase) {}

  /** To be called before a query is sent. */
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
