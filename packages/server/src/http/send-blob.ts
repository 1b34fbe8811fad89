import type { StoredBlob } from '../blobs/blobs'
import { byteRange } from './byte-range'

export interface SentBlob {
  readonly blob: StoredBlob
  /** A strong validator: it differs whenever a byte does. */
  readonly etag: string
  readonly headers: Readonly<Record<string, string>>
}

/**
 * Answers a GET or HEAD of a stored file by RFC 9110. The status is 206 for one range, 416 for one beyond the end, 304
 * for a client that has the bytes. Several ranges at once get the whole file, and so do ranges of another version
 * (`If-Range`).
 */
export const sendBlob = async (request: Request, { blob, etag, headers: given }: SentBlob): Promise<Response> => {
  const { size } = blob
  const headers = { ...given, etag }
  if (names(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers })
  const range = request.method === 'GET' ? byteRange(rangeOf(request, etag), size) : 'whole'
  if (range === 'unsatisfiable')
    return new Response(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${size}` } })
  const { from, to } = range === 'whole' ? { from: 0, to: size } : range
  const partial = range === 'whole' ? {} : { 'content-range': `bytes ${from}-${to - 1}/${size}` }
  return new Response(request.method === 'HEAD' ? null : await blob.slice(from, to), {
    status: range === 'whole' ? 200 : 206,
    headers: { ...headers, ...partial, 'content-length': String(to - from) },
  })
}

/** We send no `Last-Modified`, so a date in `If-Range` is never that of the file. */
const rangeOf = ({ headers }: Request, etag: string): string | null => {
  const ifRange = headers.get('if-range')
  return ifRange === null || ifRange === etag ? headers.get('range') : null
}

/** Whether a list of validators includes one; `If-None-Match` compares weakly. */
const names = (list: string | null, etag: string): boolean =>
  list?.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === etag) ?? false
