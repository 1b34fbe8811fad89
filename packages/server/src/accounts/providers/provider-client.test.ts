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

test('[OI10] a proof needs the time of the sign-in, unless the provider can’t say it or a setting leaves it out', async () => {
  await provider.setPeople({ alice: {} })
  const proveBy = async (more: Record<string, string> = {}) => {
    const client = new ProviderClient(settings(more))
    const { url, ...secrets } = await client.begin({ redirectUri, proves: true })
    const back = new URL(await provider.signIn(url, 'alice'))
    const outcome = await problemOf(client.finish(back, secrets, true))
    return [new URL(url).searchParams.get('prompt'), outcome]
  }
  try {
    // The page could have left out that the person be asked again.
    await provider.hideTimes({ times: true, claim: false })
    expect(await proveBy()).toEqual(['login', 'token_invalid'])
    expect(await proveBy({ auth_time: 'optional' })).toEqual(['login', 'none'])
    await provider.hideTimes({ times: true, claim: true })
    expect(await proveBy()).toEqual(['select_account', 'none'])
    expect(await proveBy({ auth_time: 'required' })).toEqual(['select_account', 'token_invalid'])
  } finally {
    await provider.hideTimes({ times: false, claim: false })
  }
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
