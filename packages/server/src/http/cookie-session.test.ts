import { expect, test } from 'bun:test'
import { HttpApp } from '../testing/http-app'
import { totpCode } from '../testing/second-factor'

test("signing up sets a cookie that scripts can't read, and signing out clears it", async () => {
  await using app = await HttpApp.start()
  const account = { username: 'alice', password: 'tidal fox lamp 9', name: 'Alice' }
  const registered = await app.call('accounts.register', account)
  const set = registered.headers.get('set-cookie') ?? ''
  expect(set).toMatch(/^parley_session=[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/)
  const cookie = set.split(';')[0] ?? ''
  expect((await app.call('accounts.me', {}, { cookie: `theme=dark; ${cookie}; x=y` })).status).toBe(200)
  const out = await app.call('accounts.logout', {}, { cookie })
  expect(out.headers.get('set-cookie')).toBe('parley_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax')
  expect((await app.call('accounts.me', {}, { cookie })).status).toBe(401)
})

test('closing the account clears the cookie, and restoring it sets another one', async () => {
  await using app = await HttpApp.start()
  const password = 'tidal fox lamp 9'
  const registered = await app.call('accounts.register', { username: 'alice', password, name: 'Alice' })
  const cookie = (registered.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const closed = await app.call('accounts.close', { password }, { cookie })
  expect(closed.headers.get('set-cookie')).toBe('parley_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax')
  expect((await app.call('accounts.me', {}, { cookie })).status).toBe(401)
  const restored = await app.call('accounts.restore', { login: 'alice', password })
  const another = (restored.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  expect((await app.call('accounts.me', {}, { cookie: another })).status).toBe(200)
})

test('the first step of a sign-in sets no cookie, and the second factor sets it', async () => {
  await using app = await HttpApp.start()
  const password = 'tidal fox lamp 9'
  const { cookie } = await app.register('alice')
  const { body } = await app.call('accounts.setUpTotp', { password }, { cookie })
  const secret = String(body.secret)
  await app.call('accounts.confirmTotp', { code: totpCode(secret, Date.now()) }, { cookie })
  const first = await app.call('accounts.login', { login: 'alice', password })
  expect([first.status, first.headers.get('set-cookie')]).toEqual([403, null])
  const { ticket } = first.body.error?.data ?? {}
  const passed = await app.call('accounts.passSecondFactor', { ticket, code: totpCode(secret, Date.now(), 1) })
  const another = (passed.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  expect((await app.call('accounts.me', {}, { cookie: another })).status).toBe(200)
  expect(app.log.join()).not.toContain(String(ticket))
})

test('over https the cookie is bound to the exact host, and an earlier one is read until the next sign-in or sign-out', async () => {
  await using app = await HttpApp.start({ PARLEY_PUBLIC_URL: 'https://chat.example' })
  const account = { username: 'alice', password: 'tidal fox lamp 9', name: 'Alice' }
  const { headers } = await app.call('accounts.register', account)
  expect(headers.getSetCookie()).toEqual([
    expect.stringMatching(/^__Host-parley_session=[\w-]{43}; Path=\/; Max-Age=\d+; Secure; HttpOnly; SameSite=Lax$/),
  ])
  const cookie = headers.getSetCookie()[0]?.split(';')[0] ?? ''
  expect((await app.call('accounts.me', {}, { cookie })).status).toBe(200)
  const old = cookie.replace('__Host-', '')
  expect((await app.call('accounts.me', {}, { cookie: old })).status).toBe(200)
  const login = { login: 'alice', password: 'tidal fox lamp 9' }
  const clearedOld = 'parley_session=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax'
  expect((await app.call('accounts.login', login, { cookie: old })).headers.getSetCookie()).toEqual([
    expect.stringMatching(/^__Host-parley_session=[\w-]{43};/),
    clearedOld,
  ])
  expect((await app.call('accounts.logout', {}, { cookie: old })).headers.getSetCookie()).toEqual([
    '__Host-parley_session=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax',
    clearedOld,
  ])
})

test('a page of another origin cannot use the cookie, its own pages can', async () => {
  await using app = await HttpApp.start()
  const { cookie, token } = await app.register('alice')
  const status = async (headers: Record<string, string>) => (await app.call('accounts.me', {}, headers)).status
  expect(await status({ cookie, origin: app.url })).toBe(200)
  expect(await status({ cookie, origin: 'https://evil.example' })).toBe(403)
  expect(await status({ cookie, origin: 'null' })).toBe(403)
  expect(await status({ cookie, origin: `${app.url}.evil.example` })).toBe(403)
  expect(await status({ cookie, 'sec-fetch-site': 'cross-site' })).toBe(403)
  expect(await status({ cookie, 'sec-fetch-site': 'same-site' })).toBe(403)
  expect(await status({ authorization: `Bearer ${token}`, origin: 'https://evil.example' })).toBe(200)
  const login = { login: 'alice', password: 'tidal fox lamp 9' }
  expect((await app.call('accounts.login', login, { origin: 'https://evil.example' })).status).toBe(403)
})

test('the upgrade to WebSocket checks the origin too', async () => {
  await using app = await HttpApp.start()
  const { cookie } = await app.register('alice')
  const upgrade = async (headers: Record<string, string>) => {
    const handshake = { upgrade: 'websocket', connection: 'Upgrade', 'sec-websocket-version': '13' }
    const key = { 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' }
    return (await fetch(`${app.url}/ws`, { headers: { ...handshake, ...key, ...headers } })).status
  }
  expect(await upgrade({ cookie, origin: 'https://evil.example' })).toBe(403)
  expect((await fetch(`${app.url}/ws`)).status).toBe(426)
})

test('[DL29] a session that was revoked or disabled is refused over HTTP at once', async () => {
  await using app = await HttpApp.start()
  const setup = await app.app.setupCode()
  const account = { username: 'alice', password: 'tidal fox lamp 9', name: 'Alice', setup }
  const admin = {
    cookie: ((await app.call('accounts.register', account)).headers.get('set-cookie') ?? '').split(';')[0] ?? '',
  }
  const bob = await app.register('bob')
  const second = await app.call('accounts.login', { login: 'bob', password: 'tidal fox lamp 9' })
  const { id, token } = second.body.session as { id: string; token: string }
  const code = async (used: string) =>
    (await app.call('accounts.me', {}, { authorization: `Bearer ${used}` })).body.error?.data.code
  expect(await code(token)).toBeUndefined()
  await app.call('sessions.revoke', { sessionId: id }, { authorization: `Bearer ${bob.token}` })
  expect(await code(token)).toBe('unauthenticated')
  expect(await code(bob.token)).toBeUndefined()
  await app.call('admin.setDisabled', { userId: bob.userId, disabled: true }, admin)
  expect(await code(bob.token)).toBe('account_disabled')
})

test('over the rate limit the response says how long to wait', async () => {
  await using app = await HttpApp.start({ PARLEY_RATE_LIMITS: 'on' })
  const tries = Array.from({ length: 100 }, () => app.call('accounts.policy', {}))
  expect((await Promise.all(tries)).every(({ status }) => status === 200)).toBe(true)
  const logins = Array.from({ length: 100 }, (_, at) => app.call('accounts.login', { login: `u${at}`, password: 'x' }))
  const refused = (await Promise.all(logins)).filter(({ status }) => status === 429)
  expect(refused.length).toBeGreaterThanOrEqual(75)
  expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(refused[0]?.body.error?.data).toMatchObject({ code: 'rate_limited', retry: true })
})
