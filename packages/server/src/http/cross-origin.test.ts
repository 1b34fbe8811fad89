import { expect, test } from 'bun:test'
import { HttpApp } from '../testing/http-app'

const shop = 'https://shop.example'
const others = [
  'https://shop.example.evil.test',
  'https://evil.test',
  'http://shop.example',
  'https://shop.example:444',
  'null',
]
const start = () => HttpApp.start({ PARLEY_ALLOWED_ORIGINS: `${shop}, http://localhost:3000` })

const preflight = (app: HttpApp, origin: string, path = '/api/accounts.me') =>
  fetch(`${app.url}${path}`, {
    method: 'OPTIONS',
    headers: {
      ...{ origin, 'access-control-request-method': 'POST' },
      'access-control-request-headers': 'authorization,content-type',
    },
  })

/** Opens a WebSocket like a page of an origin; resolves to the status, and to the first response. */
const connect = (app: HttpApp, headers: Record<string, string>) =>
  new Promise<{ opened: boolean; frame?: unknown }>((resolve) => {
    const socket = new WebSocket(`${app.url.replace('http', 'ws')}/ws`, { headers } as never)
    socket.onopen = () => socket.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'accounts.me', params: {} }))
    socket.onmessage = ({ data }) => {
      resolve({ opened: true, frame: JSON.parse(String(data)) })
      socket.close()
    }
    socket.onerror = () => resolve({ opened: false })
  })

test('a listed page calls with a token, and reads the response', async () => {
  await using app = await start()
  const { token } = await app.register('alice')
  const permitted = await preflight(app, shop)
  expect([permitted.status, permitted.headers.get('access-control-allow-origin')]).toEqual([204, shop])
  expect(permitted.headers.get('access-control-allow-headers')).toContain('authorization')
  expect(permitted.headers.get('vary')).toBe('Origin')
  const called = await app.call('accounts.me', {}, { origin: shop, authorization: `Bearer ${token}` })
  expect([called.status, called.headers.get('access-control-allow-origin')]).toEqual([200, shop])
  expect(called.headers.get('access-control-expose-headers')).toContain('x-request-id')
  const refused = await app.call('accounts.me', {}, { origin: shop, authorization: 'Bearer wrong' })
  expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([401, shop])
})

test('nothing permits cookies to other origins', async () => {
  await using app = await start()
  for (const response of [
    await preflight(app, shop),
    (await app.call('accounts.policy', {}, { origin: shop })) as never,
  ]) {
    const { headers } = response as Response
    expect(headers.get('access-control-allow-credentials')).toBeNull()
    expect(headers.get('access-control-allow-origin')).not.toBe('*')
  }
})

test('the cookie of a browser has no effect on calls of a listed page, and its sign-ins set none', async () => {
  await using app = await start()
  const { cookie } = await app.register('alice')
  expect((await app.call('accounts.me', {}, { cookie })).status).toBe(200)
  const called = await app.call('accounts.me', {}, { origin: shop, cookie, 'sec-fetch-site': 'cross-site' })
  expect(called.status).toBe(401)
  const login = { login: 'alice', password: 'tidal fox lamp 9' }
  const signedIn = await app.call('accounts.login', login, { origin: shop })
  expect([signedIn.status, signedIn.headers.get('set-cookie')]).toEqual([200, null])
})

test('pages that are not listed can neither call nor ask beforehand', async () => {
  await using app = await start()
  const { cookie } = await app.register('alice')
  for (const origin of others) {
    const permitted = await preflight(app, origin)
    expect([origin, permitted.status, permitted.headers.get('access-control-allow-origin')]).toEqual([
      origin,
      405,
      null,
    ])
    const called = await app.call('accounts.me', {}, { origin, cookie })
    expect([origin, called.status, called.headers.get('access-control-allow-origin')]).toEqual([origin, 403, null])
  }
  await using closed = await HttpApp.start()
  expect((await preflight(closed, shop)).headers.get('access-control-allow-origin')).toBeNull()
  expect((await closed.call('accounts.policy', {}, { origin: shop })).status).toBe(403)
})

test('a listed page opens a connection without the cookie, and others open none', async () => {
  await using app = await start()
  const { cookie } = await app.register('alice')
  const own = await connect(app, { origin: app.url, cookie })
  expect(own.frame).toMatchObject({ result: { user: { username: 'alice' } } })
  const foreign = await connect(app, { origin: shop, cookie })
  expect(foreign).toMatchObject({ opened: true, frame: { error: { data: { code: 'unauthenticated' } } } })
  for (const origin of others)
    expect([origin, (await connect(app, { origin, cookie })).opened]).toEqual([origin, false])
})

test('files can be sent and fetched from a listed page', async () => {
  await using app = await start()
  const sent = await preflight(app, shop, '/files/01976543-0000-7000-8000-000000000001')
  expect([sent.status, sent.headers.get('access-control-allow-methods')]).toEqual([204, 'GET, HEAD, POST, PUT, PATCH'])
  const missing = await fetch(`${app.url}/media/nothing`, { headers: { origin: shop } })
  expect([missing.status, missing.headers.get('access-control-allow-origin')]).toEqual([404, shop])
  const page = await fetch(`${app.url}/health`, { headers: { origin: shop } })
  expect(page.headers.get('access-control-allow-origin')).toBeNull()
})
