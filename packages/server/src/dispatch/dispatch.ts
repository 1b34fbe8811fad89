import { commonErrors, contract, type ErrorName, type MethodSpec, type RateName } from '@parley/protocol'
import type { Caller, Stranger } from '../lib/caller'
import { Failure, fail, toWireError } from '../lib/fail'
import type { RateLimits } from '../lib/rate-limits'
import { type AllHandlers, type AnyHandler, handlerTable } from './handler-table'

/** One call as a transport hands it over. */
export interface Call {
  readonly method: string
  readonly params: unknown
  /** Names the call in the log and in `x-request-id`. */
  readonly requestId: string
  readonly transport: 'websocket' | 'http' | 'tcp'
  readonly who: Caller | Stranger
}

/** What became of a call, for log and metrics. */
export interface CallReport {
  readonly call: Call
  /** The method's name, or `unknown`: what strangers send does not make new names. */
  readonly method: string
  readonly outcome: 'ok' | ErrorName
  readonly field: string | undefined
  readonly durationMs: number
  /** What was thrown, when it is not an error that callers are meant to see, or not one that the contract declares; or its cause. */
  readonly unexpected: unknown
}

export interface DispatchOptions {
  readonly handlers: AllHandlers
  readonly limiter: RateLimits<RateName>
  readonly isAdmin: (userKey: number) => Promise<boolean>
  readonly report: (report: CallReport) => void
  /** Milliseconds that only run forward. */
  readonly elapsed: () => number
}

/** Where calls are run: in this process, or on a node that has the role for it. */
export interface Calls {
  /** The method's declaration; undefined for an unknown name. */
  spec(method: string): MethodSpec | undefined
  /** Whether a call of a connection must wait for the answer to the one before about the same chat to keep their order. */
  readonly oneAtATime: boolean
  /** @throws Failure, and nothing else */
  call(call: Call): Promise<unknown>
}

export const isCaller = (who: Caller | Stranger): who is Caller => 'userId' in who

/** One pipeline for every transport: known method, signed in, rate, parameters, handler, error. */
export class Dispatch implements Calls {
  /** A send has its place as soon as it is handed over. */
  readonly oneAtATime = false
  private readonly handlers: ReadonlyMap<string, AnyHandler>

  constructor(private readonly options: DispatchOptions) {
    this.handlers = handlerTable(contract, options.handlers)
  }

  /** The method's declaration; undefined for an unknown name. */
  spec(method: string): MethodSpec | undefined {
    return this.handlers.get(method)?.spec
  }

  /**
   * Runs one call. With everything at hand the handler runs before this returns, so that calls keep their order.
   * @throws Failure, and nothing else
   */
  async call(call: Call): Promise<unknown> {
    const startedAt = this.options.elapsed()
    try {
      const result = await this.handle(call)
      this.report(call, startedAt, undefined)
      return result
    } catch (error) {
      this.report(call, startedAt, error)
      throw error instanceof Failure ? error : fail('internal')
    }
  }

  private handle(call: Call): unknown {
    const handler = this.handlers.get(call.method)
    if (!handler) throw fail('method_not_found')
    const { spec } = handler
    const { who } = call
    if (spec.auth !== 'none' && !isCaller(who)) throw fail('unauthenticated')
    if (spec.connectionOnly && !who.connection)
      throw fail('invalid_request', { message: `${call.method} concerns a connection: call it over WebSocket or TCP.` })
    // Registering and signing in count by address for everybody: an account must not bring new tries with it.
    const counted = spec.auth !== 'none' && isCaller(who) ? who.userId : who.address
    const waitMs = this.options.limiter.take(spec.rate, counted)
    if (waitMs > 0) throw fail('rate_limited', { retryAfterMs: waitMs })
    if (spec.auth === 'admin' && isCaller(who)) return this.runForAdmin(handler, call, who.userKey)
    return run(handler, call)
  }

  /** Asked anew each time: the command line may have made somebody an administrator while they are connected. */
  private async runForAdmin(handler: AnyHandler, call: Call, userKey: number): Promise<unknown> {
    if (!(await this.options.isAdmin(userKey))) throw fail('forbidden')
    return run(handler, call)
  }

  private isDeclared(method: string, { failure }: Failure): boolean {
    const declared: readonly ErrorName[] = [...commonErrors, ...(this.spec(method)?.errors ?? [])]
    return declared.includes(failure)
  }

  private report(call: Call, startedAt: number, error: unknown): void {
    const failure = error instanceof Failure ? error : undefined
    this.options.report({
      call,
      method: this.handlers.has(call.method) ? call.method : 'unknown',
      outcome: error === undefined ? 'ok' : toWireError(error).data.code,
      field: failure?.details.field,
      durationMs: this.options.elapsed() - startedAt,
      unexpected: failure && this.isDeclared(call.method, failure) ? failure.details.cause : error,
    })
  }
}

const run = ({ spec, run: handle }: AnyHandler, { params, who }: Call): unknown => {
  const parsed = spec.input.safeParse(params ?? {})
  if (!parsed.success) throw invalidParams(parsed.error.issues[0])
  return handle(who, parsed.data)
}

interface Issue {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

const invalidParams = (issue: Issue | undefined): Failure => {
  const field = issue?.path.map(String).join('.')
  const what = issue?.message ?? 'wrong form'
  return field
    ? fail('invalid_params', { field, message: `${field}: ${what}` })
    : fail('invalid_params', { message: `Parameters: ${what}` })
}
