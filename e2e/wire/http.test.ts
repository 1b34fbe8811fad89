import { afterAll, beforeAll, expect, test } from 'bun:test'
import { limits, type WireError } from '@parley/protocol'
import { rawHttp } from '@parley/server/src/testing/raw-http'
import { type Scene, startScene } from './scene'

let scene: Scene
beforeAll(async () => {
  scene = await startScene()
})
afterAll(() => scene[Symbol.asyncDispose]())

const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  fetch(`${scene.url}${path}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${scene.alice.token}`, ...headers },
  })

const errorOf = async (response: Response) => ((await response.json()) as { error: WireError }).error.data.code

test('a body that is not JSON gets status 400', async () => {
  const response = await post('/api/messages.send', '{"id":')
  expect(response.status).toBe(400)
  expect(await errorOf(response)).toBe('parse_error')
})

for (const method of ['no.such', '__proto__', 'messages.__proto__', 'constructor.name', 'messages', '']) {
  test(`the method ${JSON.stringify(method)} gets status 404`, async () => {
    const response = await post(`/api/${method}`, '{}')
    expect(response.status).toBe(404)
    expect(await errorOf(response)).toBe('method_not_found')
  })
}

test('a body over the limit gets status 413', async () => {
  const response = await post('/api/messages.send', JSON.stringify({ fill: 'x'.repeat(limits.bodyBytes + 1024) }))
  expect(response.status).toBe(413)
  expect(await errorOf(response)).toBe('too_large')
})

const json = 'Content-Type: application/json'
const chunk = `${(32_768).toString(16)}\r\n${'x'.repeat(32_768)}\r\n`
const large: Readonly<Record<string, readonly [header: string, body: string]>> = {
  'is sent completely': ['Content-Length: 10000000', 'x'.repeat(10_000_000)],
  'is only announced': ['Content-Length: 10000000', ''],
  'comes in endless chunks': ['Transfer-Encoding: chunked', chunk.repeat(300)],
}
for (const [how, [header, body]] of Object.entries(large))
  test(`a body of 10 MB that ${how} gets status 413, and the server stays healthy`, async () => {
    const authorization = `Authorization: Bearer ${scene.alice.token}`
    const head = ['POST /api/messages.send HTTP/1.1', authorization, json, header]
    const answer = await rawHttp(scene.server.port, head, body)
    expect([answer.status, JSON.parse(answer.body).error.data.code]).toEqual([413, 'too_large'])
    expect((await fetch(`${scene.url}/health`)).status).toBe(200)
  })

test("a body without a JSON content type is refused, so that forms of other sites can't post one", async () => {
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
    expect((await post('/api/session.ping', '{}', { 'content-type': type })).status).toBe(415)
})

test("a page of another origin gets nothing with the browser's cookie, over HTTP and at the upgrade", async () => {
  const foreign = { origin: 'https://evil.example', cookie: `parley_session=${scene.alice.token}` }
  const json = { 'content-type': 'application/json' }
  const me = (headers: Record<string, string>) =>
    fetch(`${scene.url}/api/accounts.me`, { method: 'POST', body: '{}', headers: { ...json, ...headers } })
  expect((await me(foreign)).status).toBe(403)
  expect((await me({ ...foreign, origin: scene.url })).status).toBe(200)
  const upgrade = await fetch(`${scene.url}/ws`, {
    headers: {
      ...{ connection: 'Upgrade', upgrade: 'websocket', ...foreign },
      ...{ 'sec-websocket-version': '13', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' },
    },
  })
  expect(upgrade.status).toBe(403)
})

test('other HTTP verbs are refused', async () => {
  for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
    expect((await fetch(`${scene.url}/api/session.ping`, { method })).status).toBe(405)
})

test('methods that concern a connection are refused over HTTP', async () => {
  const response = await post('/api/session.close', '{}')
  expect(response.status).toBe(400)
})
