import type { TestApp } from '@parley/server/src/testing/test-app'

/** A connection with hand-written frames. Its end settles pending calls. */
export class RawConnection {
  /** Every received frame. */
  readonly heard: string[] = []
  closedWith: number | undefined
  private calls = 0
  private waiting: { readonly id: number; readonly resolve: (answer: string) => void } | undefined
  private readonly connection

  constructor({ core }: TestApp, address: string) {
    this.connection = core.gateway.accept({
      peer: {
        send: (frame) => this.hear(frame),
        sendAll: (frames) => {
          for (const frame of frames) this.hear(frame)
        },
        close: (code) => this.closed(code),
        terminate: () => this.closed(1006),
        bufferedBytes: () => 0,
      },
      from: { address, device: 'raw', origin: 'http://parley.test' },
      token: undefined,
      transport: 'websocket',
    })
  }

  /**
   * Makes a call, one at a time.
   * @param params JSON text
   * @returns the frame with the response, or `closed` and the code if the connection ended instead
   */
  ask(method: string, params: string): Promise<string> {
    if (this.closedWith !== undefined) return Promise.resolve(`closed ${this.closedWith}`)
    const id = ++this.calls
    const answer = new Promise<string>((resolve) => {
      this.waiting = { id, resolve }
    })
    this.connection.receive(`{"jsonrpc":"2.0","id":${id},"method":${JSON.stringify(method)},"params":${params}}`)
    return answer
  }

  end(): void {
    this.connection.end()
  }

  private hear(frame: string): void {
    this.heard.push(frame)
    const { id }: { readonly id?: number | null } = JSON.parse(frame)
    if (id === this.waiting?.id || id === null) this.waiting?.resolve(frame)
  }

  private closed(code: number): void {
    this.closedWith = code
    this.waiting?.resolve(`closed ${code}`)
  }
}
