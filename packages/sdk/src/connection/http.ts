import type { MethodName, Params, Result } from '@parley/protocol'
import { fromWire, noResponseError } from '../lib/error'

/** Calls any method. */
export type Call = <N extends MethodName>(method: N, params: Params<N>) => Promise<Result<N>>

/**
 * Calls a method over HTTP, for before sign-in. Browsers send the session's cookie.
 * @param url the origin of the server, '' for the page's own
 * @throws ParleyError
 */
export const callHttp = <N extends MethodName>(url: string, method: N, params: Params<N>): Promise<Result<N>> =>
  httpCaller({ url })(method, params)

interface CallerOptions {
  readonly url: string
  readonly token?: string | undefined
  /** Whether browsers send cookies, and keep those of the response; those of the same origin by default. */
  readonly credentials?: RequestCredentials
}

/** Calls over HTTP, with a bearer token where there is no cookie. */
export const httpCaller =
  ({ url, token, ...options }: CallerOptions): Call =>
  async <N extends MethodName>(method: N, params: Params<N>): Promise<Result<N>> => {
    const headers: Record<string, string> = { 'content-type': 'application/json' }
    if (token) headers.authorization = `Bearer ${token}`
    const { ok, answer } = await post(`${url}/api/${method}`, { ...options, headers, body: JSON.stringify(params) })
    if (ok) return answer as Result<N>
    throw fromWire((answer as { error?: unknown } | null)?.error)
  }

const post = async (url: string, request: RequestInit) => {
  try {
    const response = await fetch(url, { method: 'POST', ...request })
    return { ok: response.ok, answer: (await response.json()) as unknown }
  } catch {
    throw noResponseError()
  }
}
