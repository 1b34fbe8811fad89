import { afterAll, beforeAll, expect, test } from 'bun:test'
import { freePort } from '../testing/free-port'
import { HttpApp } from '../testing/http-app'
import { TestProvider } from '../testing/oidc-provider'

const secret = 'the secret of parley'
let port: number
let provider: TestProvider

beforeAll(async () => {
  port = await freePort()
  const redirect_uris = [`http://127.0.0.1:${port}/auth/oidc/work/callback`]
  provider = await TestProvider.start([{ client_id: 'work', client_secret: secret, redirect_uris }])
  await provider.setPeople({ alice: { preferred_username: 'alice', name: 'Alice' } })
})
afterAll(() => provider[Symbol.asyncDispose]())

const start = (env: Record<string, string> = {}) =>
  HttpApp.start({
    PARLEY_PORT: String(port),
    PARLEY_OIDC_WORK_ISSUER: provider.issuer,
    PARLEY_OIDC_WORK_CLIENT_ID: 'work',
    PARLEY_OIDC_WORK_CLIENT_SECRET: secret,
    ...env,
  })

const get = (url: string, headers: Record<string, string> = {}) => fetch(url, { redirect: 'manual', headers })
/** The values in the address of the client's page. */
const nextOf = (response: Response): Record<string, unknown> => {
  const [path, values] = (response.headers.get('location') ?? '').split('#')
  return { path, ...Object.fromEntries(new URLSearchParams(values)) }
}
const cookieOf = (response: Response, name: string) =>
  response.headers.getSetCookie().find((line) => line.startsWith(`${name}=`))

/** Goes to the provider and back, as a browser does. */
const visit = async (app: HttpApp, begin: string, headers: Record<string, string> = {}) => {
  const begun = await get(app.url + begin, headers)
  const cookie = (cookieOf(begun, 'parley_provider') ?? '').split(';')[0] ?? ''
  const back = await provider.signIn(begun.headers.get('location') ?? '', 'alice')
  const all = [cookie, headers.cookie].filter((one) => one).join('; ')
  return { begun, back, cookie, finish: (more: Record<string, string> = {}) => get(back, { cookie: all, ...more }) }
}

test('a browser goes to the provider and back, and gets an ordinary session', async () => {
  await using app = await start()
  const { begun, cookie, finish } = await visit(app, '/auth/oidc/work?back=/c/0190')
  const location = new URL(begun.headers.get('location') ?? '')
  expect(begun.status).toBe(303)
  expect(Object.fromEntries(location.searchParams)).toMatchObject({
    ...{ response_type: 'code', client_id: 'work', code_challenge_method: 'S256', scope: 'openid profile email' },
    ...{ state: expect.any(String), nonce: expect.any(String), redirect_uri: `${app.url}/auth/oidc/work/callback` },
  })
  expect(cookieOf(begun, 'parley_provider')).toMatch(/HttpOnly.*SameSite=Lax|SameSite=Lax.*HttpOnly/)
  const first = await finish({ 'sec-fetch-site': 'cross-site' })
  expect(nextOf(first)).toEqual({ path: '/continue', step: expect.any(String), back: '/c/0190' })
  expect(cookieOf(first, 'parley_session')).toBeUndefined()
  const { step: ticket = '' } = nextOf(first) as { step?: string }
  const chosen = { ticket, username: 'alice', name: 'Alice' }
  const registered = await app.call('accounts.registerIdentity', chosen, { cookie })
  expect(registered.headers.get('set-cookie')).toContain('parley_session=')
  // An earlier session of the browser is no session of the person who comes.
  const again = await visit(app, '/auth/oidc/work?back=/c/0190', { cookie: 'parley_session=planted' })
  const entered = await again.finish()
  expect(nextOf(entered)).toEqual({ path: '/continue', back: '/c/0190' })
  const session = (cookieOf(entered, 'parley_session') ?? '').split(';')[0] ?? ''
  expect(session).not.toContain('planted')
  const me = await app.call('accounts.me', {}, { cookie: session })
  expect(me.body).toMatchObject({ user: { username: 'alice' } })
  expect(first.headers.get('cache-control')).toBe('no-store')
  expect(first.headers.get('referrer-policy')).toBe('no-referrer')
})

