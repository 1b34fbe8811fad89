import { afterAll, beforeAll, expect, test } from 'bun:test'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { FakeClock } from '../testing/fake-clock'
import { findPostgres } from '../testing/postgres'
import { outcome as code } from '../testing/refusal'
import { serviceOf } from '../testing/service'
import { TestApp } from '../testing/test-app'

const secret = 'a secret of the shop with more than 32 bytes'
const rules = { issuer: 'https://shop.example', audience: 'parley', maxAgeMs: 600_000 }
const bytes = (text: string) => new TextEncoder().encode(text)
const nowS = () => Math.floor(Date.now() / 1_000)
const claims = (more: JWTPayload = {}): JWTPayload => ({
  ...{ iss: rules.issuer, aud: rules.audience, sub: 'shop-1', name: 'Anna' },
  ...{ iat: nowS(), exp: nowS() + 300 },
  ...more,
})
const without = (...names: string[]) =>
  Object.fromEntries(Object.entries(claims()).filter(([name]) => !names.includes(name)))
const hs = (payload: JWTPayload, key = secret, header: { alg: string; crit?: string[] } = { alg: 'HS256' }) =>
  new SignJWT(payload).setProtectedHeader(header).sign(bytes(key))
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** An address that publishes keys, and counts the requests for them. */
const keyServer = () => {
  const state = { keys: [] as object[], asked: 0, down: false }
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: () => {
      state.asked++
      return state.down ? new Response(null, { status: 503 }) : Response.json({ keys: state.keys })
    },
  })
  return { state, url: `http://127.0.0.1:${server.port}/jwks.json`, stop: () => server.stop(true) }
}

let app: TestApp
beforeAll(async () => {
  app = await TestApp.start({ exchange: { ...rules, key: { secret } } })
})
afterAll(() => app[Symbol.asyncDispose]())

const exchange = (jwt: string, on = app) => on.connect().call('accounts.exchange', { jwt, device: 'Phone' })

test('[SV8] a token signs in: the first one creates the account, later ones update its name', async () => {
  const first = await exchange(await hs(claims({ preferred_username: 'anna', sub: 'a-1' })))
  expect(first.user).toMatchObject({ username: 'anna', name: 'Anna', admin: false })
  expect(first.session.device).toBe('Phone')
  const person = await app.signedIn(first.user, first.session.token)
  expect((await person.call('accounts.me', {})).user.id).toBe(first.user.id)
  const later = await exchange(await hs(claims({ sub: 'a-1', name: 'Anna B' })))
  expect(later.user).toMatchObject({ id: first.user.id, name: 'Anna B' })
  const nameless = await exchange(await hs(claims({ sub: 'a-1', name: undefined })))
  expect(nameless.user.name).toBe('Anna B')
  const taken = await exchange(await hs(claims({ sub: 'a-2', preferred_username: 'anna' })))
  expect(taken.user.username).toMatch(/^u\./)
})

test('[SV9] a token with an id of its own works once, and one without until it ends', async () => {
  const once = await hs(claims({ jti: 'one' }))
  await exchange(once)
  expect(await code(exchange(once))).toBe('jwt_invalid')
  const often = await hs(claims())
  await exchange(often)
  await exchange(often)
  const race = await hs(claims({ jti: 'two' }))
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => code(exchange(race))))
  expect(outcomes.filter((outcome) => outcome === 'yes')).toHaveLength(1)
})

const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
/** Other spellings of a token, which decode to the same bytes: the last character of its signature has two unused bits. */
const respelled = (jwt: string): string[] => [
  ...[`${jwt}=`, `${jwt} `, `${jwt}\n`, `${jwt.slice(0, -5)} ${jwt.slice(-5)}`],
  `${jwt.slice(0, -1)}${base64url[base64url.indexOf(jwt.at(-1) ?? '') | 1]}`,
]

test('[SV10] a token in another spelling is refused', async () => {
  const jwt = await hs(claims())
  for (const other of respelled(jwt)) expect([other, await code(exchange(other))]).toEqual([other, 'jwt_invalid'])
  await exchange(jwt)
})

