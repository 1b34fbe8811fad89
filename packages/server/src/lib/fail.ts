import { type ErrorName, errors, type WireError } from '@parley/protocol'

export interface FailDetails {
  /** The parameter that was wrong, as a path such as `body.text`. */
  readonly field?: string
  readonly retryAfterMs?: number
  /** Until when the refusal can be undone, in epoch milliseconds. */
  readonly until?: number
  /** The ticket for the second step of the call. */
  readonly ticket?: string
  /** Replaces the table's sentence where a more exact one helps. */
  readonly message?: string
  /** The cause, for operators: logged as an error, and never sent. */
  readonly cause?: Error
}

/** An error that a caller is meant to see: a name from the protocol's table. Everything else becomes `internal`. */
export class Failure extends Error {
  constructor(
    readonly failure: ErrorName,
    readonly details: FailDetails = {},
  ) {
    super(details.message ?? errors[failure].message)
    this.name = 'Failure'
  }
}

/** Makes the error for `throw fail('muted')`. */
export const fail = (name: ErrorName, details?: FailDetails): Failure => new Failure(name, details)

/** An error as it stands on the wire. Unknown failures become `internal` without details. */
export const toWireError = (thrown: unknown): WireError => {
  const name = thrown instanceof Failure ? thrown.failure : 'internal'
  const { code, retry, message } = errors[name]
  const details: FailDetails = thrown instanceof Failure ? thrown.details : {}
  return {
    code,
    message: details.message ?? message,
    data: {
      code: name,
      retry,
      ...(details.retryAfterMs === undefined ? {} : { retryAfterMs: details.retryAfterMs }),
      ...(details.until === undefined ? {} : { until: details.until }),
      ...(details.field === undefined ? {} : { field: details.field }),
      ...(details.ticket === undefined ? {} : { ticket: details.ticket }),
    },
  }
}
