import { afterAll, beforeAll, expect, test } from 'bun:test'
import type { OidcProvider } from '../../config/oidc-settings'
import { readOidc } from '../../config/oidc-settings'
import { freePort } from '../../testing/free-port'
import { TestProvider } from '../../testing/oidc-provider'
import { ProviderClient } from './provider-client'
import { ProviderError } from './provider-problem'

const redirectUri = 'http://127.0.0.1:1/auth/oidc/work/callback'
let provider: TestProvider

beforeAll(async () => {
  provider = await TestProvider.start([
    { client_id: 'parley', client_secret: 'a secret', redirect_uris: [redirectUri] },
  ])
})
afterAll(() => provider[Symbol.asyncDispose]())

const settings = (more: Record<string, string> = {}): OidcProvider => {
  const table = { work: { issuer: provider.issuer, client_id: 'parley', client_secret: 'a secret', ...more } }
  const { providers, sentences } = readOidc({ env: {}, table })
  if (!providers[0]) throw new Error(sentences.join(' '))
  return providers[0]
}

const problemOf = (run: Promise<unknown>) =>
  run.then(
    () => 'none',
    (thrown) => (thrown instanceof ProviderError ? thrown.problem : String(thrown)),
  )

test('a code becomes what the provider says of the person', async () => {
  await provider.setPeople({
    alice: {
      name: 'Alice',
      preferred_username: 'Alice.A',
      email: 'alice@example.org',
      email_verified: true,
      groups: ['admins'],
    },
  })
  const client = new ProviderClient(
    settings({ scopes: 'openid profile email groups offline_access', admin_group: 'admins' }),
  )
  const { url, ...secrets } = await client.begin({ redirectUri, proves: false })
  const back = new URL(await provider.signIn(url, 'alice'))
  const person = await client.finish(back, secrets, false)
  expect(person).toEqual({
    issuer: provider.issuer,
    subject: 'alice',
    label: 'alice@example.org',
    email: 'alice@example.org',
    username: 'alice.a',
    name: 'Alice',
    admin: true,
    refreshToken: expect.any(String),
  })
  const renewal = await client.renew(person.refreshToken ?? '')
  expect(renewal.refreshToken).not.toBe(person.refreshToken)
  expect(await renewal.admin()).toBeTrue()
  await provider.setPeople({})
  expect(await problemOf(client.renew(renewal.refreshToken ?? ''))).toBe('code_refused')
  // The code was used.
  expect(await problemOf(client.finish(back, secrets, false))).toBe('code_refused')
})

test('a proof asks the person again', async () => {
  await provider.setPeople({ alice: {} })
  const client = new ProviderClient(settings())
  const { url, ...secrets } = await client.begin({ redirectUri, proves: true })
  expect(new URL(url).searchParams.get('prompt')).toBe('login')
  const person = await client.finish(new URL(await provider.signIn(url, 'alice')), secrets, true)
  expect(person).toMatchObject({ subject: 'alice', label: undefined, email: undefined, refreshToken: undefined })
})

test('a provider that is down is unreachable, and a wrong secret is refused by name', async () => {
  const down = new ProviderClient(settings({ issuer: `http://127.0.0.1:${await freePort()}` }))
  expect(await problemOf(down.begin({ redirectUri, proves: false }))).toBe('unreachable')
  await provider.setPeople({ alice: {} })
  const client = new ProviderClient(settings({ client_secret: 'wrong' }))
  const { url, ...secrets } = await client.begin({ redirectUri, proves: false })
  expect(await problemOf(client.finish(new URL(await provider.signIn(url, 'alice')), secrets, false))).toBe(
    'client_refused',
  )
})
