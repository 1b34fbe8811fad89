import { expect, test } from 'bun:test'
import { methodEntries } from '@parley/protocol/json-schemas'
import { noProxies } from '../lib/networks'
import { HttpApp } from '../testing/http-app'
import { ContractDocuments } from './docs'
import { Origins } from './origin'
import { Routes } from './routes'

const documents = new ContractDocuments({ endpoints: (request) => ({ origin: new URL(request.url).origin }) })

test('health, readiness and the contract are open to all', async () => {
  await using app = await HttpApp.start()
  for (const path of ['/health', '/ready', '/openapi.json', '/openrpc.json', '/asyncapi.json']) {
    const response = await fetch(app.url + path)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toStartWith('application/json')
    expect(await response.json()).toBeObject()
  }
})

test('a stopping node is alive, not ready, and takes no calls', async () => {
  const page = () => new Response('page')
  const routes = new Routes({
    origins: new Origins({ publicUrl: undefined, trustProxy: noProxies }),
    documents,
    rpc: { handle: async () => page() },
    mediaFiles: { upload: async () => page(), send: async () => page() },
    providerPages: { handle: async () => new Response() },
    metricsPage: { handle: async () => page() },
    policyChanges: { handle: async () => page() },
    staticFiles: { handle: page },
    condition: () => 'stopping',
    installation: 'test',
  })
  const ask = async (path: string, method: string) => {
    const response = await routes.handle(new Request(`http://parley.test${path}`, { method }), () => '127.0.0.1')
    return { status: response.status, body: await response.json() }
  }
  expect(await ask('/health', 'GET')).toMatchObject({ status: 200 })
  expect(await ask('/ready', 'GET')).toEqual({ status: 503, body: { status: 'stopping' } })
  expect(await ask('/api/accounts.policy', 'POST')).toMatchObject({
    status: 503,
    body: { error: { data: { code: 'unavailable', retry: true } } },
  })
})

test('metrics are for this machine and for administrators', async () => {
  await using app = await HttpApp.start()
  const setup = await app.app.setupCode()
  const account = { username: 'alice', password: 'tidal fox lamp 9', name: 'Alice', setup }
  const { token } = (await app.call('accounts.register', account)).body.session as { token: string }
  const bob = await app.register('bob')
  const local = await fetch(`${app.url}/metrics`)
  expect(local.headers.get('content-type')).toStartWith('text/plain; version=0.0.4')
  const text = await local.text()
  expect(text).toContain('parley_calls_total{method="accounts.register",outcome="ok"} 2')
  expect(text).toMatch(/^parley_connections 0$/m)
  expect(text).toMatch(/^parley_commits_total \d+$/m)
  expect(text).toMatch(/^parley_commit_durable_seconds_count [1-9]\d*$/m)
  expect(text).toContain('parley_queue_length{queue="writes"} 0')
  expect(text).toMatch(/^process_resident_memory_bytes \d+$/m)
  expect(text).not.toContain(token)
  const away = async (headers: Record<string, string>) =>
    (await fetch(`${app.url}/metrics`, { headers: { 'x-forwarded-for': '1.2.3.4', ...headers } })).status
  expect(await away({})).toBe(403)
  expect(await away({ authorization: `Bearer ${bob.token}` })).toBe(403)
  expect(await away({ authorization: `Bearer ${token}` })).toBe(200)
})

test('a foreign name gets no page and no metrics, but programs are served under it', async () => {
  await using app = await HttpApp.start()
  await Bun.write(`${app.directory}/web/index.html`, '<title>Parley</title>')
  const host = `evil.example:${app.app.port}`
  const ask = async (path: string) => {
    const response = await fetch(app.url + path, { headers: { host } })
    return [response.status, await response.text()] as const
  }
  for (const path of ['/', '/docs', '/c/x']) {
    const [status, text] = await ask(path)
    expect([path, status]).toEqual([path, 403])
    expect(text).toStartWith(
      `This server does not know the name ${host}. If people open it under that name, set PARLEY_PUBLIC_URL`,
    )
  }
  expect((await ask('/metrics'))[0]).toBe(403)
  for (const path of ['/health', '/ready', '/openrpc.json']) expect((await ask(path))[0]).toBe(200)
  expect((await app.call('accounts.policy', {}, { host })).status).toBe(200)
  const page = await app.call('accounts.policy', {}, { host, origin: `http://${host}` })
  expect([page.status, page.body.error?.message]).toEqual([403, expect.stringContaining('PARLEY_PUBLIC_URL')])
})

