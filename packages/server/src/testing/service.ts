import type { MethodName, Params, Result, ServiceScope } from '@parley/protocol'
import { serviceScopes } from '@parley/protocol'
import { CalledByService } from '../lib/caller'
import { Failure } from '../lib/fail'
import { Refused, type TestApp } from './test-app'

/** Another product that calls a test app. */
export interface Service {
  readonly id: Result<'admin.createServiceToken'>['token']['id']
  readonly secret: string
  call<N extends MethodName>(method: N, params: Params<N>): Promise<Result<N>>
}

/** Calls as a service does over HTTP: with its secret, which is checked for each call. */
export const callAsService = async <N extends MethodName>(
  { core }: Pick<TestApp, 'core'>,
  secret: string,
  [method, params]: readonly [N, Params<N>],
): Promise<Result<N>> => {
  const from = { address: '192.0.2.77', device: 'shop', origin: 'http://parley.test' }
  const token = await core.serviceTokens.authenticate(secret)
  const isStillValid = async () => (await core.serviceTokens.authenticate(secret)) !== undefined
  const who = token ? new CalledByService(from, token, isStillValid) : from
  const bytes = JSON.stringify(params).length
  try {
    const result = await core.calls.call({ method, params, bytes, requestId: 'test', transport: 'http', who })
    core.calls.charge(who, JSON.stringify(result).length)
    return JSON.parse(JSON.stringify(result)) as Result<N>
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    const { failure: code, details } = error
    const { field, until } = details
    throw new Refused({ code, ...(field ? { field } : {}), ...(until ? { until } : {}) }, error.message)
  }
}

/** Gives another product a token. */
export const serviceOf = async (
  app: Pick<TestApp, 'core'>,
  { scopes = serviceScopes, name = 'Shop' }: { scopes?: readonly ServiceScope[]; name?: string } = {},
): Promise<Service> => {
  const { secret, token } = await app.core.serviceTokens.create('command line', { name, scopes: [...scopes] })
  return { id: token.id, secret, call: (method, params) => callAsService(app, secret, [method, params]) }
}
