import { expect, test } from 'bun:test'
import { webSocketTransport } from './web-socket'

test('frames cross a WebSocket both ways, and the close code of the server arrives', async () => {
  using server = Bun.serve({
    port: 0,
    fetch: (request, own) => (own.upgrade(request) ? undefined : new Response('', { status: 400 })),
    websocket: {
      message: (socket, frame) => {
        if (frame === 'end') socket.close(4501)
        else socket.send(`${frame} heard`)
      },
    },
  })
  const heard: (string | number)[] = []
  await new Promise<void>((resolve) => {
    const socket = webSocketTransport(`http://localhost:${server.port}`).connect({
      onOpen: () => socket.send('hello'),
      onFrame: (frame) => {
        heard.push(frame)
        socket.send('end')
      },
      onClose: (code) => {
        heard.push(code)
        resolve()
      },
    })
  })
  expect(heard).toEqual(['hello heard', 4501])
})

test('a closing client is done at once, and a missing server closes with 1006', async () => {
  using server = Bun.serve({
    port: 0,
    fetch: (request, own) => (own.upgrade(request) ? undefined : new Response('')),
    websocket: { message: () => undefined },
  })
  const codes: number[] = []
  const events = { onOpen: () => undefined, onFrame: () => undefined, onClose: (code: number) => void codes.push(code) }
  webSocketTransport(`http://localhost:${server.port}/`).connect(events).close()
  expect(codes).toEqual([1000])
  await new Promise<void>((resolve) => {
    webSocketTransport('http://localhost:1').connect({
      ...events,
      onClose: (code) => {
        codes.push(code)
        resolve()
      },
    })
  })
  expect(codes).toEqual([1000, 1006])
})

test('the server notices when the client closes', async () => {
  const closed = Promise.withResolvers<number>()
  using server = Bun.serve({
    port: 0,
    fetch: (request, own) => (own.upgrade(request) ? undefined : new Response('')),
    websocket: { message: () => undefined, close: (_, code) => closed.resolve(code) },
  })
  const opened = Promise.withResolvers<void>()
  const socket = webSocketTransport(`http://localhost:${server.port}`).connect({
    onOpen: opened.resolve,
    onFrame: () => undefined,
    onClose: () => undefined,
  })
  await opened.promise
  socket.close()
  expect(await closed.promise).toBeGreaterThan(0)
})
