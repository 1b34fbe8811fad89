/** TCP for Bun and Node. Browsers have no sockets: nothing that runs there imports this file. */
import { connect, type Socket as TcpSocket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { SocketEvents, Transport } from '../api'

/** How a server over `tcps://` is known. */
export interface TcpOptions {
  /** The PEM certificate to trust, for servers that signed theirs themselves. */
  readonly ca?: string
}

const defaultPort = 7001

/** Reaches the server at `tcp://host:port`, or encrypted at `tcps://host:port`: one frame a line. */
export const tcpTransport = (url: string, options: TcpOptions = {}): Transport => ({
  connect(events) {
    const { protocol, hostname, port } = new URL(url)
    const at = { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? defaultPort : Number(port) }
    const encrypted = protocol === 'tcps:'
    const socket = encrypted ? connectTls({ ...at, ...options }) : connect(at)
    return carry(socket, { opened: encrypted ? 'secureConnect' : 'connect', events })
  },
})

const carry = (socket: TcpSocket, { opened, events }: { opened: string; events: SocketEvents }) => {
  let open = false
  let closed = false
  /** TCP has no close codes: the server's last line says it. */
  let code = 1006
  const end = (closedWith: number) => {
    if (closed) return
    closed = true
    open = false
    events.onClose(closedWith)
  }
  const lines = lineReader((line) => {
    if (closed) return
    code = closeCodeOf(line) ?? code
    events.onFrame(line)
  })
  socket.setNoDelay(true)
  socket.on(opened, () => {
    if (closed) return
    open = true
    events.onOpen()
  })
  socket.on('data', lines)
  // The error itself is unimportant: the connection is repeated either way.
  socket.on('error', () => end(1006))
  socket.on('close', () => end(code))
  return {
    send: (frame: string) => {
      if (open) socket.write(`${frame}\n`)
    },
    // A dead network never finishes closing: a closing client is done at once, and a program that ends does not wait.
    close: () => {
      if (open) socket.end()
      else socket.destroy()
      socket.unref()
      end(1000)
    },
  }
}

/** Cuts what arrives into lines, wherever its packets begin and end. */
const lineReader = (hear: (line: string) => void): ((chunk: Uint8Array | string) => void) => {
  const decoder = new TextDecoder()
  let rest = ''
  return (chunk) => {
    const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })
    const [first = '', ...others] = text.split('\n')
    rest += first
    for (const next of others) {
      hear(rest)
      rest = next
    }
  }
}

const closeCodeOf = (line: string): number | undefined => {
  // Looked into only when it can be one: deltas are many.
  if (!line.includes('"session.closed"')) return undefined
  try {
    const { method, params } = JSON.parse(line) as { method?: unknown; params?: { code?: unknown } }
    return method === 'session.closed' && typeof params?.code === 'number' ? params.code : undefined
  } catch {
    return undefined
  }
}
