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

/** Calls over HTTP, with a bearer token where there is no cookie. */
export const httpCaller =
  (options: { url: string; token?: string | undefined; credentials?: RequestCredentials }): Call =>
  async <N extends MethodName>(method: N, params: Params<N>): Promise<Result<N>> => {
    const headers: Record<string, string> = { 'content-type': 'application/json' }
    if (options.token) headers.authorization = `Bearer ${options.token}`
    const { credentials = 'same-origin' } = options
    const request = { headers, credentials, body: JSON.stringify(params) }
    const { ok, answer } = await post(`${options.url}/api/${method}`, request)
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
