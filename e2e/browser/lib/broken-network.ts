import { createServer, type Server, type Socket } from 'node:net'

/** Matches the beginning of WebSocket, API and upload requests. Requests for pages and their files don't match. */
const live = /^(?:GET \/ws|POST \/api\/|PUT \/files\/) ?/

/**
 * A network between browser and server that a test can break. It can cut connections, lose responses, and make the
 * server unreachable while its pages still load.
 */
export class BrokenNetwork {
  private readonly pairs = new Set<readonly [browser: Socket, server: Socket]>()
  private mode: 'open' | 'apart' | 'holding' | 'swallowing' = 'open'
  private held: (() => void)[] = []

  private constructor(
    private readonly listener: Server,
    readonly port: number,
  ) {}

  /** A proxy in front of a server on this machine. */
  static async before(serverPort: number): Promise<BrokenNetwork> {
    const { connect } = await import('node:net')
    const listener = createServer({ allowHalfOpen: false })
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
    const address = listener.address()
    if (!address || typeof address === 'string') throw new Error('The network has no port.')
    const network = new BrokenNetwork(listener, address.port)
    listener.on('connection', (browser) => network.join(browser, connect(serverPort, '127.0.0.1')))
    return network
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  /** Cuts every connection. New connections work. */
  cut(): void {
    for (const [browser, server] of this.pairs) {
      browser.destroy()
      server.destroy()
    }
    this.pairs.clear()
  }

  /** Cuts every connection, and refuses WebSocket and API until `restore`. Pages and their files still load. */
  isolate(): void {
    this.mode = 'apart'
    this.cut()
  }

  /** Holds the server's responses, in order, until `restore`. */
  holdAnswers(): void {
    this.mode = 'holding'
  }

  /** Drops the server's responses from now on, as when the network fails on the way back. */
  swallowAnswers(): void {
    this.mode = 'swallowing'
  }

  /** Restores the network. Held responses are delivered, and connections that lost bytes are cut. */
  restore(): void {
    const lost = this.mode === 'swallowing'
    this.mode = 'open'
    for (const release of this.held.splice(0)) release()
    if (lost) this.cut()
  }

  close(): void {
    this.cut()
    this.listener.close()
  }

  private join(browser: Socket, server: Socket): void {
    const pair = [browser, server] as const
    this.pairs.add(pair)
    const end = () => {
      browser.destroy()
      server.destroy()
      this.pairs.delete(pair)
    }
    for (const socket of pair) {
      socket.setNoDelay(true)
      socket.on('error', end)
      socket.on('close', end)
    }
    browser.on('data', (bytes) => {
      if (this.mode === 'apart' && live.test(bytes.toString('latin1').slice(0, 16))) end()
      else server.write(bytes)
    })
    server.on('data', (bytes) => {
      if (this.mode === 'swallowing') return
      if (this.mode === 'holding') this.held.push(() => browser.destroyed || browser.write(bytes))
      else browser.write(bytes)
    })
  }
}
