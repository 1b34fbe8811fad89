import { describe, expect, test } from 'bun:test'
import { once } from 'node:events'
import { connect as connectTcp } from 'node:net'
import { closeCodes, limits, rates } from '@parley/protocol'
import { callHttp, register } from '../lib/people'
import type { RpcClient } from '../lib/rpc-client'
import { RpcLine } from '../lib/rpc-line'
import { RpcSocket } from '../lib/rpc-socket'
import type { ServerProcess } from '../lib/server-process'
import { emptyServer, metric } from './refusals'

const { burst, perSecond } = rates.refused
/** Strangers at one address. There may be twice as many. */
const STRANGERS = 100

type Connect = (server: ServerProcess, token?: string) => Promise<RpcClient>
const transports: Readonly<Record<'WebSocket' | 'TCP', Connect>> = {
  WebSocket: (server, token) => RpcSocket.connect(server.url, token),
  TCP: async (server, token) => RpcLine.connect(await server.tcpPort(), token),
}

const call = (method: string, params: object = {}) => JSON.stringify({ jsonrpc: '2.0', id: 'x', method, params })
const token = 'x'.repeat(43)

/** Refused frames, and how many refusals each counts for. */
const refused: Readonly<Record<string, readonly [frame: string | Uint8Array<ArrayBuffer>, count: number]>> = {
  'unknown tokens': [call('session.open', { token }), 1],
  'calls without a session': [call('accounts.me'), 1],
  'unknown methods': [call('no.such'), 1],
  'invalid parameters': [call('session.open', { token: 1 }), 1],
  'frames that are not JSON': ['{', 1],
  'frames that are not requests': ['7', 1],
  'batches of unknown methods': [`[${new Array(100).fill(call('no.such')).join()}]`, 100],
}

/** Repeats a frame, a few at a time, until the connection ends. Resolves to the close code. */
const flood = async (client: RpcClient, frame: string | Uint8Array<ArrayBuffer>): Promise<number> => {
  let code: number | undefined
  void client.closed.then((closed) => {
    code = closed
  })
  while (code === undefined) {
    for (let at = 0; at < 20; at++) client.raw(frame)
    for (let at = 0; at < 20 && code === undefined; at++) await Promise.race([client.answer(), client.closed])
  }
  return code
}

describe.each(Object.entries(transports))('refused frames over %s', (transport, connect) => {
  const binary = { 'binary frames': [new Uint8Array([0]), 1] as const }
  const frames = Object.entries({ ...refused, ...(transport === 'WebSocket' ? binary : {}) })
  test.each(frames)(
    '%s close the connection when the bucket of the address is empty',
    async (_what, [frame, count]) => {
      await using scene = await emptyServer()
      const startedAt = performance.now()
      const client = await connect(scene.server)
      expect(await flood(client, frame)).toBe(closeCodes.rateLimited)
      const again = await connect(scene.server)
      expect(await flood(again, frame)).toBe(closeCodes.rateLimited)
      const seconds = (performance.now() - startedAt) / 1_000
      const total = await metric(scene.url, 'parley_refusals_total')
      expect(total).toBeGreaterThan(burst)
      // Each connection is closed by one refusal over the bucket. A batch is counted completely.
      expect(total).toBeLessThan(burst + perSecond * seconds + 2 + 4 * count)
    },
  )
})

describe('refused requests over HTTP', () => {
  const json = { 'content-type': 'application/json' }
  const bearer = { authorization: `Bearer ${token}` }
  const post = { method: 'POST', headers: json, body: '{}' }
  const requests: Readonly<Record<string, readonly [path: string, init: RequestInit, status: number]>> = {
    'unknown tokens': ['/api/accounts.me', { ...post, headers: { ...json, ...bearer } }, 401],
    'unknown methods': ['/api/no.such', post, 404],
    'bodies that are not JSON': ['/api/accounts.me', { ...post, body: '{' }, 400],
    'other content types': ['/api/accounts.me', { ...post, headers: {} }, 415],
    'other verbs': ['/api/accounts.me', { method: 'GET' }, 405],
    'pages of other origins': ['/api/accounts.me', { ...post, headers: { ...json, origin: 'https://a.example' } }, 403],
    'uploads without a session': ['/files/1', { method: 'PUT', body: 'x' }, 401],
    'upgrades from other origins': ['/ws', { headers: { origin: 'https://a.example' } }, 403],
    'requests to /ws that are not upgrades': ['/ws', {}, 426],
    'metrics requests from other machines': [
      '/metrics',
      { headers: { ...bearer, 'x-forwarded-for': '192.0.2.1' } },
      403,
    ],
  }
  test.each(Object.entries(requests))(
    '%s get 429 when the bucket of the address is empty',
    async (_what, [path, init, status]) => {
      await using scene = await emptyServer()
      const ask = () => fetch(`${scene.url}${path}`, init)
      expect((await ask()).status).toBe(status)
      const statuses = new Set<number>()
      for (let at = 0; at < burst; at += 50)
        for (const answer of await Promise.all(Array.from({ length: 100 }, ask))) {
          statuses.add(answer.status)
          await answer.arrayBuffer()
        }
      expect([...statuses].sort()).toEqual([status, 429].sort())
      let last = await ask()
      // The bucket refills meanwhile.
      while (last.status !== 429) last = await ask()
      expect(last.headers.get('connection')).toBe('close')
      expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0)
      // Valid requests still get normal responses.
      expect((await callHttp(scene.url, { method: 'accounts.policy', params: {} })).registration).toBe('open')
      const lines = scene.server.output().split('\n').length
      expect(lines).toBeLessThan(200)
      expect(await metric(scene.url, 'parley_refusals_total')).toBeGreaterThanOrEqual(2 * burst)
    },
  )
})