test('the built client is found under every route, and encoded paths lead nowhere', async () => {
  await using app = await HttpApp.start()
  expect((await fetch(`${app.url}/`)).status).toBe(503)
  await Bun.write(`${app.directory}/web/index.html`, '<title>Parley</title>')
  await Bun.write(`${app.directory}/secret.txt`, 'outside')
  expect(await (await fetch(`${app.url}/setup/abc?x=1`)).text()).toContain('Parley')
  for (const path of ['/..%2fsecret.txt', '/%2e%2e/secret.txt', '/%2e%2e%2fsecret.txt', '/%c0%ae%c0%ae/secret.txt'])
    expect(await (await fetch(app.url + path)).text()).not.toContain('outside')
  expect((await fetch(`${app.url}/`, { method: 'POST' })).status).toBe(404)
})

test("the page about the contract has its own addresses, outside the client's routes", async () => {
  await using app = await HttpApp.start()
  await Bun.write(`${app.directory}/web/index.html`, '<title>Parley</title>')
  await Bun.write(`${app.directory}/web/docs.html`, '<title>Parley API</title>')
  for (const [name] of methodEntries()) {
    const response = await fetch(`${app.url}/docs/${name}`)
    expect([name, await response.text()]).toEqual([name, '<title>Parley API</title>'])
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'")
  }
  expect(await (await fetch(`${app.url}/docs`)).text()).toContain('Parley API')
  expect((await fetch(`${app.url}/api`)).url).toBe(`${app.url}/docs`)
  expect(await (await fetch(`${app.url}/docsy`)).text()).not.toContain('Parley API')
  for (const path of ['/docs.html', '/docs/assets/missing.js']) expect((await fetch(app.url + path)).status).toBe(404)
})

test('the documents name the addresses of this server', async () => {
  await using app = await HttpApp.start()
  const { port, tcpPort } = app.app
  const read = async (path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(app.url + path, { headers })
    return (await response.json()) as { servers: unknown }
  }
  expect((await read('/openrpc.json')).servers).toEqual([
    { name: 'WebSocket', url: `ws://127.0.0.1:${port}/ws` },
    { name: 'TCP', url: `tcp://localhost:${tcpPort}`, 'x-reach': 'machine' },
  ])
  expect((await read('/openrpc.json', { host: 'chat.example' })).servers).toMatchObject([
    { url: 'ws://chat.example/ws' },
    { url: `tcp://localhost:${tcpPort}` },
  ])
  expect((await read('/asyncapi.json')).servers).toMatchObject({
    webSocket: { host: `127.0.0.1:${port}`, pathname: '/ws' },
    tcp: { host: `localhost:${tcpPort}` },
  })
  await using open = await HttpApp.start({ PARLEY_TCP_HOST: '0.0.0.0', PARLEY_PUBLIC_URL: 'https://chat.example' })
  const { servers: opened } = (await (await fetch(`${open.url}/openrpc.json`)).json()) as { servers: unknown[] }
  expect(opened).toMatchObject([
    { url: 'wss://chat.example/ws' },
    { url: `tcp://chat.example:${open.app.tcpPort}`, 'x-reach': 'network' },
  ])
  await using without = await HttpApp.start({ PARLEY_TCP_PORT: 'off' })
  const { servers } = (await (await fetch(`${without.url}/openrpc.json`)).json()) as { servers: unknown[] }
  expect(servers).toHaveLength(1)
})

test('documents of many origins are returned, and only a few are cached', async () => {
  const own = new ContractDocuments({ endpoints: (request) => ({ origin: new URL(request.url).origin }) })
  const ask = (host: string) =>
    own.openRpc(new Request(`http://${host}/openrpc.json`, { headers: { 'accept-encoding': 'gzip' } }), '')
  const answers = Array.from({ length: 20 }, (_, at) => ask(`host-${at}.example`))
  const zipped = answers.map((answer) => answer.headers.get('content-encoding'))
  expect(zipped).toEqual([...new Array(16).fill('gzip'), ...new Array(4).fill(null)])
  expect(await answers[19]?.text()).toContain('ws://host-19.example/ws')
})

test('the contract is compressed for clients that support it', async () => {
  const ask = (headers: Record<string, string>) =>
    documents.openRpc(new Request('http://parley.test/openrpc.json', { headers }), '')
  const plain = ask({})
  const zipped = ask({ 'accept-encoding': 'gzip' })
  const bytes = await zipped.arrayBuffer()
  const text = await plain.text()
  expect(new TextDecoder().decode(Bun.gunzipSync(bytes))).toBe(text)
  expect(bytes.byteLength).toBeLessThan(text.length / 5)
})
