import { errors } from '@parley/protocol'
import { type Failure, fail, toWireError } from '../lib/fail'

/** Headers of every response. */
export const commonHeaders = { 'x-content-type-options': 'nosniff' } as const

/** Headers of responses for one caller and one moment. Written out, because every call needs them. */
export const jsonHeaders = (requestId: string): Record<string, string> => ({
  'x-content-type-options': 'nosniff',
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
  'x-request-id': requestId,
})

const plainJsonHeaders = {
  ...commonHeaders,
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
}

export const json = (text: string, status = 200): Response => new Response(text, { status, headers: plainJsonHeaders })

/** Keeps other pages from showing a response in a frame. Pages have a longer policy. */
export const unframed = { 'content-security-policy': "frame-ancestors 'none'" } as const

export const plainText = (text: string, status: number): Response =>
  new Response(text, {
    status,
    headers: {
      ...commonHeaders,
      ...unframed,
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
    },
  })

/** An error over HTTP: its status, and the same object as on every transport. */
export const errorResponse = (
  failure: Failure,
  { status = errors[failure.failure].status, headers = {} }: { status?: number; headers?: Record<string, string> } = {},
): Response => {
  const { retryAfterMs } = failure.details
  return new Response(`{"error":${JSON.stringify(toWireError(failure))}}`, {
    status,
    headers: {
      ...plainJsonHeaders,
      ...(retryAfterMs === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterMs / 1_000)) }),
      ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
      ...headers,
    },
  })
}

/** The response to callers with too many refusals. It ends their connection. */
export const refusedTooOften = (retryAfterMs: number, headers: Record<string, string> = {}): Response =>
  errorResponse(
    fail('rate_limited', {
      retryAfterMs,
      message: 'Too many requests from this address were refused. Wait a moment, and fix their errors.',
    }),
    { headers: { ...headers, connection: 'close' } },
  )
