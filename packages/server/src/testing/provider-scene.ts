import { afterAll, beforeAll } from 'bun:test'
import type { Entered } from '../accounts/providers/provider-sign-in'
import { type OidcProvider, readOidc } from '../config/oidc-settings'
import type { Caller } from '../lib/caller'
import { TestProvider } from './oidc-provider'
import type { TestApp } from './test-app'

/** The origin of the app in tests without sockets. */
const origin = 'http://parley.test'
const clientSecret = 'the secret of parley'

/** Starts a provider for the tests of a file. */
export const testProvider = (): (() => TestProvider) => {
  let provider: TestProvider | undefined
  beforeAll(async () => {
    const back = (name: string) => `${origin}/auth/oidc/${name}/callback`
    const names = ['work', 'other']
    provider = await TestProvider.start(
      names.map((name) => ({ client_id: name, client_secret: clientSecret, redirect_uris: [back(name)] })),
    )
  })
  afterAll(() => provider?.[Symbol.asyncDispose]())
  return () => {
    if (!provider) throw new Error('not started yet')
    return provider
  }
}

/** The settings of a provider as an administrator writes them. */
export const oidcSettings = (
  { issuer }: Pick<TestProvider, 'issuer'>,
  { name = 'work', ...more }: Record<string, string> = {},
): OidcProvider => {
  const scopes = 'openid profile email groups offline_access'
  const table = { [name]: { issuer, client_id: name, client_secret: clientSecret, scopes, ...more } }
  const { providers, sentences } = readOidc({ env: {}, table })
  if (!providers[0]) throw new Error(sentences.join(' '))
  return providers[0]
}

export interface ProviderVisit {
  /** The person at the provider. */
  readonly login: string
  readonly name?: string
  readonly address?: string
  /** The node that finishes the sign-in, if it is another one. */
  readonly end?: TestApp
  readonly proves?: Pick<Caller, 'userKey'>
}

/** Signs in at the provider, as a person does in a browser, as far as the provider vouches. */
export const visitProvider = async (
  app: TestApp,
  provider: TestProvider,
  { login, name = 'work', address = '127.0.0.1', end = app, proves }: ProviderVisit,
) => {
  const stranger = { address, device: 'browser', origin }
  const begun = await app.core.providers.flows.begin(stranger, { name, back: '/', browser: undefined, proves })
  const { search } = new URL(await provider.signIn(begun.url, login))
  return { stranger, response: { name, query: search, browser: begun.browser }, end }
}

/** The same until the account is entered. */
export const enterBy = async (app: TestApp, provider: TestProvider, visit: ProviderVisit): Promise<Entered> => {
  const { stranger, response, end } = await visitProvider(app, provider, visit)
  const { person } = await end.core.providers.flows.finish(response)
  return end.core.providers.signIns.enter(stranger, { provider: response.name, person })
}

/** The ticket of someone without an account. */
export const stepBy = async (...visit: Parameters<typeof enterBy>): Promise<string> => {
  const entered = await enterBy(...visit)
  if (entered.kind !== 'step') throw new Error(`it led to ${entered.kind}`)
  return entered.ticket
}

/** The session of someone with an account. */
export const sessionBy = async (...visit: Parameters<typeof enterBy>) => {
  const entered = await enterBy(...visit)
  if (entered.kind !== 'session') throw new Error(`it led to ${entered.kind}`)
  return entered.signedIn
}
