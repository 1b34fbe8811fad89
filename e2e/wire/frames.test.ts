import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { connect } from 'node:net'
import { closeCodes, type ErrorName, limits, type WireError } from '@parley/protocol'
import type { RpcClient } from '../lib/rpc-client'
import { RpcSocket } from '../lib/rpc-socket'
import { type Connect, connections, type Scene, startScene } from './scene'

let scene: Scene
let silent: RpcClient[]
let silentSinceMs = 0

beforeAll(async () => {
  scene = await startScene()
  silent = await Promise.all(Object.values(connections).map((connect) => connect(scene)))
  silentSinceMs = Date.now()
})
afterAll(() => scene[Symbol.asyncDispose]())

/** The error for a raw frame. */
const errorTo = async (connect: Connect, frame: string | Uint8Array<ArrayBuffer>): Promise<WireError> => {
  using socket = await connect(scene, scene.alice.token)
  socket.raw(frame)
  const { error } = await socket.answer()
  if (!error) throw new Error('There was no error.')
  return error
}

const call = (method: unknown, params: unknown = {}) => JSON.stringify({ jsonrpc: '2.0', id: 'x', method, params })

for (const [transport, connect] of Object.entries(connections))
  describe(`a frame over ${transport} that is not a request`, () => {
    const frames: readonly (readonly [what: string, frame: string, error: ErrorName])[] = [
      ['no JSON', '{"method":', 'parse_error'],
      ['an empty frame', '', 'parse_error'],
      ['an empty batch', '[]', 'invalid_request'],
      ['a number', '42', 'invalid_request'],
      ['null', 'null', 'invalid_request'],
      ['a request without a method', '{"id":1}', 'invalid_request'],
      ['a numeric method', call(7), 'invalid_request'],
      ['an unknown method', call('messages.sendd'), 'method_not_found'],
      ['a domain without a method', call('messages'), 'method_not_found'],
      ['__proto__', call('__proto__'), 'method_not_found'],
      ['__proto__ as a domain', call('__proto__.toString'), 'method_not_found'],
      ['__proto__ in a domain', call('messages.__proto__'), 'method_not_found'],
      ['constructor', call('messages.constructor'), 'method_not_found'],
      ['a method with an extra dot', call('messages.send.send'), 'method_not_found'],
    ]
    for (const [what, frame, error] of frames) {
      test(`${what} returns ${error}`, async () => {
        expect((await errorTo(connect, frame)).data.code).toBe(error)
      })
    }

    test('a batch of 101 calls is refused as a whole', async () => {
      const { data } = await errorTo(
        connect,
        JSON.stringify(Array.from({ length: 101 }, () => ({ id: 1, method: 'session.ping' }))),
      )
      expect(data.code).toBe('invalid_request')
    })

    test('each call of a batch of 100 gets its own response', async () => {
      using socket = await connect(scene, scene.alice.token)
      const batch = Array.from({ length: 100 }, (_, at) => ({
        id: `b${at}`,
        method: at === 7 ? 'no.such' : 'accounts.me',
      }))
      socket.raw(JSON.stringify(batch))
      const answers = new Map<unknown, unknown>()
      while (answers.size < 100) {
        const frame = await socket.answer()
        for (const { id, error } of [frame].flat()) answers.set(id, error?.data.code ?? 'ok')
      }
      expect(answers.get('b7')).toBe('method_not_found')
      expect([...answers.values()].filter((answer) => answer === 'ok')).toHaveLength(99)
    })
  })

test('a binary frame over WebSocket gets an error message, and the connection stays open', async () => {
  using socket = await RpcSocket.connect(scene.url, scene.alice.token)
  socket.raw(new Uint8Array([0, 1, 2, 255]))
  expect((await socket.answer()).error?.data.code).toBe('invalid_request')
  expect((await socket.call('session.ping', {})).serverTime).toBeGreaterThan(0)
})

/** The close code for a frame over `limits.frameBytes`. */
const tooLarge: Readonly<Record<keyof typeof connections, number>> = { WebSocket: 1009, TCP: closeCodes.tooLarge }

for (const [transport, connect] of Object.entries(connections))
  describe(`a frame over ${transport} that is too large`, () => {
    const code = tooLarge[transport as keyof typeof connections]
    test(`that exceeds the limit by one byte closes the connection with ${code}`, async () => {
      const ping = (bytes: number) =>
        call('session.ping', { fill: 'x'.repeat(bytes - call('session.ping', { fill: '' }).length) })
      const socket = await connect(scene, scene.alice.token)
      socket.raw(ping(limits.frameBytes))
      expect((await socket.answer()).id).toBe('x')
      socket.raw(ping(limits.frameBytes + 1))
      expect(await socket.closed).toBe(code)
    })

    test('of 10 MB closes the connection, and the server stays healthy', async () => {
      const socket = await connect(scene, scene.alice.token)
      socket.raw('x'.repeat(10_000_000))
      expect([1009, 1006, closeCodes.tooLarge]).toContain(await socket.closed)
      expect((await fetch(`${scene.url}/health`)).status).toBe(200)
    })
  })

describe('incomplete data over a bare TCP connection', () => {
  const upgrade = [
    'GET /ws HTTP/1.1',
    'Host: 127.0.0.1',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    '\r\n',
  ].join('\r\n')
  /** The beginning of a masked text frame of 100 bytes. */
  const beginning = Buffer.from([0x81, 0x80 | 100, 1, 2, 3, 4, 5, 6, 7])
  const ways: readonly (readonly [what: string, parts: readonly (string | Buffer)[]])[] = [
    ['half a request line', ['GET /w']],
    ['half of the headers', [upgrade.slice(0, 80)]],
    ['half a frame', [upgrade, beginning]],
    ['a frame with reserved bits', [upgrade, Buffer.from([0xf1, 0x80, 0, 0, 0, 0])]],
    ['a frame without a mask', [upgrade, Buffer.from([0x81, 2, 0x7b, 0x7d])]],
    ['invalid UTF-8', [upgrade, Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0xc3, 0x28])]],
    ['data that is not HTTP', [Buffer.from([0x16, 3, 1, 0, 200, 1, 0, 0])]],
  ]
  for (const [what, parts] of ways) {
    test(`${what} and then the end of the connection affects no one else`, async () => {
      const socket = connect({ port: scene.server.port, host: '127.0.0.1', noDelay: true })
      socket.on('error', () => {})
      // Sends each part in its own packet.
      for (const part of parts) await new Promise<void>((sent) => socket.write(part, () => sent()))
      socket.destroy()
      using other = await RpcSocket.connect(scene.url, scene.bob.token)
      expect((await other.call('session.ping', {})).serverTime).toBeGreaterThan(0)
    })
  }
})

test('a connection without a session is closed with 4401 after 10 s, over any transport', async () => {
  for (const { closed } of silent) expect(await closed).toBe(closeCodes.noSession)
  const waitedMs = Date.now() - silentSinceMs
  expect(waitedMs).toBeGreaterThan(limits.sessionOpenMs - 1_000)
})
