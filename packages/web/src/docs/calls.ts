import type { WireError } from '@parley/protocol/errors'
import { callOverSocket } from './live'

/** The transports that a browser has. */
export const transports = ['http', 'socket'] as const
export type Transport = (typeof transports)[number]

/** The response to a call. */
export interface Answer {
  readonly ok: boolean
  /** The result or the error, in the form of the wire format. */
  readonly body: unknown
  readonly error?: WireError
  /** The HTTP status. Undefined over a WebSocket. */
  readonly status?: number
  readonly tookMs: number
  /** The id of the call in the server's log. */
  readonly requestId?: string
}

const overHttp = async (method: string, params: unknown): Promise<Omit<Answer, 'tookMs'>> => {
  const response = await fetch(`/api/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
  })
  const body: unknown = await response.json()
  const error = response.ok ? undefined : (body as { error: WireError }).error
  const requestId = response.headers.get('x-request-id')
  return {
    ...{ ok: response.ok, body: error ?? body, status: response.status },
    ...(error && { error }),
    ...(requestId !== null && { requestId }),
  }
}

const overSocket = async (method: string, params: unknown): Promise<Omit<Answer, 'tookMs'>> => {
  const answer = await callOverSocket(method, params)
  if (answer.error) return { ok: false, body: answer.error, error: answer.error }
  return { ok: true, body: answer.result }
}

/** Calls the running server. Throws if there is no response. */
export const run = async (transport: Transport, method: string, params: unknown): Promise<Answer> => {
  const startedMs = performance.now()
  const answer = await (transport === 'http' ? overHttp : overSocket)(method, params)
  return { ...answer, tookMs: performance.now() - startedMs }
}
