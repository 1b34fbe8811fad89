import { fromWire, unanswered } from './error'

/** One file on its way to the server. */
export interface UploadRequest {
  /** Where to, as `media.create` answered it. */
  readonly path: string
  readonly bytes: Blob
  /** What has left, from 0 to 1. */
  readonly onProgress: (share: number) => void
  /** Ends it early. */
  readonly signal: AbortSignal
}

/** Sends the bytes of a file. Throws ParleyError; `unanswered` when the network broke, or it was ended. */
export type Upload = (request: UploadRequest) => Promise<void>

/** Uploads over HTTP, with a bearer token where there is no cookie. Only XMLHttpRequest tells how far it is. */
export const httpUpload = (options: { readonly url: string; readonly token?: string | undefined }): Upload => {
  const headers: Record<string, string> = options.token ? { authorization: `Bearer ${options.token}` } : {}
  const send = typeof XMLHttpRequest === 'undefined' ? byFetch : byRequest
  return async (request) => {
    const { ok, text } = await send({ ...request, path: options.url + request.path }, headers)
    if (!ok) throw fromWire(errorIn(text))
  }
}

/** What a proxy says in the server's place is no error that we know. */
const errorIn = (text: string): unknown => {
  try {
    return (JSON.parse(text) as { error?: unknown } | null)?.error
  } catch {
    return undefined
  }
}

interface Answer {
  readonly ok: boolean
  readonly text: string
}

const byFetch = async ({ path, bytes, signal }: UploadRequest, headers: Record<string, string>): Promise<Answer> => {
  try {
    const response = await fetch(path, { method: 'PUT', body: bytes, headers, signal, credentials: 'same-origin' })
    return { ok: response.ok, text: await response.text() }
  } catch {
    throw unanswered()
  }
}

const byRequest = (
  { path, bytes, onProgress, signal }: UploadRequest,
  headers: Record<string, string>,
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) return reject(unanswered())
    const request = new XMLHttpRequest()
    request.open('PUT', path)
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
    request.onload = () => resolve({ ok: request.status >= 200 && request.status < 300, text: request.responseText })
    request.onerror = () => reject(unanswered())
    request.onabort = () => reject(unanswered())
    signal.addEventListener('abort', () => request.abort())
    request.send(bytes)
  })
