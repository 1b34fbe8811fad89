import { expect, test } from 'bun:test'
import { callTcp, createTcpClient } from '../tcp-client'
import { tcpTransport } from './tcp-socket'

/** A server of one connection at a time, that hears lines and answers bytes. */
const serverOf = (hear: (line: string, say: (bytes: string | Uint8Array, then?: 'end') => void) => void) =>
  Bun.listen({
    hostname: '127.0.0.1',
    port: 0,
    socket: {
      data: (socket, chunk) => {
        for (const line of chunk.toString().split('\n').filter(Boolean))
          hear(line, (bytes, then) => {
            socket.write(bytes)
            if (then === 'end') socket.end()
          })
      },
    },
  })

test('frames cross TCP both ways, and the last line of the server is the close code', async () => {
  const closed = JSON.stringify({ method: 'session.closed', params: { code: 4501, reason: 'sessionEnded' } })
  using server = serverOf((line, say) => (line === 'end' ? say(`${closed}\n`, 'end') : say(`${line} heard\n`)))
  const heard: (string | number)[] = []
  await new Promise<void>((resolve) => {
    const socket = tcpTransport(`tcp://127.0.0.1:${server.port}`).connect({
      onOpen: () => socket.send('hello'),
      onFrame: (frame) => {
        heard.push(frame)
        if (frame === 'hello heard') socket.send('end')
      },
      onClose: (code) => {
        heard.push(code)
        resolve()
      },
    })
  })
  expect(heard).toEqual(['hello heard', closed, 4501])
})

test('a frame is whole however the packets are cut, inside a character too, and several come with one packet', async () => {
  const text = new TextEncoder().encode('a 😀 中\nsecond\nthird\n')
  for (const size of [1, 2, 3, 5, 100]) {
    using server = serverOf(async (_line, say) => {
      for (let at = 0; at < text.length; at += size) {
        say(text.subarray(at, at + size))
        await Bun.sleep(1)
      }
    })
    const heard: string[] = []
    await new Promise<void>((resolve) => {
      const socket = tcpTransport(`tcp://127.0.0.1:${server.port}`).connect({
        onOpen: () => socket.send('go'),
        onFrame: (frame) => {
          if (heard.push(frame) === 3) socket.close()
        },
        onClose: () => resolve(),
      })
    })
    expect(heard).toEqual(['a 😀 中', 'second', 'third'])
  }
})

test('a closing client is done at once; a missing or silently lost server closes with 1006', async () => {
  const codes: number[] = []
  const events = { onOpen: () => undefined, onFrame: () => undefined, onClose: (code: number) => void codes.push(code) }
  using server = serverOf((_line, say) => say('half a lin', 'end'))
  const url = `tcp://127.0.0.1:${server.port}`
  tcpTransport(url).connect(events).close()
  expect(codes).toEqual([1000])
  for (const where of ['tcp://127.0.0.1:1', url])
    await new Promise<void>((resolve) => {
      const socket = tcpTransport(where).connect({
        ...events,
        onOpen: () => socket.send('go'),
        onClose: (code) => {
          codes.push(code)
          resolve()
        },
      })
    })
  expect(codes).toEqual([1000, 1006, 1006])
})

test('a single call signs in first when there is a token, and fails when there is no server', async () => {
  const methods: string[] = []
  using server = serverOf((line, say) => {
    const { id, method } = JSON.parse(line) as { id: number; method: string }
    methods.push(method)
    say(`${JSON.stringify({ id, result: { serverTime: 7 } })}\n`)
  })
  const url = `tcp://127.0.0.1:${server.port}`
  expect(await callTcp({ url, token: 'secret' }, 'session.ping', {})).toEqual({ serverTime: 7 })
  expect(methods).toEqual(['session.open', 'session.ping'])
  const refused = await callTcp({ url: 'tcp://127.0.0.1:1' }, 'session.ping', {}).catch((error: unknown) => error)
  expect(refused).toMatchObject({ code: 'unavailable', unanswered: true })
})

test('a client over TCP makes calls in its session also before it is started', async () => {
  const methods: [string, unknown][] = []
  using server = serverOf((line, say) => {
    const { id, method, params } = JSON.parse(line) as { id: number; method: string; params: { token?: string } }
    methods.push([method, params.token])
    say(`${JSON.stringify({ id, result: {} })}\n`)
  })
  for (const token of ['secret', undefined]) {
    const client = createTcpClient({ url: `tcp://127.0.0.1:${server.port}`, ...(token && { token }) })
    await client.call('session.ping', {})
    await client.stop()
  }
  expect(methods).toEqual([
    ['session.open', 'secret'],
    ['session.ping', undefined],
    ['session.ping', undefined],
  ])
})