test('[OI11] a browser that is signed in stays so, and learns which account the identity opens', async () => {
  await using app = await start()
  const { cookie, finish } = await visit(app, '/auth/oidc/work')
  const { step: ticket = '' } = nextOf(await finish()) as { step?: string }
  const registered = await app.call(
    'accounts.registerIdentity',
    { ticket, username: 'alice', name: 'Alice' },
    { cookie },
  )
  const own = (registered.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const bob = await app.call('accounts.register', { username: 'bob', name: 'Bob', password: 'quiet barn owl 4' })
  const bobs = (bob.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const other = await (await visit(app, '/auth/oidc/work', { cookie: bobs })).finish()
  expect(nextOf(other)).toMatchObject({ path: '/continue', error: 'opens_another', account: 'alice' })
  expect(cookieOf(other, 'parley_session')).toBeUndefined()
  const same = await (await visit(app, '/auth/oidc/work?back=/settings', { cookie: own })).finish()
  expect(nextOf(same)).toEqual({ path: '/continue', back: '/settings' })
  expect(cookieOf(same, 'parley_session')).toBeUndefined()
})

test('[OI3] the ticket of a sign-in works only in the browser that signed in', async () => {
  await using app = await start()
  const [{ cookie, finish }, other] = [await visit(app, '/auth/oidc/work'), await visit(app, '/auth/oidc/work')]
  const finished = await finish()
  const { step: ticket = '' } = nextOf(finished) as { step?: string }
  // The cookie lasts as long as the ticket.
  expect(cookieOf(finished, 'parley_provider')).toStartWith(`${cookie};`)
  const step = async (headers: Record<string, string>) =>
    (await app.call('accounts.identityStep', { ticket }, headers)).status
  const stranger = await app.call('accounts.identityStep', { ticket })
  expect(stranger.body).toMatchObject({ error: { data: { code: 'ticket_invalid' } } })
  expect(await step({ cookie: other.cookie })).toBe(stranger.status)
  expect(await step({ cookie })).toBe(200)
})

test('[OI3] a sign-in never leads to another site', async () => {
  await using app = await start()
  for (const back of [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '/%09/evil.example',
    'javascript:1',
    '/a b',
  ]) {
    const { finish } = await visit(app, `/auth/oidc/work?back=${encodeURIComponent(back)}`)
    const { path, back: led } = nextOf(await finish()) as { path: string; back?: string }
    expect(path).toBe('/continue')
    expect(new URL(led ?? '', app.url).origin).toBe(app.url)
  }
})

test('[OI4] each refusal is a name on our page, and a line in the log with the request id', async () => {
  await using app = await start()
  const callback = `${app.url}/auth/oidc/work/callback`
  const refused = async (response: Promise<Response>) => nextOf(await response) as { error?: string; request?: string }
  const stranger = await refused(get(`${callback}?code=x&state=y`))
  const requestId = stranger.request ?? 'none'
  expect(stranger).toMatchObject({
    path: '/continue',
    error: 'flow_over',
    provider: 'work',
    request: expect.any(String),
  })
  const line = app.log.find((one) => one.includes(requestId)) ?? ''
  expect(JSON.parse(line)).toMatchObject({
    message: 'a sign-in through a provider failed',
    provider: 'work',
    outcome: 'flow_over',
  })
  expect((await refused(get(`${app.url}/auth/oidc/none`))).error).toBe('not_configured')
  const from = encodeURIComponent('http://localhost:1')
  expect((await refused(get(`${app.url}/auth/oidc/work?from=${from}`))).error).toBe('redirect_mismatch')
  const other = await visit(app, '/auth/oidc/work')
  expect((await refused(get(other.back))).error).toBe('other_browser')
  // The state was used up.
  expect((await refused(other.finish())).error).toBe('flow_over')
  const denied = await visit(app, '/auth/oidc/work')
  const url = new URL(denied.back)
  const cookie = (cookieOf(denied.begun, 'parley_provider') ?? '').split(';')[0] ?? ''
  const query = new URLSearchParams({
    error: 'access_denied',
    state: url.searchParams.get('state') ?? '',
    iss: provider.issuer,
  })
  expect((await refused(get(`${callback}?${query}`, { cookie }))).error).toBe('access_denied')
  expect((await refused(get(`${app.url}/auth/oidc/work?proves=1`))).error).toBe('other_account')
  expect(app.log.join('\n')).not.toContain(secret)
})

test('a provider that is down is named, and the server starts and serves without it', async () => {
  await using app = await start({ PARLEY_OIDC_WORK_ISSUER: `http://127.0.0.1:${await freePort()}` })
  expect((await app.call('accounts.policy', {})).status).toBe(200)
  expect(nextOf(await get(`${app.url}/auth/oidc/work`))).toMatchObject({ error: 'unreachable', provider: 'work' })
})

test('only browsers’ page loads get a response', async () => {
  await using app = await start()
  expect((await fetch(`${app.url}/auth/oidc/work`, { method: 'PUT' })).status).toBe(405)
  for (const path of ['/auth/oidc/work', '/auth/oidc/work/callback?state=x'])
    expect((await get(app.url + path, { 'sec-fetch-dest': 'image' })).status).toBe(403)
  expect((await get(`${app.url}/auth/oidc/work`, { 'sec-fetch-dest': 'document' })).status).toBe(303)
  const long = await get(`${app.url}/auth/oidc/work/callback?state=${'a'.repeat(9_000)}`)
  expect(nextOf(long)).toMatchObject({ error: 'provider_error' })
})
