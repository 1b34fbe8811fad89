import { afterAll, beforeAll, expect, test } from 'bun:test'
import { parseConfig } from '../../config/config'
import { freePort } from '../../testing/free-port'
import { TestProvider } from '../../testing/oidc-provider'
import type { Finding } from './check'
import { providersCheck } from './providers-check'

let provider: TestProvider

beforeAll(async () => {
  const redirect_uris = ['https://chat.example/auth/oidc/work/callback']
  provider = await TestProvider.start([{ client_id: 'work', client_secret: 'a secret', redirect_uris }])
})
afterAll(() => provider[Symbol.asyncDispose]())

const check = (env: Record<string, string>): Promise<Finding[]> =>
  providersCheck(
    parseConfig({
      env: {
        PARLEY_OIDC_WORK_ISSUER: provider.issuer,
        PARLEY_OIDC_WORK_CLIENT_ID: 'work',
        PARLEY_OIDC_WORK_CLIENT_SECRET: 'a secret',
        ...env,
      },
    }),
  ).run()

test('a provider that answers and knows the redirect address is good', async () => {
  expect(await check({ PARLEY_PUBLIC_URL: 'https://chat.example' })).toMatchObject([
    { level: 'good', text: expect.stringContaining('its clock agrees') },
    { level: 'good', text: expect.stringContaining('https://chat.example/auth/oidc/work/callback') },
  ])
})

test('another redirect address, or none, is named', async () => {
  expect(await check({ PARLEY_PUBLIC_URL: 'https://other.example' })).toMatchObject([
    { level: 'good' },
    { level: 'bad', text: expect.stringContaining('https://other.example/auth/oidc/work/callback (HTTP 400)') },
  ])
  expect(await check({})).toMatchObject([{ level: 'good' }, { level: 'warning' }])
})

test('a provider that is down is bad', async () => {
  const down = `http://127.0.0.1:${await freePort()}`
  expect(await check({ PARLEY_OIDC_WORK_ISSUER: down })).toMatchObject([
    { level: 'bad', text: expect.stringContaining(down) },
  ])
})

test('a clock that differs is bad', async () => {
  using slow = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: (request) => {
      const issuer = new URL(request.url).origin
      const headers = { date: new Date(Date.now() - 600_000).toUTCString() }
      return Response.json(
        { issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token` },
        { headers },
      )
    },
  })
  const findings = await check({ PARLEY_OIDC_WORK_ISSUER: `http://127.0.0.1:${slow.port}` })
  expect(findings[0]).toMatchObject({ level: 'bad', text: expect.stringContaining('differs by 60') })
})

test('no provider is good too', async () => {
  expect(await providersCheck(parseConfig({ env: {} })).run()).toMatchObject([{ level: 'good' }])
})
