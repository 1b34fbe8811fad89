import { errors, isUuidV7, type MediaId } from '@parley/protocol'
import type { Blobs, StoredBlob } from '../blobs/blobs'
import { isCaller } from '../dispatch/dispatch'
import { Failure, fail } from '../lib/fail'
import { errorFields, type Logger } from '../lib/logger'
import type { Addresses } from '../media/addresses'
import type { Uploads } from '../media/uploads'
import { byteRange } from './byte-range'
import type { Callers } from './callers'
import { commonHeaders, errorResponse, jsonHeaders, plainText } from './respond'

export interface MediaFilesOptions {
  readonly callers: Callers
  readonly uploads: Pick<Uploads, 'receive'>
  readonly addresses: Addresses
  readonly blobs: Blobs
  readonly newRequestId: () => string
  readonly logger: Logger
  /** Epoch milliseconds on the clock that addresses end by. */
  readonly now: () => number
}

/** Whatever a stored file is, a browser shows a picture and runs nothing, also when somebody opens its address. */
const sentHeaders = {
  ...commonHeaders,
  'content-type': 'image/webp',
  'content-disposition': 'inline',
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'accept-ranges': 'bytes',
} as const

/** Bytes of pictures: `PUT /files/<id>` takes them, `GET /media/…` sends them. */
export class MediaFiles {
  constructor(private readonly options: MediaFilesOptions) {}

  /** Answers one upload with what is known of the picture, whatever is wrong with it. */
  async upload(request: Request, id: string, remoteAddress: () => string): Promise<Response> {
    const requestId = this.options.newRequestId()
    const headers = { 'x-request-id': requestId }
    if (request.method !== 'PUT')
      return errorResponse(fail('invalid_request', { message: 'Send the bytes with PUT.' }), {
        status: 405,
        headers: { ...headers, allow: 'PUT' },
      })
    try {
      const media = await this.receive(request, id, remoteAddress)
      this.log('info', { requestId, outcome: 'ok' })
      return new Response(JSON.stringify(media), { headers: jsonHeaders(requestId) })
    } catch (error) {
      const failure = error instanceof Failure ? error : fail('internal')
      const isExpected = error instanceof Failure && errors[error.failure].status < 500
      const cause = error instanceof Failure ? error.details.cause : error
      this.log(isExpected ? 'info' : 'error', {
        ...{ requestId, outcome: failure.failure },
        ...(cause ? errorFields(cause) : {}),
      })
      return errorResponse(failure, { headers })
    }
  }

  private async receive(request: Request, id: string, remoteAddress: () => string) {
    const who = await this.options.callers.find(request, { remoteAddress, look: 'yes' })
    if (!isCaller(who)) throw fail('unauthenticated')
    if (!isUuidV7(id)) throw fail('not_found')
    return this.options.uploads.receive(who, id as MediaId, chunksOf(request))
  }

  private log(level: 'info' | 'error', fields: Parameters<Logger['info']>[1]): void {
    this.options.logger[level]('call', { method: 'files.put', transport: 'http', ...fields })
  }

  /** Answers one signed address; one that was changed or has ended looks like one that never was. */
  async send(request: Request, path: string): Promise<Response> {
    if (request.method !== 'GET' && request.method !== 'HEAD') return plainText('Use GET.\n', 405)
    const query = new URLSearchParams(request.url.slice(request.url.indexOf('?') + 1))
    const addressed = await this.options.addresses.read(path, query)
    const blob = addressed && (await this.options.blobs.get(addressed.key))
    if (!blob) return plainText('There is nothing here, or the address has ended.\n', 404)
    const seconds = Math.max(0, Math.floor((addressed.expiresAt - this.options.now()) / 1_000))
    return send(request, blob, { ...sentHeaders, 'cache-control': `private, max-age=${seconds}, immutable` })
  }
}

const send = (request: Request, blob: StoredBlob, headers: Record<string, string>): Response => {
  const { size } = blob
  const range = byteRange(request.headers.get('range'), size)
  if (range === 'unsatisfiable')
    return new Response(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${size}` } })
  const { from, to } = range === 'whole' ? { from: 0, to: size } : range
  const partial = range === 'whole' ? {} : { 'content-range': `bytes ${from}-${to - 1}/${size}` }
  const body = request.method === 'HEAD' ? null : blob.slice(from, to)
  return new Response(body, {
    status: range === 'whole' ? 200 : 206,
    headers: { ...headers, ...partial, 'content-length': String(to - from) },
  })
}

async function* chunksOf(request: Request): AsyncGenerator<Uint8Array> {
  if (!request.body) return
  try {
    yield* request.body as unknown as AsyncIterable<Uint8Array>
  } catch (error) {
    // Whoever sent it is gone, and nobody hears the answer.
    throw fail('invalid_request', {
      message: `The bytes ended early (${error instanceof Error ? error.message : error}).`,
    })
  }
}
