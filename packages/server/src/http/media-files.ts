import { errors, isUuidV7, type MediaId } from '@parley/protocol'
import type { Blobs, StoredBlob } from '../blobs/blobs'
import { isCaller } from '../dispatch/dispatch'
import type { Refusals } from '../dispatch/refusals'
import { Cache } from '../lib/cache'
import type { Caller, Stranger } from '../lib/caller'
import { Failure, fail } from '../lib/fail'
import type { LogFields } from '../lib/log-fields'
import { errorFields } from '../lib/logger'
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
  readonly newRequestId: () => string
  readonly log: SampledLog
  /** Epoch milliseconds on the clock that addresses end by. */
  readonly now: () => number
}

/** One accepted request for an upload. */
interface Taking {
  readonly caller: Caller
  readonly id: MediaId
  /** Headers of the response. */
  readonly headers: Readonly<Record<string, string>>
}

/** Files whose sizes are remembered. */
const SIZES = 10_000

/** Bytes of files: `/files/<id>` takes them, whole or in parts, and `GET /media/…` sends them. */
export class MediaFiles {
  private readonly sizes = new Cache<string, number>({ maxEntries: SIZES })

  constructor(private readonly options: MediaFilesOptions) {}

  /** Answers one request for an upload, whatever is wrong with it. */
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
        ...{ method, requestId, ...whoseFields(who), outcome: failure.failure },
        ...(cause ? errorFields(cause) : {}),
      })
      const waitMs = this.options.refusals.count({ who, transport: 'http', failure: failure.failure })
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

  /** Answers one signed address; one that was changed or has ended looks like one that never was. */
  async send(request: Request, path: string): Promise<Response> {
    if (request.method !== 'GET' && request.method !== 'HEAD') return plainText('Use GET.\n', 405)
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

  /** A player asks for many parts of one film, so sizes are remembered. HEAD asks the store whether the file is there. */
  private async blobOf(request: Request, key: string): Promise<StoredBlob | undefined> {
    const size = request.method === 'GET' ? this.sizes.peek(key) : undefined
    const blob = await this.options.blobs.get(key, size === undefined ? undefined : { size })
    if (blob) this.sizes.set(key, blob.size)
    return blob
  }
}

const nothingHere = (): Response => plainText('There is nothing here, or the address has ended.\n', 404)

/** The bytes of a key never change, so the key tells versions apart, also after a move to another store. */
const etagOf = (key: string): string =>
  `"${new Bun.CryptoHasher('sha256').update(key).digest('base64url').slice(0, 22)}"`

const whoseFields = (who: Caller | Stranger): LogFields =>
  isCaller(who) ? { userId: who.userId } : { address: who.address }