test('garbage from a signed-in user counts against their account, and no other user at the same address', async () => {
  await using scene = await emptyServer()
  const [alice, bob] = [await register(scene.url, 'alice'), await register(scene.url, 'bob')]
  using other = await RpcSocket.connect(scene.url, bob.token)
  const client = await RpcSocket.connect(scene.url, alice.token)
  expect(await flood(client, call('no.such'))).toBe(closeCodes.rateLimited)
  using phone = await RpcSocket.connect(scene.url, alice.token)
  expect((await phone.call('accounts.me', {})).user.id).toBe(alice.userId)
  other.raw(call('no.such'))
  expect((await other.answer()).error?.data.code).toBe('method_not_found')
  using stranger = await RpcSocket.connect(scene.url)
  stranger.raw(call('no.such'))
  expect((await stranger.answer()).error?.data.code).toBe('method_not_found')
})

test('of calls sent in one piece, no more run than a connection may have pending', async () => {
  await using scene = await emptyServer({ PARLEY_RATE_LIMITS: 'off' })
  const alice = await register(scene.url, 'alice')
  const client = await RpcLine.connect(await scene.server.tcpPort(), alice.token)
  const pings = limits.callsUnderWay + 500
  await client.bytes(`${call('session.ping')}\n`.repeat(pings))
  const outcomes = new Map<string, number>()
  for (let at = 0; at < pings; at++) {
    const { error } = await client.answer()
    const outcome = error?.data.code ?? 'ok'
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
  }
  expect(outcomes.get('ok')).toBeGreaterThanOrEqual(limits.callsUnderWay)
  expect([...outcomes.keys()].every((outcome) => outcome === 'ok' || outcome === 'rate_limited')).toBe(true)
})

test('a hundred thousand refused calls or pings in one piece end the connection', async () => {
  await using scene = await emptyServer()
  for (const method of ['no.such', 'session.ping']) {
    const { token } = await register(scene.url, method.replace('.', '_'))
    const client = await RpcLine.connect(await scene.server.tcpPort(), token)
    client.raw(`${call(method)}\n`.repeat(100_000))
    expect([closeCodes.rateLimited, 1006]).toContain(await client.closed)
  }
  expect(await metric(scene.url, 'parley_calls_total')).toBeLessThan(10_000)
})

test("strangers' bodies in chunks of one byte take no more memory than their bytes, and other users get responses", async () => {
  await using scene = await emptyServer()
  const before = await metric(scene.url, 'process_resident_memory_bytes')
  const { port } = new URL(scene.url)
  const sockets = await Promise.all(
    Array.from({ length: STRANGERS }, async () => {
      const socket = connectTcp(Number(port), '127.0.0.1')
      socket.on('error', () => {})
      socket.write('POST /api/accounts.policy HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n')
      socket.write('transfer-encoding: chunked\r\n\r\n')
      for (let sent = 0; sent < 60; sent++) if (!socket.write('1\r\n \r\n'.repeat(1_000))) await once(socket, 'drain')
      return socket
    }),
  )
  expect((await fetch(`${scene.url}/health`)).status).toBe(200)
  const grown = (await metric(scene.url, 'process_resident_memory_bytes')) - before
  for (const socket of sockets) socket.destroy()
  // The bodies have 6 MB.
  expect(grown).toBeLessThan(150_000_000)
})

test('a flood of refused calls is sampled in the log and fully counted in the metrics', async () => {
  await using scene = await emptyServer({ PARLEY_RATE_LIMITS: 'off' })
  using client = await RpcSocket.connect(scene.url)
  const floods = 20_000
  for (let at = 0; at < floods; at += 100) {
    client.raw(`[${new Array(100).fill(call('no.such')).join()}]`)
    await client.answer()
  }
  expect(await metric(scene.url, 'parley_refusals_total')).toBe(floods)
  const lines = scene.server.output().split('\n')
  const calls = lines.filter((line) => line.includes('method_not_found')).length
  expect(calls).toBeGreaterThan(0)
  expect(calls).toBeLessThan(500)
})
