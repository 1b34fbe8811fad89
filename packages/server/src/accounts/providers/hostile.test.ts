import { afterAll, beforeAll, expect, test } from 'bun:test'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { oidcSettings } from '../../testing/provider-scene'
import { ProviderClient } from './provider-client'
import { ProviderError } from './provider-problem'

/** The behaviour of the hostile provider in the present test. */
interface Attack {
  readonly claims?: JWTPayload
  readonly algorithm?: 'RS256' | 'none' | 'HS256' | 'of another key'
  readonly token?: string
  readonly discovery?: Record<string, unknown>
  readonly answer?: () => Response
}

const redirectUri = 'http://parley.test/auth/oidc/work/callback'
let attack: Attack = {}
let nonce = ''
let heard: string[] = []
let server: ReturnType<typeof Bun.serve>
const keys = { own: await generateKeyPair('RS256'), other: await generateKeyPair('RS256') }

const issuer = () => `http://127.0.0.1:${server.port}`
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

const idToken = async (): Promise<string> => {
  const now = Math.floor(Date.now() / 1_000)
  const claims = {
    iss: issuer(),
    aud: 'work',
    sub: 'alice',
    nonce,
    iat: now,
    exp: now + 60,
    name: 'Alice',
    groups: [],
    ...attack.claims,
  }
  const { algorithm = 'RS256' } = attack
  if (algorithm === 'none') return `${base64({ alg: 'none' })}.${base64(claims)}.`
  const head = { alg: algorithm === 'HS256' ? 'HS256' : 'RS256', kid: 'first' }
  const key =
    algorithm === 'HS256'
      ? new TextEncoder().encode('the secret of parley')
      : keys[algorithm === 'RS256' ? 'own' : 'other'].privateKey
  return new SignJWT(claims).setProtectedHeader(head).sign(key)
}

beforeAll(() => {
  server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: async (request) => {
      const { pathname } = new URL(request.url)
      heard.push(pathname)
      if (pathname === '/.well-known/openid-configuration')
        return Response.json({
          issuer: issuer(),
          authorization_endpoint: `${issuer()}/auth`,
          token_endpoint: `${issuer()}/token`,
          jwks_uri: `${issuer()}/jwks`,
          id_token_signing_alg_values_supported: ['RS256'],
          ...attack.discovery,
        })
      if (pathname === '/jwks')
        return Response.json({ keys: [{ ...(await exportJWK(keys.own.publicKey)), kid: 'first', alg: 'RS256' }] })
      if (pathname !== '/token') return new Response('', { status: 404 })
      if (attack.answer) return attack.answer()
      return Response.json({ access_token: 'a', token_type: 'bearer', id_token: attack.token ?? (await idToken()) })
    },
  })
})
afterAll(() => server.stop(true))

/** A sign-in through the provider while it attacks. */
const outcomeOf = async (attempt: Attack, query = ''): Promise<string> => {
  attack = attempt
  heard = []
  const client = new ProviderClient(oidcSettings({ issuer: issuer() }))
  try {
    const { url, ...secrets } = await client.begin({ redirectUri, proves: false })
    nonce = secrets.nonce
    const response = new URL(`${redirectUri}?code=c&state=${secrets.state}${query}`)
    return `signed in as ${(await client.finish(response, secrets, false)).subject}`
  } catch (thrown) {
    return thrown instanceof ProviderError ? thrown.problem : String(thrown)
  }
}

test('an honest answer signs in', async () => {
  expect(await outcomeOf({})).toBe('signed in as alice')
})

test.each([
  ['an unsigned token', { algorithm: 'none' }],
  ['a token signed with the client secret', { algorithm: 'HS256' }],
  ['a token signed with a key that is not published', { algorithm: 'of another key' }],
  ['a token for another client', { claims: { aud: 'other' } }],
  ['a token of another issuer', { claims: { iss: 'https://other.example' } }],
  ['a token without a nonce', { claims: { nonce: undefined } }],
  ['a token with the nonce of another sign-in', { claims: { nonce: 'other' } }],
  ['a token without a subject', { claims: { sub: undefined } }],
  ['a token with a giant subject', { claims: { sub: 'a'.repeat(300) } }],
  ['a token that is none', { token: 'token' }],
  ['an answer without a token', { answer: () => Response.json({ access_token: 'a', token_type: 'bearer' }) }],
  [
    'an answer that is no JSON',
    { answer: () => new Response('<html>', { headers: { 'content-type': 'application/json' } }) },
  ],
  ['a giant token', { claims: { padding: 'a'.repeat(400_000) } }],
  ['an endless answer', { answer: () => new Response(endless(), { headers: { 'content-type': 'application/json' } }) }],
] as readonly (readonly [string, Attack])[])('[OI4] %s is refused', async (_name, attempt) => {
  expect(await outcomeOf(attempt)).toBe('token_invalid')
})

test.each([
  ['expired', { claims: { exp: 1_000 } }],
  ['of a time to come', { claims: { nbf: 9_999_999_999 } }],
] as const)('[OI4] a token that is %s is refused as clock skew', async (_name, attempt) => {
  expect(await outcomeOf(attempt)).toBe('clock_skew')
})

test('[OI4] the response of another issuer is refused, before the code goes anywhere', async () => {
  const outcome = await outcomeOf(
    { discovery: { authorization_response_iss_parameter_supported: true } },
    '&iss=https://other.example',
  )
  expect(outcome).toBe('token_invalid')
  expect(heard).not.toContain('/token')
})

test('[OI4] a redirect of the provider is not followed', async () => {
  const to = `${issuer()}/inside`
  expect(await outcomeOf({ answer: () => Response.redirect(to, 307) })).not.toStartWith('signed in')
  expect(heard).not.toContain('/inside')
})

test('[OI4] a document that names another issuer, or addresses without https elsewhere, is refused', async () => {
  expect(await outcomeOf({ discovery: { issuer: 'https://other.example' } })).toBe('token_invalid')
  expect(await outcomeOf({ discovery: { token_endpoint: 'http://192.0.2.1/token' } })).toBe('unreachable')
})

const endless = () =>
  new ReadableStream({
    pull: (controller) => controller.enqueue(new Uint8Array(64 * 1024).fill(97)),
  })
