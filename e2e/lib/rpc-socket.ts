import { Disconnected, type Frame, RpcClient } from './rpc-client'

export { Disconnected } from './rpc-client'

/** A bare JSON-RPC client over WebSocket. */
export class RpcSocket extends RpcClient {
  private constructor(readonly socket: WebSocket) {
    super()
    socket.addEventListener('close', ({ code }) => this.ended(code))
    socket.addEventListener('message', ({ data }) => this.take(JSON.parse(String(data)) as Frame))
  }

  /** Connects, and opens the session when a token is given. */
  static async connect(url: string, token?: string): Promise<RpcSocket> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`)
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve())
      socket.addEventListener('close', ({ code }) => reject(new Disconnected(code)))
    })
    const rpc = new RpcSocket(socket)
    if (token !== undefined) await rpc.call('session.open', { token })
    return rpc
  }

  protected get isOpen(): boolean {
    return this.socket.readyState === WebSocket.OPEN
  }

  raw(frame: string | Uint8Array<ArrayBuffer>): void {
    this.socket.send(frame)
  }

  [Symbol.dispose](): void {
    this.socket.close()
  }
}
