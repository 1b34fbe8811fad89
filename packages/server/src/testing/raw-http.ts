import { connect } from 'node:net'

export interface RawAnswer {
  /** Undefined when the connection ended without an answer. */
  readonly status: number | undefined
  readonly body: string
}

/** A request exactly as it stands, whose path no client has tidied up; answers what comes until the server ends the connection. */
export const rawHttp = (port: number, head: readonly string[], body = ''): Promise<RawAnswer> =>
  new Promise((resolve) => {
    let heard = ''
    const socket = connect({ port, host: '127.0.0.1' })
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      heard += chunk
    })
    socket.on('close', () => {
      const status = /^HTTP\/1\.1 (\d{3})/.exec(heard)?.[1]
      const from = heard.indexOf('\r\n\r\n')
      resolve({
        status: status === undefined ? undefined : Number(status),
        body: from < 0 ? '' : heard.slice(from + 4),
      })
    })
    socket.write(`${[...head, 'Host: 127.0.0.1', 'Connection: close'].join('\r\n')}\r\n\r\n${body}`)
  })
