import { describe, expect, test } from 'bun:test'
import { clientFrame, FrameReader, opcode } from './frame'
import { WsConnection } from './ws-connection'

/** A frame as a server sends it: without a mask. */
const serverFrame = (text: string): Buffer => {
  const frame = clientFrame(Buffer.from(text))
  const payload = Buffer.from(text)
  const lengthBytes = frame.length - payload.length - 4
  const head = Buffer.from(frame.subarray(0, lengthBytes))
  head[1] = (head[1] ?? 0) & 0x7f
  return Buffer.concat([head, payload])
}

const readAll = (chunks: readonly Buffer[]): string[] => {
  const texts: string[] = []
  const reader = new FrameReader((kind, bytes, [start, end]) => {
    if (kind === opcode.text) texts.push(bytes.toString('utf8', start, end))
  })
  for (const chunk of chunks) reader.push(chunk)
  return texts
}

describe('frames', () => {
  const short = ['a', '', 'b'.repeat(125), 'c'.repeat(126), 'd'.repeat(300)]
  const texts = [...short, 'e'.repeat(65_535), 'f'.repeat(65_536), 'g']
  const stream = Buffer.concat(texts.map(serverFrame))
  const torn = (bytes: Buffer, size: number): Buffer[] =>
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size))

  test('whole frames are read in place', () => {
    expect(readAll([stream])).toEqual(texts)
  })

  test('frames are read wherever the stream is split', () => {
    for (const size of [1, 2, 3, 7]) expect(readAll(torn(Buffer.concat(short.map(serverFrame)), size))).toEqual(short)
    for (const size of [1_000, 65_540]) expect(readAll(torn(stream, size))).toEqual(texts)
  })

  test('a real server understands the frames, and its responses are read', async () => {
    await using server = Bun.serve({
      hostname: '127.0.0.1',
      port: 0,
      fetch: (request, server) => (server.upgrade(request) ? undefined : new Response()),
      websocket: {
        message: (socket, text) => {
          const { id, params } = JSON.parse(String(text)) as { id: number; params: { token: string } }
          socket.send(JSON.stringify({ jsonrpc: '2.0', id, result: { length: params.token.length } }))
        },
      },
    })
    const connection = await WsConnection.open({ host: '127.0.0.1', port: server.port ?? 0, path: '/' }, {})
    for (const length of [0, 10, 100, 5_000, 70_000]) {
      const answer: unknown = await connection.call('session.open', { token: 'x'.repeat(length) })
      expect(answer).toEqual({ length })
    }
    connection.close()
  })
})
