import type { Result } from '@parley/protocol'
import type { Calls } from '../dispatch/dispatch'
import type { Caller, Stranger } from '../lib/caller'
import { Failure, fail } from '../lib/fail'
import { errorFields, type Logger } from '../lib/logger'
import { parseBody, readBody } from './body'
import type { Callers } from './callers'
import { clearedCookie, sessionCookie } from './cookies'
import { errorResponse, jsonHeaders } from './respond'

export interface RpcOptions {
  readonly calls: Pick<Calls, 'call' | 'spec'>
  readonly callers: Callers
  readonly newRequestId: () => string
  readonly logger: Logger
}

/** `POST /api/<method>`: the body is the parameters, the answer the result. */
export class Rpc {
  constructor(private readonly options: RpcOptions) {}

  /** Answers one request, whatever is wrong with it. */
  async handle(request: Request, method: string, remoteAddress: () => string): Promise<Response> {
    const requestId = this.options.newRequestId()
    try {
      const { who, params } = await this.read(request, { method, requestId, remoteAddress })
      const result = await this.options.calls.call({ method, params, requestId, transport: 'http', who })
      return answer(result, { method, requestId, who })
    } catch (error) {
      const headers = { 'x-request-id': requestId }
      if (error instanceof RefusedForm)
        return errorResponse(error.failure, { ...error.answer, headers: { ...headers, ...error.answer.headers } })
      return errorResponse(error instanceof Failure ? error : fail('internal'), { headers })
    }
  }

  /** Everything before dispatch, which logs what it gets itself: what fails here is logged here. */
  private async read(
    request: Request,
    { method, requestId, remoteAddress }: { method: string; requestId: string; remoteAddress: () => string },
  ): Promise<{ who: Caller | Stranger; params: unknown }> {
    try {
      refuseOtherThanJson(request)
      const look = this.options.calls.spec(method)?.auth === 'none' ? 'no' : 'yes'
      const who = await this.options.callers.find(request, { remoteAddress, look })
      return { who, params: parseBody(await readBody(request)) }
    } catch (error) {
      const failure = error instanceof RefusedForm ? error.failure : error
      const outcome = failure instanceof Failure ? failure.failure : 'internal'
      const known = this.options.calls.spec(method) ? method : 'unknown'
      this.options.logger[failure instanceof Failure ? 'info' : 'error']('call', {
        ...{ requestId, method: known, transport: 'http', outcome },
        ...(failure instanceof Failure ? {} : errorFields(failure)),
      })
      throw error
    }
  }
}

/** A refusal with a status that HTTP has and the table of errors has not. */
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

const answer = (
  result: unknown,
  { method, requestId, who }: { method: string; requestId: string; who: Stranger },
): Response => {
  const headers = jsonHeaders(requestId)
  if (method === 'accounts.login' || method === 'accounts.register')
    headers['set-cookie'] = sessionCookie((result as Result<'accounts.login'>).session.token, who.origin)
  if (method === 'accounts.logout') headers['set-cookie'] = clearedCookie(who.origin)
  return new Response(JSON.stringify(result), { headers })
}
