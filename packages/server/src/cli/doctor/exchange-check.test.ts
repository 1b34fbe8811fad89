import { expect, test } from 'bun:test'
import { exportJWK, generateKeyPair, type JWK } from 'jose'
import { parseConfig } from '../../config/config'
import type { Finding } from './check'
import { exchangeCheck } from './exchange-check'

const names = { PARLEY_JWT_ISSUER: 'https://shop.example', PARLEY_JWT_AUDIENCE: 'parley' }
const check = (env: Record<string, string>): Promise<Finding[]> => exchangeCheck(parseConfig({ env })).run()

const publicKey = async (alg: 'RS256' | 'ES256' | 'ES384'): Promise<JWK> => {
  const { publicKey: key } = await generateKeyPair(alg, { extractable: true })
  return exportJWK(key)
}

/** The findings about an address with these keys. */
const checkKeys = async (keys: readonly JWK[] | number, headers: Record<string, string> = {}): Promise<Finding[]> => {
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: () =>
      typeof keys === 'number' ? new Response(null, { status: keys }) : Response.json({ keys }, { headers }),
  })
  const findings = await check({ ...names, PARLEY_JWT_JWKS_URL: `http://127.0.0.1:${server.port}/jwks.json` })
  await server.stop(true)
  return findings
}

test('without other products, and with a shared secret, there is nothing to correct', async () => {
  expect(await check({})).toMatchObject([{ level: 'good' }])
  const secret = 'a secret of the shop with more than 32 bytes'
  const [finding] = await check({ ...names, PARLEY_JWT_SECRET: secret })
  expect(finding).toMatchObject({ level: 'good', text: expect.stringContaining('https://shop.example for parley') })
  expect(JSON.stringify(finding)).not.toContain(secret)
})

test('external registration without tokens gets a warning, because the other site can’t send people back', async () => {
  const external = { PARLEY_REGISTRATION: 'external', PARLEY_SIGN_IN_URL: 'https://shop.example/chat' }
  expect(await check(external)).toMatchObject([
    { level: 'warning', remedy: expect.stringContaining('PARLEY_JWT_ISSUER') },
  ])
})

test('published keys for RS256 and ES256 are good, and other keys beside them do no harm', async () => {
  const keys = [await publicKey('RS256'), await publicKey('ES256'), await publicKey('ES384')]
  expect(await checkKeys(keys)).toMatchObject([
    { level: 'good', text: expect.stringContaining('2 keys') },
    { level: 'good', text: expect.stringContaining('clock') },
  ])
})

test.each([
  ['no keys', () => []],
  ['keys of another curve', async () => [await publicKey('ES384')]],
  ['keys for encryption', async () => [{ ...(await publicKey('RS256')), use: 'enc' }]],
])('%s are bad, because no token could sign in', async (_name, keys) => {
  expect(await checkKeys(await keys())).toMatchObject([{ level: 'bad', text: expect.stringContaining('no key') }])
})

test('an address that publishes secret keys is bad', async () => {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  for (const key of [await exportJWK(privateKey), { kty: 'oct', k: 'c2VjcmV0' }])
    expect(await checkKeys([key])).toMatchObject([{ level: 'bad', text: expect.stringContaining('secret key') }])
})

test('an address that fails or can’t be reached is bad', async () => {
  expect(await checkKeys(503)).toMatchObject([{ level: 'bad', text: expect.stringContaining('503') }])
  const gone = { ...names, PARLEY_JWT_JWKS_URL: 'http://127.0.0.1:1/jwks.json' }
  expect(await check(gone)).toMatchObject([{ level: 'bad', remedy: expect.stringContaining('PARLEY_JWT_JWKS_URL') }])
})

test('a clock that differs by more than the tolerance is bad', async () => {
  const key = await publicKey('ES256')
  const away = (ms: number) => ({ date: new Date(Date.now() + ms).toUTCString() })
  expect(await checkKeys([key], away(-120_000))).toMatchObject([
    {},
    { level: 'bad', text: expect.stringMatching(/1[12]\d s/) },
  ])
  expect(await checkKeys([key], away(5_000))).toMatchObject([{}, { level: 'good' }])
})
