import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'

/** The program at the address: a build of the client by its number, or an entirely different program. */
export type Release = number | 'other'

const isHashed = (path: string): boolean => /^\/assets\/.*\.(js|css)$/.test(path)
const isText = (type = ''): boolean => /^(text\/|application\/json)/.test(type)

interface Asked {
  readonly serverPort: number
  readonly release: number
  readonly path: string
}

/** Gives a file a name that only this release has. */
const renamed = (release: number) => (source: string) =>
  source.replace(/([\w.-]+-[\w-]{8})\.(js|css)\b/g, (_whole, stem: string, end: string) => `${stem}.r${release}.${end}`)

/**
 * A server whose client can be replaced by another build while pages are open. All builds behave the same, but each has
 * its own file names.
 */
export class Deployment {
  private readonly sockets = new Set<Socket>()
  private release: Release = 1
  private broken = false
  private refusing = 0

  private constructor(
    private readonly listener: Server,
    private readonly build: string,
    readonly port: number,
  ) {}

  static async before(serverPort: number): Promise<Deployment> {
    const { build } = (await (await fetch(`http://127.0.0.1:${serverPort}/build.json`)).json()) as { build: string }
    const listener = createServer((asked, answer) => deployment.answer(serverPort, asked, answer))
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
    const address = listener.address()
    if (!address || typeof address === 'string') throw new Error('The deployment has no port.')
    const deployment = new Deployment(listener, build, address.port)
    listener.on('connection', (socket) => {
      deployment.sockets.add(socket)
      socket.on('close', () => deployment.sockets.delete(socket))
      socket.on('error', () => socket.destroy())
    })
    listener.on('upgrade', (asked: IncomingMessage, socket: Socket, head: Buffer) => {
      const server = connect(serverPort, '127.0.0.1', () => {
        const headers = asked.rawHeaders.flatMap((name, at) =>
          at % 2 === 0 ? [`${name}: ${asked.rawHeaders[at + 1]}`] : [],
        )
        server.write(`GET ${asked.url} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`)
        server.write(head)
        socket.pipe(server).pipe(socket)
      })
      server.on('error', () => socket.destroy())
      socket.on('close', () => server.destroy())
    })
    return deployment
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  /** The name of a build as its page reports it. */
  nameOf(release: number): string {
    return `${this.build.slice(0, -2)}r${release}`
  }

  /** The number of files that are still refused. */
  get leftToRefuse(): number {
    return this.refusing
  }

  /**
   * Deploys another build, as a new version of the server would, and ends all connections.
   * @param refusing the number of files that are refused at first
   */
  deploy(release: Release, { broken = false, refusing = 0 } = {}): void {
    this.release = release
    this.broken = broken
    this.refusing = refusing
    for (const socket of this.sockets) socket.destroy()
  }

  /** Stops responding. */
  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.listener.close(() => resolve()))
    for (const socket of this.sockets) socket.destroy()
    await closed
  }

  private answer(serverPort: number, asked: IncomingMessage, answer: ServerResponse): void {
    const { release } = this
    const path = asked.url ?? '/'
    if (release === 'other') this.answerAsOther(path, answer)
    else if (!isHashed(path)) this.forward({ serverPort, release, path }, asked, answer)
    else this.answerFile({ serverPort, release, path }, asked, answer)
  }

  /** Serves only the files of the current build. */
  private answerFile({ path, ...there }: Asked, asked: IncomingMessage, answer: ServerResponse): void {
    const [, stem, number, end] = /^(.*)\.r(\d+)\.(js|css)$/.exec(path) ?? []
    if (Number(number) !== there.release) answer.writeHead(404).end()
    else if (this.refusing > 0) {
      this.refusing--
      answer.writeHead(503).end()
    } else if (this.broken && path.includes('/base-') && end === 'js')
      answer.writeHead(200, { 'content-type': 'text/javascript' }).end('throw new Error("this build is broken")')
    else this.forward({ ...there, path: `${stem}.${end}` }, asked, answer)
  }

  private forward({ serverPort, release, path }: Asked, asked: IncomingMessage, answer: ServerResponse): void {
    const { 'accept-encoding': _encoding, 'if-none-match': _etag, ...headers } = asked.headers
    const target = { port: serverPort, host: '127.0.0.1', path, method: asked.method, headers }
    const forwarded = request(target, async (found) => {
      const status = found.statusCode ?? 500
      if (!isText(found.headers['content-type'])) {
        found.pipe(answer.writeHead(status, found.headers))
        return
      }
      const { 'content-length': _length, etag: _old, ...kept } = found.headers
      const said = await text(found)
      answer.writeHead(status, kept).end(renamed(release)(said).replaceAll(this.build, this.nameOf(release)))
    })
    forwarded.on('error', () => answer.destroy())
    asked.pipe(forwarded)
  }

  private answerAsOther(path: string, answer: ServerResponse): void {
    if (path === '/') answer.writeHead(200, { 'content-type': 'text/html' }).end('<title>Another program</title>')
    else answer.writeHead(404).end()
  }
}
