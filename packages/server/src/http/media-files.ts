import { errors, isUuidV7, type MediaId, type RateName } from '@parley/protocol'
import type { Blobs, StoredBlob } from '../blobs/blobs'
import { isCaller } from '../dispatch/dispatch'
import type { Refusals } from '../dispatch/refusals'
import { Cache } from '../lib/cache'
import type { Caller, Stranger } from '../lib/caller'
import { Failure, fail } from '../lib/fail'
import type { LogFields } from '../lib/log-fields'
import { errorFields } from '../lib/logger'
import type { RateLimits } from '../lib/rate-limits'
import type { SampledLog } from '../lib/sampled-log'
import type { Addresses } from '../media/addresses'
import type { ResumableUploads } from '../media/resumable-uploads'
import type { Uploads } from '../media/uploads'
import { chunksOf } from './body'
import type { Callers } from './callers'
import { mediaHeaders } from './media-headers'
import { errorResponse, jsonHeaders, plainText, refusedTooOften } from './respond'
import { sendBlob } from './send-blob'
import { answerTus, tusHeaders, tusOptions, uploadMethodOf } from './tus'

export interface MediaFilesOptions {
  readonly callers: Callers
  readonly uploads: Pick<Uploads, 'receive'>
  readonly resumable: Pick<ResumableUploads, 'status' | 'append'>
  readonly addresses: Addresses
  readonly blobs: Blobs
  readonly refusals: Refusals
  readonly limiter: Pick<RateLimits<RateName>, 'take'>
  readonly newRequestId: () => string
  readonly log: SampledLog
  /** Epoch milliseconds on the clock for expiry of addresses. */
  readonly now: () => number
}

/** One accepted request for an upload. */
interface Taking {
  readonly caller: Caller
  readonly id: MediaId
  /** Headers of the response. */
  readonly headers: Readonly<Record<string, string>>
}

/** Files with a cached size. */
const SIZES = 10_000

/** Bytes of files: `/files/<id>` accepts them, whole or in parts, and `GET /media/…` sends them. */
export class MediaFiles {
  private readonly sizes = new Cache<string, number>({ maxEntries: SIZES })

  constructor(private readonly options: MediaFilesOptions) {}

  /** Answers one request for an upload, even an invalid one. */
  async upload(request: Request, id: string, remoteAddress: () => string): Promise<Response> {
    const requestId = this.options.newRequestId()
    const method = uploadMethodOf(request)
    const headers = { 'x-request-id': requestId, ...(method === 'PUT' ? {} : tusHeaders) }
    if (method === 'OPTIONS') return new Response(null, { status: 204, headers: { ...headers, ...tusOptions } })
    if (method !== 'PUT' && method !== 'HEAD' && method !== 'PATCH')
      return errorResponse(fail('invalid_request', { message: 'Send the bytes with PUT, or in parts with PATCH.' }), {
        status: 405,
        headers: { ...headers, allow: tusOptions.allow },
      })
    let who: Caller | Stranger = this.options.callers.stranger(request, remoteAddress)
    try {
      who = await this.options.callers.find(request, { remoteAddress, look: 'yes' })
      if (!isCaller(who)) throw fail('unauthenticated')
      if (!isUuidV7(id)) throw fail('not_found')
      const taking = { caller: who, id: id as MediaId, headers }
      const response =
        method === 'PUT'
          ? await this.receive(request, taking)
          : await answerTus(this.options.resumable, request, { ...taking, method })
      this.log('info', { method, requestId, ...whoseFields(who), outcome: 'ok' })
      return response
    } catch (error) {
      const failure = error instanceof Failure ? error : fail('internal')
      const isExpected = error instanceof Failure && errors[error.failure].status < 500
      const cause = error instanceof Failure ? error.details.cause : error
      this.log(isExpected ? 'info' : 'error', {
        method,
        requestId,
        ...whoseFields(who),
        outcome: failure.failure,
        ...(cause ? errorFields(cause) : {}),
      })
      const waitMs = this.options.refusals.countRefusal({ who, transport: 'http', failure: failure.failure })
      if (waitMs > 0) return refusedTooOften(waitMs, headers)
      return errorResponse(failure, { headers })
    }
  }

  private async receive(request: Request, { caller, id, headers }: Taking): Promise<Response> {
    const sending = { body: chunksOf(request), signal: request.signal }
    const media = await this.options.uploads.receive(caller, id, sending)
    return new Response(JSON.stringify(media), { headers: { ...jsonHeaders(''), ...headers } })
  }

  private log(level: 'info' | 'error', fields: LogFields): void {
    this.options.log.write(level, 'call', () => ({
      transport: 'http',
      ...fields,
      method: `files.${String(fields.method).toLowerCase()}`,
    }))
  }

  /** Answers one signed address; a changed or expired one looks like a missing file. */
  async send(request: Request, path: string, remoteAddress: () => string): Promise<Response> {
    if (request.method !== 'GET' && request.method !== 'HEAD') return plainText('Use GET.\n', 405)
    const refusal = this.tooManySent(this.options.callers.stranger(request, remoteAddress))
    if (refusal) return refusal
    const query = new URLSearchParams(request.url.slice(request.url.indexOf('?') + 1))
    try {
      const addressed = await this.options.addresses.read(path, query)
      const blob = addressed && (await this.blobOf(request, addressed.key))
      if (!blob) return nothingHere()
      const seconds = Math.max(0, Math.floor((addressed.expiresAt - this.options.now()) / 1_000))
      const headers = { ...mediaHeaders(addressed), 'cache-control': `private, max-age=${seconds}, immutable` }
      return await sendBlob(request, { blob, headers, etag: etagOf(addressed.key) })
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      if (error.failure === 'not_found') return nothingHere()
      const { cause = error } = error.details
      this.options.log.write('error', 'a file could not be sent', () => errorFields(cause))
      return errorResponse(error)
    }
  }

  /** Addresses need no session, so that their requests count by the network address that they come from. */
  private tooManySent(who: Stranger): Response | undefined {
    const retryAfterMs = this.options.limiter.take('download', who.address)
    if (retryAfterMs === 0) return undefined
    const waitMs = this.options.refusals.countRefusal({ who, transport: 'http', failure: 'rate_limited' })
    return waitMs > 0 ? refusedTooOften(waitMs) : errorResponse(fail('rate_limited', { retryAfterMs }))
  }

  /** A player requests many ranges of one film, so sizes are cached. HEAD asks the store whether the file exists. */
  private async blobOf(request: Request, key: string): Promise<StoredBlob | undefined> {
    const size = request.method === 'GET' ? this.sizes.peek(key) : undefined
    const blob = await this.options.blobs.get(key, size === undefined ? undefined : { size })
    if (blob) this.sizes.set(key, blob.size)
    return blob
  }
}

const nothingHere = (): Response => plainText('There is no such file, or the address has expired.\n', 404)

/** The bytes of a key never change, so the key distinguishes versions, even after a move to another store. */
const etagOf = (key: string): string =>
  `"${new Bun.CryptoHasher('sha256').update(key).digest('base64url').slice(0, 22)}"`

const whoseFields = (who: Caller | Stranger): LogFields =>
  isCaller(who) ? { userId: who.userId } : { address: who.address }
