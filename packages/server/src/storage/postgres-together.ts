import type { ClientBase } from 'pg'

/**
 * Sends what `send` asks for with one write to the socket, where each query would be one. The driver has no public way to its
 * socket; without it, the queries simply go out one by one.
 */
export const sendTogether = <T>(client: ClientBase, send: () => T): T => {
  const { connection } = client as { connection?: { stream?: { cork?(): void; uncork?(): void } } }
  connection?.stream?.cork?.()
  try {
    return send()
  } finally {
    connection?.stream?.uncork?.()
  }
}
