import { connect, createServer, type Server, type Socket } from 'node:net'

/** The fault of a request on its way to a store, or of its response. */
export type Fault =
  /** The proxy answers with this status itself. */
  | { readonly kind: 'status'; readonly status: number; readonly code: string }
  /** Neither the request nor an answer arrives, and nothing is closed. */
  | { readonly kind: 'silence' }
  /** The connection breaks after so many bytes of the request. */
  | { readonly kind: 'break'; readonly afterBytes: number }
  /** The connection breaks after so many bytes of the answer. */
  | { readonly kind: 'break_answer'; readonly afterBytes: number }
  /** Nothing more comes after so many bytes of the answer. */
  | { readonly kind: 'stall_answer'; readonly afterBytes: number }

/** Chooses what happens to a request by its first line, such as `PUT /bucket/name HTTP/1.1`. */
export type Faults = (line: string) => Fault | undefined

const startPattern = /^(?:GET|HEAD|PUT|POST|DELETE) [^\r\n]*/

/** Stands before a store that speaks HTTP and passes bytes on as they are, but for planted faults. */
export class FaultProxy implements AsyncDisposable {
  faults: Faults = () => undefined
  /** First lines of the requests so far. */
  readonly requests: string[] = []
  private readonly sockets = new Set<Socket>()

  private constructor(
    private readonly server: Server,
    private readonly target: number,
  ) {}

  /** @param target the port of the store */
  static async start(target: number): Promise<FaultProxy> {
    const server = createServer()
    const proxy = new FaultProxy(server, target)
    server.on('connection', (near) => proxy.pass(near))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return proxy
  }

  get port(): number {
    return (this.server.address() as { port: number }).port
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.sockets) socket.destroy()
    await new Promise((resolve) => this.server.close(resolve))
  }

  private pass(near: Socket): void {
    const far = connect(this.target, '127.0.0.1')
    let fault: Fault | undefined
    let sent = 0
    let received = 0
    const end = () => {
      near.destroy()
      far.destroy()
    }
    for (const socket of [near, far]) {
      this.sockets.add(socket)
      socket.on('error', end).on('close', () => {
        this.sockets.delete(socket)
        end()
      })
    }
    near.on('data', (data: Buffer) => {
      const line = startPattern.exec(data.toString('latin1', 0, 1_000))?.[0]
      if (line !== undefined) {
        this.requests.push(line)
        fault = this.faults(line)
        sent = 0
        received = 0
      }
      if (fault?.kind === 'silence') return
      if (fault?.kind === 'status') {
        if (line !== undefined) near.end(refusal(fault))
        return
      }
      sent += data.byteLength
      if (fault?.kind === 'break' && sent > fault.afterBytes) end()
      else far.write(data)
    })
    far.on('data', (data: Buffer) => {
      received += data.byteLength
      const isOver = fault !== undefined && 'afterBytes' in fault && received > fault.afterBytes
      if (fault?.kind === 'break_answer' && isOver) {
        // Earlier bytes are still in transit when the connection ends.
        near.write(data.subarray(0, Math.max(0, data.byteLength - (received - fault.afterBytes))), end)
      } else if (fault?.kind !== 'stall_answer' || !isOver) near.write(data)
    })
  }
}

const refusal = ({ status, code }: { readonly status: number; readonly code: string }): string => {
  const body = `<?xml version="1.0"?><Error><Code>${code}</Code></Error>`
  return `HTTP/1.1 ${status} Refused\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`
}
