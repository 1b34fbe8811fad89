import type { Result } from '@parley/protocol'
import type { Calls } from '../dispatch/dispatch'
import type { Refusals } from '../dispatch/refusals'
import type { Caller, Stranger } from '../lib/caller'
import { encode } from '../lib/encoded'
import { Failure, fail } from '../lib/fail'
import { errorFields } from '../lib/logger'
import type { SampledLog } from '../lib/sampled-log'
import type { Bodies } from './bodies'
import { parseBody } from './body'
import type { Callers } from './callers'
import { clearedCookies, sessionCookies } from './cookies'
import { errorResponse, jsonHeaders, refusedTooOften } from './respond'

export interface RpcOptions {
  readonly calls: Pick<Calls, 'call' | 'spec' | 'charge'>
  readonly callers: Callers
  readonly bodies: Bodies
  readonly refusals: Refusals
  readonly newRequestId: () => string
  /** Whether a page of another product sent a request. Its sign-ins change no cookie. */
  readonly isForeign: (request: Request) => boolean
  readonly log: SampledLog
}

/** One request to `/api/<method>`. */
interface Asked {
  readonly method: string
  readonly requestId: string
  readonly remoteAddress: () => string
}

/** `POST /api/<method>`: the body holds the parameters, the response the result. */
export class Rpc {
  constructor(private readonly options: RpcOptions) {}

  /** Answers one request, even an invalid one. */
  async handle(request: Request, method: string, remoteAddress: () => string): Promise<Response> {
    const asked = { method, requestId: this.options.newRequestId(), remoteAddress }
    const { requestId } = asked
    let who: Caller | Stranger = this.options.callers.stranger(request, remoteAddress)
    try {
      const caller = await this.caller(request, asked)
      who = caller
      const { params, bytes } = await this.logged(asked, async () => {
        const body = await this.options.bodies.read(request, caller)
        return { params: parseBody(body), bytes: Buffer.byteLength(body) }
      })
      const result = await this.options.calls.call({ method, params, bytes, requestId, transport: 'http', who })
      const text = encode(result)
      this.options.calls.charge(who, text.length)
      const response = new Response(text, { headers: jsonHeaders(requestId) })
      const cookies = this.options.isForeign(request) ? [] : cookiesFor(result, { method, who, request })
      for (const cookie of cookies) response.headers.append('set-cookie', cookie)
      return response
    } catch (error) {
      return this.refusal(error, { who, requestId })
    }
  }

  private caller(request: Request, asked: Asked): Promise<Caller | Stranger> {
    const { calls, callers } = this.options
    const { method, remoteAddress } = asked
    return this.logged(asked, async () => {
      refuseOtherThanJson(request)
      const look = calls.spec(method)?.auth === 'none' ? 'no' : 'yes'
      return callers.find(request, { remoteAddress, look })
    })
  }

  /** A step before dispatch, which logs only its own calls: failures here are logged here. */
  private async logged<T>({ method, requestId, remoteAddress }: Asked, step: () => Promise<T>): Promise<T> {
    try {
      return await step()
    } catch (error) {
      const failure = failureOf(error)
      const known = this.options.calls.spec(method) ? method : 'unknown'
      this.options.log.write(failure ? 'info' : 'error', 'call', () => ({
        requestId,
        method: known,
        transport: 'http',
        outcome: failure?.failure ?? 'internal',
        ...(failure ? {} : errorFields(error)),
        address: remoteAddress(),
      }))
      throw error
    }
  }

  private refusal(error: unknown, { who, requestId }: { who: Caller | Stranger; requestId: string }): Response {
    const failure = failureOf(error) ?? fail('internal')
    const headers = { 'x-request-id': requestId }
    const waitMs = this.options.refusals.countRefusal({ who, transport: 'http', failure: failure.failure })
    if (waitMs > 0) return refusedTooOften(waitMs, headers)
    if (error instanceof RefusedForm)
      return errorResponse(failure, { ...error.answer, headers: { ...headers, ...error.answer.headers } })
    return errorResponse(failure, { headers })
  }
}

const failureOf = (error: unknown): Failure | undefined => {
  if (error instanceof RefusedForm) return error.failure
  return error instanceof Failure ? error : undefined
}

/** A refusal with an HTTP status that the table of errors lacks. */
class RefusedForm extends Error {
  constructor(
    readonly failure: Failure,
    readonly answer: { readonly status: number; readonly headers?: Record<string, string> },
  ) {
    super(failure.message)
  }
}

const refuseOtherThanJson = (request: Request): void => {
  if (request.method !== 'POST')
    throw new RefusedForm(fail('invalid_request', { message: 'Call methods with POST.' }), {
      status: 405,
      headers: { allow: 'POST' },
    })
  const type = request.headers.get('content-type') ?? ''
  if (type !== 'application/json' && !/^application\/json\s*(;|$)/i.test(type))
    throw new RefusedForm(
      fail('invalid_request', { message: 'Send the parameters as JSON, with Content-Type: application/json.' }),
      { status: 415 },
    )
}

/** Methods that return a new session, which browsers keep as a cookie. */
const signsIn: ReadonlySet<string> = new Set([
  'accounts.exchange',
  'accounts.login',
  'accounts.loginWithPasskey',
  'accounts.passSecondFactor',
  'accounts.register',
  'accounts.registerIdentity',
  'accounts.restoreIdentity',
  'accounts.resetPassword',
  'accounts.restore',
])
/** The token of the session that a call has begun. */
const tokenIn = (method: string, result: unknown): string | undefined => {
  if (method === 'accounts.requestState') return (result as Result<'accounts.requestState'>).signedIn?.session.token
  return signsIn.has(method) ? (result as Result<'accounts.login'>).session.token : undefined
}

/** Methods that end the session of the call. */
const signsOut: ReadonlySet<string> = new Set(['accounts.logout', 'accounts.close'])

const cookiesFor = (
  result: unknown,
  { method, who, request }: { method: string; who: Stranger; request: Request },
): readonly string[] => {
  const token = tokenIn(method, result)
  if (token !== undefined) return sessionCookies(token, { origin: who.origin, request })
  return signsOut.has(method) ? clearedCookies({ origin: who.origin, request }) : []
}
