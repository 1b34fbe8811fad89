import { errorNames } from '@parley/protocol/error-names'
import type { ErrorData, ErrorName } from '@parley/protocol/errors'

/** Responses that a component between client and server may give in the server's place. */
export type ProxyErrorName = 'proxy_too_large'

/** Why something failed. */
export type ClientErrorName = ErrorName | ProxyErrorName

interface Problem {
  readonly message: string
  readonly data: Omit<ErrorData, 'code'> & { readonly code: ClientErrorName }
}

/** A refusal of the server, or `unavailable` when the server was not reached. Translate by `code`, never by sentence. */
export class ParleyError extends Error {
  override readonly name = 'ParleyError'
  readonly code: ClientErrorName
  /** The same call may succeed later without any change. */
  readonly retry: boolean
  /** Milliseconds after which a retry makes sense. */
  readonly retryAfterMs: number | undefined
  /** Until when the refusal can be undone, in epoch milliseconds. */
  readonly until: number | undefined
  /** The parameter that was wrong, as a path such as `body.text`. */
  readonly field: string | undefined
  /** Of `second_factor_required`: what `accounts.passSecondFactor` takes together with a code. */
  readonly ticket: string | undefined
  /** True when there is no answer at all: whether the call had an effect is not known. */
  readonly unanswered: boolean

  constructor(error: Problem, options: { unanswered?: boolean } = {}) {
    super(error.message)
    this.code = error.data.code
    this.retry = error.data.retry
    this.retryAfterMs = error.data.retryAfterMs
    this.until = error.data.until
    this.field = error.data.field
    this.ticket = error.data.ticket
    this.unanswered = options.unanswered ?? false
  }
}

/** The error for a call that got no answer: no connection, or it broke, or too much time passed. */
export const noResponseError = (): ParleyError =>
  new ParleyError(
    {
      message: 'The server was not reached. Check the connection and try again.',
      data: { code: 'unavailable', retry: true },
    },
    { unanswered: true },
  )

const isErrorData = (data: unknown): data is ErrorData =>
  typeof data === 'object' &&
  data !== null &&
  'code' in data &&
  typeof data.code === 'string' &&
  data.code in errorNames

/** Reads an error off the wire; one that this client does not know becomes `internal`. */
export const fromWire = (error: unknown): ParleyError => {
  if (typeof error === 'object' && error !== null && 'message' in error && 'data' in error && isErrorData(error.data))
    return new ParleyError({ message: String(error.message), data: error.data })
  return new ParleyError({ message: 'Something went wrong on the server.', data: { code: 'internal', retry: false } })
}

/** A proxy refused a body of this size before the server saw it. */
export const proxyTooLarge = (): ParleyError =>
  new ParleyError({
    message: 'A proxy in front of the server refuses files of this size. Ask the administrator to raise its limit.',
    data: { code: 'proxy_too_large', retry: false },
  })

/** Whatever was thrown, as a ParleyError. */
export const asParleyError = (thrown: unknown): ParleyError =>
  thrown instanceof ParleyError ? thrown : fromWire(thrown)
