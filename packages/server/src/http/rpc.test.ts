import { afterAll, beforeAll, expect, test } from 'bun:test'
import { limits } from '@parley/protocol'
import { HttpApp } from '../testing/http-app'

let app: HttpApp
let alice: Awaited<ReturnType<HttpApp['register']>>
beforeAll(async () => {
  app = await HttpApp.start()
  alice = await app.register('alice')
})
afterAll(() => app[Symbol.asyncDispose]())

const json = { 'content-type': 'application/json' }
const bearer = () => ({ authorization: `Bearer ${alice.token}` })

/** A body of unknown length. */
const inPieces = (text: string): ReadableStream<Uint8Array> => {
  const bytes = new TextEncoder().encode(text)
  let at = 0
  return new ReadableStream({
    pull: (controller) => {
      if (at >= bytes.length) controller.close()
      else {
        controller.enqueue(bytes.subarray(at, at + 16_384))
        at += 16_384
      }
    },
  })
}

test('a small body without a length is read', async () => {
  const login = JSON.stringify({ login: 'alice', password: 'tidal fox lamp 9' })
  expect((await app.post('accounts.login', inPieces(login), json)).status).toBe(200)
})

test('a result is the whole body, with a request id and no caching', async () => {
  const { status, headers, body } = await app.call('accounts.me', {}, bearer())
  expect(status).toBe(200)
  expect(body.user).toMatchObject({ username: 'alice' })
  expect(headers.get('x-request-id')).toMatch(/^[\w-]{8}-[0-9a-z]+$/)
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(app.log.join('')).toContain(headers.get('x-request-id') ?? 'none')
})

test('an empty body has no parameters', async () => {
  expect((await app.post('accounts.me', '', { ...json, ...bearer() })).status).toBe(200)
})

test.each(['{', '', 'null', '[]', '"x"', '1', '{"username":1}'])('the body %p is refused clearly', async (text) => {
  const { status, body } = await app.post('accounts.register', text, json)
  expect(status).toBe(400)
  expect(body.error?.data.code).toBe(text === '{' ? 'parse_error' : 'invalid_params')
})

test('a missing or wrong parameter is named', async () => {
  const missing = await app.call('accounts.register', { username: 'bob', name: 'Bob' })
  expect(missing.body.error?.data).toMatchObject({ code: 'invalid_params', field: 'password' })
  const wrong = await app.call('messages.send', { id: 'x', chatId: 'y', body: { type: 'text', text: 1 } }, bearer())
  expect(wrong.body.error?.data).toMatchObject({ code: 'invalid_params', field: 'id' })
  expect(wrong.body.error?.message).toContain('id: must be a lowercase UUIDv7')
})

test.each([
  'nothing',
  '__proto__',
  'constructor',
  'accounts.__proto__',
  'accounts',
  'accounts.me.x',
  '',
  '%00',
  '../x',
])('there is no method %p', async (name) => {
  const { status, body } = await app.call(name === '../x' ? '..%2Fx' : name, {}, bearer())
  expect(status).toBe(404)
  expect(body.error?.data.code).toBe('method_not_found')
})

test.each([undefined, 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/jsonx'])(
  'a body of type %p is refused with 415, so that no form of another page can call',
  async (type) => {
    const body = new Blob(['{}'])
    const { status, body: answer } = await app.post('accounts.policy', body, type ? { 'content-type': type } : {})
    expect(status).toBe(415)
    expect(answer.error?.data.code).toBe('invalid_request')
  },
)

test('JSON with a charset is JSON', async () => {
  const { status } = await app.post('accounts.policy', '{}', { 'content-type': 'application/json; charset=UTF-8' })
  expect(status).toBe(200)
})

test('other verbs are refused with 405', async () => {
  for (const method of ['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
    const response = await fetch(`${app.url}/api/accounts.me`, { method, headers: bearer() })
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('POST')
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
  }
})

test('One byte too many and 10 MB are refused with 413, with and without a length', async () => {
  for (const bytes of [limits.bodyBytes + 1, limits.bodyBytes + 1024, 10_000_000]) {
    const text = JSON.stringify({ login: 'a', password: 'x'.repeat(bytes) })
    const { status, body } = await app.post('accounts.login', text, json)
    expect([status, body.error?.data.code]).toEqual([413, 'too_large'])
    const streamed = await app.post('accounts.login', inPieces(text), json)
    expect([streamed.status, streamed.body.error?.data.code]).toEqual([413, 'too_large'])
  }
})

test('a body of exactly the limit is read', async () => {
  const frame = JSON.stringify({ name: '' })
  const name = 'x'.repeat(limits.bodyBytes - frame.length)
  const { status, body } = await app.call('accounts.update', { name }, bearer())
  expect([status, body.error?.data.code]).toEqual([400, 'invalid_params'])
})

test('no token, a foreign one and a malformed one are unauthenticated', async () => {
  for (const headers of [
    {},
    { authorization: 'Bearer x' },
    { authorization: `Bearer ${'A'.repeat(43)}` },
    { authorization: `Basic ${alice.token}` },
    { authorization: `Bearer ${alice.token} ${alice.token}` },
    { cookie: `parley_session=${'A'.repeat(43)}` },
    { cookie: `other=${alice.token}` },
  ] as Record<string, string>[]) {
    const { status, body, headers: answered } = await app.call('accounts.me', {}, headers)
    expect([status, body.error?.data.code]).toEqual([401, 'unauthenticated'])
    expect(answered.get('www-authenticate')).toBe('Bearer')
  }
})

test("an invalid token doesn't prevent signing in", async () => {
  const login = { login: 'alice', password: 'tidal fox lamp 9' }
  const { status } = await app.call('accounts.login', login, { cookie: `parley_session=${'A'.repeat(43)}` })
  expect(status).toBe(200)
})

test('a method about connections is refused with an explanation', async () => {
  const { status, body } = await app.call('session.open', { token: alice.token })
  expect([status, body.error?.data.code]).toEqual([400, 'invalid_request'])
  expect(body.error?.message).toContain('WebSocket')
})

test('the log holds no password, token or text', async () => {
  const [saved] = ((await app.call('sync.pull', {}, bearer())).body as { chats: { chat: { id: string } }[] }).chats
  await app.post('accounts.login', '{"password":"half a password', json)
  const text = 'a very private sentence'
  const id = '01890000-0000-7000-8000-0000000000aa'
  const sent = await app.call('messages.send', { id, chatId: saved?.chat.id, body: { type: 'text', text } }, bearer())
  expect(sent.status).toBe(200)
  await app.call('accounts.login', { login: 'alice', password: 'a wrong password' })
  await app.call('messages.send', { id, chatId: saved?.chat.id, body: { type: 'text', text: `${text} 2` } }, bearer())
  const log = app.log.join('')
  expect(log).toContain('"method":"messages.send"')
  expect(log).toContain('"outcome":"bad_credentials"')
  expect(log).toContain('"outcome":"parse_error"')
  for (const secret of ['tidal fox', 'half a', 'wrong password', 'private sentence', alice.token])
    expect(log).not.toContain(secret)
})
