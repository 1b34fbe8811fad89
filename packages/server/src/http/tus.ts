/**
 * The core of tus 1.0 (https://tus.io/protocols/resumable-upload), which lets clients continue uploads: HEAD returns
 * the stored size, PATCH appends. `media.create` replaces tus's own creation.
 */
import type { MediaId } from '@parley/protocol'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import type { ResumableUploads } from '../media/resumable-uploads'
import { chunksOf } from './body'

const VERSION = '1.0.0'
const BYTES_TYPE = 'application/offset+octet-stream'

/** Headers of every response about an upload in parts. */
export const tusHeaders = { 'tus-resumable': VERSION, 'cache-control': 'no-store' } as const

/** The supported features, for OPTIONS. */
export const tusOptions = { 'tus-version': VERSION, allow: 'OPTIONS, HEAD, PATCH, PUT' } as const

/** The method of a request. Where a network permits only POST, a header names it. */
export const uploadMethodOf = ({ method, headers }: Request): string =>
  method === 'POST' ? (headers.get('x-http-method-override') ?? method) : method

interface Asking {
  readonly method: 'HEAD' | 'PATCH'
  readonly caller: Caller
  readonly id: MediaId
  /** Headers of the response. */
  readonly headers: Readonly<Record<string, string>>
}

/**
 * Answers one request for an upload in parts.
 * @throws Failure with `invalid_request` for another version, type or offset that is no number, and what `ResumableUploads` throws
 */
export const answerTus = async (
  resumable: Pick<ResumableUploads, 'status' | 'append'>,
  request: Request,
  { method, caller, id, headers }: Asking,
): Promise<Response> => {
  const version = request.headers.get('tus-resumable')
  if (version !== VERSION) throw fail('invalid_request', { message: `Send the header Tus-Resumable: ${VERSION}.` })
  if (method === 'HEAD') {
    const { offset, size } = await resumable.status(caller, id)
    return new Response(null, {
      headers: { ...headers, 'upload-offset': String(offset), 'upload-length': String(size) },
    })
  }
  const offset = request.headers.get('upload-offset') ?? ''
  if (!/^\d{1,15}$/.test(offset)) throw fail('invalid_request', { message: 'Send the offset in Upload-Offset.' })
  if (request.headers.get('content-type') !== BYTES_TYPE)
    throw fail('invalid_request', { message: `Send the bytes as ${BYTES_TYPE}.` })
  const stored = await resumable.append(caller, id, { offset: Number(offset), body: chunksOf(request) })
  return new Response(null, { status: 204, headers: { ...headers, 'upload-offset': String(stored.offset) } })
}
