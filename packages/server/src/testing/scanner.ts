/** A file as the scanner got it. */
export interface Scanned {
  readonly mediaId: string
  readonly name: string
  readonly headers: Headers
  readonly text: string
}

/** The verdict of a test's scanner on a file; `silence` never responds. */
export type Answering = (scanned: Scanned) => Promise<object | 'silence' | number> | object | 'silence' | number

/** A real scanner over HTTP, on a port of its own. */
export class TestScanner implements AsyncDisposable {
  readonly scanned: Scanned[] = []
  /** How many files it had at the same time, at most, by the account that owns each. */
  mostAtOnce = 0
  private atOnce = 0
  private readonly server: Bun.Server<undefined>

  constructor(private answering: Answering) {
    this.server = Bun.serve({
      port: 0,
      hostname: '127.0.0.1',
      idleTimeout: 0,
      fetch: (request) => this.answer(request),
    })
  }

  get url(): string {
    return `http://127.0.0.1:${this.server.port}/scan`
  }

  /** Its verdict from now on. */
  say(answering: Answering): void {
    this.answering = answering
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server.stop(true)
  }

  private async answer(request: Request): Promise<Response> {
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.atOnce)
    try {
      const { headers } = request
      const name = decodeURIComponent(headers.get('x-parley-name') ?? '')
      const scanned = { mediaId: headers.get('x-parley-media-id') ?? '', name, headers, text: await request.text() }
      this.scanned.push(scanned)
      const said = await this.answering(scanned)
      if (said === 'silence') return await new Promise<Response>(() => {})
      return typeof said === 'number' ? new Response('broken', { status: said }) : Response.json(said)
    } finally {
      this.atOnce--
    }
  }
}
