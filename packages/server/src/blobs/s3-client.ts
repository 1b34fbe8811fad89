import type { S3Address } from '../config/blobs-address'
import { exactly } from './pieces'
import { S3Error, s3Refusal, s3Silence, unavailable } from './s3-error'
import { s3Encoded, signatureHeaders } from './s3-signature'

/** How long is waited, in milliseconds. */
export interface S3Patience {
  /** For an answer; a long body on its way there or back gets more, by its size. No further attempt begins after this. */
  readonly answerMs: number
  /** For the next bytes of a file that is being read. */
  readonly stallMs: number
  /** Before the second attempt; before the third it is twice as long, and so on. */
  readonly pauseMs: number
}

const PATIENCE: S3Patience = { answerMs: 15_000, stallMs: 30_000, pauseMs: 200 }
const ATTEMPTS = 4
/** The slowest way to a store that is worth using: 100 kB a second. */
const SLOWEST_BYTES_PER_MS = 100
/** Statuses that come from a store that is busy or restarts. */
const passing: ReadonlySet<number> = new Set([429, 500, 502, 503, 504])

export interface S3Request {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE'
  /** The name of an object, with the prefix; empty for the bucket itself. */
  readonly name: string
  readonly query?: Readonly<Record<string, string>>
  /** Lower case names. */
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array
  /** Bytes of an answer that is long. */
  readonly answerBytes?: number
  /** Statuses of refusals that the caller wants to see. */
  readonly expected?: readonly number[]
}

/** An answer, read to its end. */
export interface S3Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** An answer with a part of an object. */
export interface S3Part {
  readonly status: number
  readonly bytes: Buffer<ArrayBuffer>
}

/**
 * Requests to one bucket. All requests can be repeated, so one with a passing failure is: up to four times, and never
 * for much longer than twice `answerMs`. `Bun.S3Client` has no timeouts, and can neither copy nor upload single parts.
 */
export class S3Client {
  /** For people: no secret is in it. */
  readonly place: string
  private readonly base: string
  private readonly host: string
  private readonly path: string
  private readonly patience: S3Patience

  constructor(
    private readonly address: S3Address,
    patience: Partial<S3Patience> = {},
  ) {
    const { endpoint, bucket, prefix, style } = address
    const { protocol, host } = new URL(endpoint)
    this.place = `${endpoint}/${bucket}${prefix && `/${prefix.slice(0, -1)}`}`
    this.host = style === 'virtual' ? `${bucket}.${host}` : host
    this.base = `${protocol}//${this.host}`
    this.path = style === 'virtual' ? '/' : `/${bucket}/`
    this.patience = { ...PATIENCE, ...patience }
  }

  /** The value of `x-amz-copy-source` for an object. */
  copySource(name: string): string {
    return `/${this.address.bucket}/${encodedPath(name)}`
  }

  /**
   * Sends a request and reads the whole answer.
   * @throws Failure with `unavailable`
   */
  send(request: S3Request): Promise<S3Answer> {
    return this.repeat(request, async (response) => {
      const { status, headers } = response
      const text = await response.text()
      // Copies and assemblies get status 200 before they are done, and may fail after that.
      if (request.method !== 'GET' && /^\s*(<\?xml[^>]*>\s*)?<Error>/.test(text) && status === 200)
        throw s3Refusal(this.place, 500, text)
      return { status, headers, text }
    })
  }

  /**
   * Sends a request for a part of an object and reads all of it. No attempt goes on when nothing comes for `stallMs`. Without status
   * 206 nothing is read.
   * @param size the bytes of the part
   * @throws Failure with `unavailable`
   */
  readPart(request: S3Request, size: number): Promise<S3Part> {
    return this.repeat({ ...request, answerBytes: size }, async ({ status, body }, stop) => {
      if (status === 206) return { status, bytes: await this.wholeOf(body, { size, stop }) }
      await body?.cancel()
      return { status, bytes: Buffer.alloc(0) }
    })
  }

  private async repeat<T>(request: S3Request, read: Read<T>): Promise<T> {
    const { answerMs, pauseMs } = this.patience
    const lastStart = performance.now() + answerMs
    const bodySum = await sumOf(request.body)
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.attempt(request, bodySum, read)
      } catch (error) {
        const known = error instanceof S3Error ? error : s3Silence(this.place, error)
        const isPassing = known.status === 0 || passing.has(known.status)
        if (!isPassing || attempt === ATTEMPTS || performance.now() > lastStart) throw unavailable(known)
        await Bun.sleep(pauseMs * 2 ** (attempt - 1) * (0.5 + Math.random()))
      }
    }
  }

  private async attempt<T>(request: S3Request, bodySum: string, read: Read<T>): Promise<T> {
    const bytes = (request.body?.byteLength ?? 0) + (request.answerBytes ?? 0)
    const waitMs = this.patience.answerMs + bytes / SLOWEST_BYTES_PER_MS
    const abort = new AbortController()
    const late = setTimeout(() => abort.abort(new Error(`no answer within ${Math.round(waitMs / 1_000)} s`)), waitMs)
    try {
      const { signal } = abort
      const response = await fetch(this.signed(request, bodySum), { signal, redirect: 'manual' })
      if (!response.ok && !request.expected?.includes(response.status))
        throw s3Refusal(this.place, response.status, await response.text())
      return await read(response, (reason) => abort.abort(reason))
    } finally {
      clearTimeout(late)
    }
  }

  private signed({ method, name, query = {}, headers = {}, body }: S3Request, bodySum: string): Request {
    const path = `${this.path}${encodedPath(name)}`
    const pairs = Object.entries(query).map(([key, value]) => `${s3Encoded(key)}=${s3Encoded(value)}`)
    const parts = { method, path, query: pairs.sort().join('&'), bodySum, headers: { ...headers, host: this.host } }
    return new Request(`${this.base}${path}${pairs.length > 0 ? `?${parts.query}` : ''}`, {
      method,
      headers: { ...headers, 'accept-encoding': 'identity', ...signatureHeaders(this.address, parts, Date.now()) },
      ...(body ? { body: body as Uint8Array<ArrayBuffer> } : {}),
    })
  }

  private async wholeOf(
    body: ReadableStream<Uint8Array> | null,
    { size, stop }: { readonly size: number; readonly stop: (reason: Error) => void },
  ): Promise<Buffer<ArrayBuffer>> {
    const { stallMs } = this.patience
    const chunks: Uint8Array[] = []
    const late = setTimeout(() => stop(new Error(`nothing came for ${stallMs / 1_000} s`)), stallMs)
    try {
      for await (const chunk of exactly(size, (body ?? []) as AsyncIterable<Uint8Array>)) {
        chunks.push(chunk)
        late.refresh()
      }
    } finally {
      clearTimeout(late)
    }
    return Buffer.concat(chunks, size)
  }
}

type Read<T> = (response: Response, stop: (reason: Error) => void) => Promise<T>

const encodedPath = (name: string): string => name.split('/').map(s3Encoded).join('/')

/** Off the main thread where it takes a while. The store compares it with what arrives. */
const sumOf = async (body: Uint8Array | undefined): Promise<string> =>
  Buffer.from(await crypto.subtle.digest('SHA-256', (body ?? new Uint8Array()) as Uint8Array<ArrayBuffer>)).toString(
    'hex',
  )