test('[OI10] a token that was just made proves the owner in place of a password, once', async () => {
  const signedIn = await exchange(await hs(claims({ sub: 'p-1' })))
  const person = await app.signedIn(signedIn.user, signedIn.session.token)
  const prove = (jwt: string) => person.call('accounts.proveByToken', { jwt })
  await exchange(await hs(claims({ sub: 'p-2' })))
  expect(await code(prove(await hs(claims({ sub: 'p-2' }))))).toBe('jwt_invalid')
  expect(await code(prove(await hs(claims({ sub: 'p-1', iat: nowS() - 180 }))))).toBe('jwt_invalid')
  const payload = claims({ sub: 'p-1' })
  const jwt = await hs(payload)
  const { proof } = await prove(jwt)
  for (const other of [jwt, ...respelled(jwt)]) expect(await code(prove(other))).toBe('jwt_invalid')
  // Another signature of the same claims.
  const again = new SignJWT(payload).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(bytes(secret))
  expect(await code(prove(await again))).toBe('jwt_invalid')
  expect(await code(person.call('accounts.setUpTotp', { password: 'guess' }))).toBe('bad_credentials')
  expect(await person.call('accounts.setUpTotp', { password: proof })).toHaveProperty('uri')
  await person.call('accounts.close', { password: proof })
})

const attacks: readonly [string, () => Promise<string> | string][] = [
  ['another secret', () => hs(claims(), 'another secret with more than 32 bytes')],
  ['no signature', () => `${part({ alg: 'none' })}.${part(claims())}.`],
  ['an algorithm that is not configured', () => hs(claims(), secret, { alg: 'HS512' })],
  ['another issuer', () => hs(claims({ iss: 'https://evil.example' }))],
  ['no issuer', () => hs(without('iss'))],
  ['another audience', () => hs(claims({ aud: 'another' }))],
  ['no audience', () => hs(without('aud'))],
  ['an end in the past', () => hs(claims({ iat: nowS() - 300, exp: nowS() - 60 }))],
  ['no end', () => hs(without('exp'))],
  ['no start', () => hs(without('iat'))],
  ['a start in the future', () => hs(claims({ iat: nowS() + 120 }))],
  ['a start that is too long ago', () => hs(claims({ iat: nowS() - 7_200 }))],
  ['too long a life', () => hs(claims({ exp: nowS() + 86_400 }))],
  ['a beginning in the future', () => hs(claims({ nbf: nowS() + 120 }))],
  ['no subject', () => hs(without('sub'))],
  ['a subject with spaces', () => hs(claims({ sub: 'shop 1' }))],
  ['a subject that is too long', () => hs(claims({ sub: 'x'.repeat(256) }))],
  ['an unknown critical header', () => hs(claims(), secret, { alg: 'HS256', crit: ['exp'] }).catch(() => 'a.b.c')],
  ['an encrypted token', () => 'a.b.c.d.e'],
  ['no token at all', () => ''],
  [
    'other claims under the same signature',
    async () => {
      const [head, , signature] = (await hs(claims())).split('.')
      return `${head}.${part(claims({ sub: 'admin' }))}.${signature}`
    },
  ],
]

test.each(attacks)('[SV10] a token with %s is refused', async (_what, make) => {
  expect(await code(exchange(await make()))).toBe('jwt_invalid')
})

test('[SV10] a little difference of clocks is no obstacle', async () => {
  await exchange(await hs(claims({ iat: nowS() + 20, nbf: nowS() + 20 })))
})

test('[SV11] public keys: both algorithms work, and the key of one never passes for the secret of another', async () => {
  const host = keyServer()
  const [rsa, ec] = [await generateKeyPair('RS256', { extractable: true }), await generateKeyPair('ES256')]
  const publicRsa = { ...(await exportJWK(rsa.publicKey)), kid: 'r', alg: 'RS256', use: 'sig' }
  host.state.keys = [publicRsa, { ...(await exportJWK(ec.publicKey)), kid: 'e', alg: 'ES256' }]
  await using keyed = await TestApp.start({ exchange: { ...rules, key: { jwksUrl: host.url } } })
  const sign = (alg: 'RS256' | 'ES256', kid: string, key = alg === 'RS256' ? rsa.privateKey : ec.privateKey) =>
    new SignJWT(claims()).setProtectedHeader({ alg, kid }).sign(key)
  await exchange(await sign('RS256', 'r'), keyed)
  await exchange(await sign('ES256', 'e'), keyed)
  const confused = await new SignJWT(claims())
    .setProtectedHeader({ alg: 'HS256', kid: 'r' })
    .sign(bytes(JSON.stringify(publicRsa)))
  expect(await code(exchange(confused, keyed))).toBe('jwt_invalid')
  const foreign = await generateKeyPair('RS256')
  expect(await code(exchange(await sign('RS256', 'r', foreign.privateKey), keyed))).toBe('jwt_invalid')
  host.stop()
})

