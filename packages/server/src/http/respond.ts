import { errors } from '@parley/protocol'
import { type Failure, fail, toWireError } from '../lib/fail'

/** Headers of every answer. */
export const commonHeaders = { 'x-content-type-options': 'nosniff' } as const

/** Headers of answers that belong to one caller and one moment. Written out, because every call has them. */
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

export const plainText = (text: string, status: number): Response =>
  new Response(text, {
    status,
    headers: { ...commonHeaders, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  })

/** An error as HTTP has it: its status, and the same object as on every transport. */
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

/** The answer to callers who have been refused too often. It ends their connection. */
export const refusedTooOften = (retryAfterMs: number, headers: Record<string, string> = {}): Response =>
  errorResponse(
    fail('rate_limited', {
      retryAfterMs,
      message: 'Too many refused requests came from here. Wait a moment, and mend what they were refused for.',
    }),
    { headers: { ...headers, connection: 'close' } },
  )
