import { noResponseError } from '../lib/error'

/** Bytes on their way to a path of the server. */
export interface HttpRequest {
  readonly method: 'PUT' | 'HEAD' | 'PATCH'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly bytes?: Blob
  /** Receives the number of sent bytes, from 0 on, where progress is available. */
  readonly onSent?: (bytes: number) => void
  /** Ends it early. */
  readonly signal: AbortSignal
}

export interface HttpAnswer {
  readonly ok: boolean
  readonly status: number
  readonly text: string
  readonly header: (name: string) => string | null
}

/** Sends a request. Only XMLHttpRequest tells how far it is. Throws `unanswered` when the network broke, or it was ended. */
export const httpSend = (request: HttpRequest): Promise<HttpAnswer> =>
  typeof XMLHttpRequest === 'undefined' ? byFetch(request) : byRequest(request)

const byFetch = async ({ method, url, headers, bytes, signal }: HttpRequest): Promise<HttpAnswer> => {
  try {
    const body = bytes === undefined ? {} : { body: bytes }
    const response = await fetch(url, { method, headers, signal, credentials: 'same-origin', ...body })
    const text = await response.text()
    return { ok: response.ok, status: response.status, text, header: (name) => response.headers.get(name) }
  } catch {
    throw noResponseError()
  }
}

const byRequest = ({ method, url, headers, bytes, onSent, signal }: HttpRequest): Promise<HttpAnswer> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) return reject(noResponseError())
    const request = new XMLHttpRequest()
    request.open(method, url)
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.upload.onloadstart = () => onSent?.(0)
    request.upload.onprogress = ({ loaded }) => onSent?.(loaded)
    request.onload = () => {
      const { status, responseText: text } = request
      const header = (name: string) => request.getResponseHeader(name)
      resolve({ ok: status >= 200 && status < 300, status, text, header })
    }
    request.onerror = () => reject(noResponseError())
    request.onabort = () => reject(noResponseError())
    signal.addEventListener('abort', () => request.abort())
    request.send(bytes ?? null)
  })