test('[SV11] a new key works at once, and unknown keys fetch no more than one document in a while', async () => {
  const host = keyServer()
  const [first, second] = [await generateKeyPair('ES256'), await generateKeyPair('ES256')]
  const listed = async (key: CryptoKey, kid: string) => ({ ...(await exportJWK(key)), kid, alg: 'ES256' })
  host.state.keys = [await listed(first.publicKey, '1')]
  const time = new FakeClock(Date.now())
  await using keyed = await TestApp.start({ clock: time, exchange: { ...rules, key: { jwksUrl: host.url } } })
  const sign = (key: CryptoKey, kid: string) =>
    new SignJWT(claims({ iat: Math.floor(time.now() / 1_000), exp: Math.floor(time.now() / 1_000) + 300 }))
      .setProtectedHeader({ alg: 'ES256', kid })
      .sign(key)
  await exchange(await sign(first.privateKey, '1'), keyed)
  expect(host.state.asked).toBe(1)
  host.state.keys = [await listed(first.publicKey, '1'), await listed(second.publicKey, '2')]
  await time.advance(31_000)
  await exchange(await sign(second.privateKey, '2'), keyed)
  expect(host.state.asked).toBe(2)
  for (let at = 0; at < 20; at++)
    expect(await code(exchange(await sign(second.privateKey, `x${at}`), keyed))).toBe('jwt_invalid')
  expect(host.state.asked).toBe(2)
  // The address is down: known keys still work.
  host.state.down = true
  await time.leap(6 * 60_000)
  await exchange(await sign(first.privateKey, '1'), keyed)
  host.stop()
})

test('[SV11] without any keys sign-ins fail at once, and only one request a while goes out', async () => {
  const host = keyServer()
  host.state.down = true
  await using keyed = await TestApp.start({ exchange: { ...rules, key: { jwksUrl: host.url } } })
  const key = await generateKeyPair('ES256')
  const jwt = await new SignJWT(claims()).setProtectedHeader({ alg: 'ES256', kid: '1' }).sign(key.privateKey)
  for (let at = 0; at < 10; at++) expect(await code(exchange(jwt, keyed))).toBe('unavailable')
  expect(host.state.asked).toBe(1)
  host.stop()
})

test.each(findPostgres() === undefined ? ['sqlite' as const] : ['sqlite' as const, 'postgres' as const])(
  '[SV9] a token with times in fractions of a second works once, on %s',
  async (kind) => {
    await using node = await TestApp.start({ kind, exchange: { ...rules, key: { secret } } })
    const t = nowS() - 1 + 0.123_4
    const jwt = await hs(claims({ sub: 'f-1', iat: t, exp: t + 299.999_7, jti: 'f' }))
    expect((await exchange(jwt, node)).user.name).toBe('Anna')
    expect(await code(exchange(jwt, node))).toBe('jwt_invalid')
  },
)

test('[SV8] a server without keys accepts no token', async () => {
  await using plain = await TestApp.start()
  expect(await code(exchange(await hs(claims()), plain))).toBe('exchange_off')
})

test('[SV8] tokens sign in no administrator and no disabled account', async () => {
  const { user } = await exchange(await hs(claims({ sub: 'b-1', preferred_username: 'benny' })))
  const boss = await app.person('boss')
  await app.core.admin.grant('boss')
  await boss.call('admin.setDisabled', { userId: user.id, disabled: true })
  expect(await code(exchange(await hs(claims({ sub: 'b-1' }))))).toBe('account_disabled')
  await boss.call('admin.setDisabled', { userId: user.id, disabled: false })
  await app.core.admin.grant('benny')
  expect(await code(exchange(await hs(claims({ sub: 'b-1' }))))).toBe('forbidden')
})

test('[SV9] a token from before an erasure does not bring the person back, and a later one makes a new account', async () => {
  const clock = new FakeClock(Date.now())
  await using node = await TestApp.start({ clock, exchange: { ...rules, key: { secret } } })
  const shop = await serviceOf(node)
  const made = () => Math.floor(clock.now() / 1_000)
  const jwt = () => hs(claims({ iat: made(), exp: made() + 300 }))
  const old = await jwt()
  const { user } = await exchange(old, node)
  await shop.call('service.eraseUser', { externalId: 'shop-1' })
  expect(await code(exchange(old, node))).toBe('jwt_invalid')
  await clock.advance(2_000)
  expect((await exchange(await jwt(), node)).user.id).not.toBe(user.id)
})
