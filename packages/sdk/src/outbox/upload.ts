import type { MediaId } from '@parley/protocol'
import { type HttpAnswer, httpSend } from '../connection/http-send'
import { fromWire, noResponseError, type ParleyError, proxyTooLarge } from '../lib/error'

/** One file on its way to the server. */
export interface UploadRequest {
  /** Where to, as `media.create` answered it. */
  readonly path: string
  readonly mediaId: MediaId
  readonly bytes: Blob
  /** Whether the server takes it in parts, as it does with everything but pictures. */
  readonly inParts: boolean
  /** Receives the sent part, from 0 to 1, where progress is available. */
  readonly onProgress: (share: number) => void
  /** Ends it early. */
  readonly signal: AbortSignal
}

/** Sends the bytes of a file; resolves when the server has stored them. Throws ParleyError; `unanswered` when the network broke, or it was ended. */
export type Upload = (request: UploadRequest) => Promise<void>

interface UploadOptions {
  /** Origin of the server, '' for the page's own. */
  readonly url: string
  readonly token?: string | undefined
  /** Bytes of one part. Proxies that let pictures through let the default through. */
  readonly partBytes?: number
}

const defaultPartBytes = 16 * 1024 * 1024
/** Another request advanced the upload: its state is fetched again, a limited number of times. */
const mostConflicts = 5

/**
 * Uploads over HTTP, with a bearer token where there is no cookie. A file of more than one part goes on where an earlier try
 * stopped, by the core of tus 1.0 (https://tus.io/protocols/resumable-upload).
 */
export const httpUpload = ({ url, token, partBytes = defaultPartBytes }: UploadOptions): Upload => {
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {}
  return (request) => {
    const to = { ...request, url: url + request.path, headers }
    return request.inParts && request.bytes.size > partBytes ? sendParts(to, partBytes) : sendWhole(to)
  }
}

interface Sending extends UploadRequest {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
}

const sendWhole = async ({ url, headers, bytes, onProgress, signal }: Sending): Promise<void> => {
  const onSent = (sent: number) => onProgress(shareOf(sent, bytes))
  const answer = await httpSend({ method: 'PUT', url, headers, bytes, onSent, signal })
  if (!answer.ok) throw refusal(answer)
}

const sendParts = async (sending: Sending, partBytes: number): Promise<void> => {
  const { bytes, onProgress } = sending
  let offset = await storedBytes(sending)
  let conflicts = 0
  while (offset < bytes.size) {
    onProgress(shareOf(offset, bytes))
    const answer = await sendPart(sending, offset, bytes.slice(offset, offset + partBytes))
    if (answer.ok) offset = offsetIn(answer)
    else if (answer.status === 409 && conflicts++ < mostConflicts) offset = await storedBytes(sending)
    else throw refusal(answer)
  }
}

const tus = { 'tus-resumable': '1.0.0' }

const storedBytes = async ({ url, headers, signal }: Sending): Promise<number> => {
  const answer = await httpSend({ method: 'HEAD', url, headers: { ...headers, ...tus }, signal })
  if (!answer.ok) throw headRefusal(answer)
  return offsetIn(answer)
}

const sendPart = ({ url, headers, bytes, onProgress, signal }: Sending, offset: number, part: Blob) =>
  httpSend({
    method: 'PATCH',
    url,
    headers: {
      ...headers,
      ...tus,
      'upload-offset': String(offset),
      'content-type': 'application/offset+octet-stream',
    },
    bytes: part,
    onSent: (sent) => onProgress(shareOf(offset + sent, bytes)),
    signal,
  })

/** Something between the client and the server leaves the offset out: the upload can't go on. */
const offsetIn = ({ header }: HttpAnswer): number => {
  const offset = header('upload-offset')
  if (offset === null || !/^\d+$/.test(offset)) throw noResponseError()
  return Number(offset)
}

const shareOf = (sent: number, { size }: Blob): number => (size > 0 ? sent / size : 0)

/** Answers to HEAD have no text. One that came too soon or found the server busy is tried again. */
const headRefusal = (answer: HttpAnswer): ParleyError =>
  answer.status === 429 || answer.status >= 500 ? noResponseError() : refusal(answer)

/** Proxies answer in their own words: that a file is too large for them, or that the server was not reached. */
const refusal = ({ status, text }: HttpAnswer): ParleyError => {
  const error = errorIn(text)
  if (error === undefined && status === 413) return proxyTooLarge()
  if (error === undefined && status >= 500) return noResponseError()
  return fromWire(error)
}

const errorIn = (text: string): unknown => {
  try {
    return (JSON.parse(text) as { error?: unknown } | null)?.error
  } catch {
    return undefined
  }
}
