import { expect, test } from 'bun:test'
import { once } from 'node:events'
import { connect } from 'node:net'
import { chunksOf, readBody } from './body'

const BYTES = 60_000
const WRITES = 60
const chunksOfOneByte = '1\r\nx\r\n'.repeat(BYTES / WRITES)

/** The response to a request whose body consists of chunks of one byte. */
const answerTo = async (answer: (request: Request) => Promise<string>): Promise<string> => {
  await using server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch: async (request) => new Response(await answer(request)),
  })
  const socket = connect(server.port ?? 0, '127.0.0.1')
  const heard = once(socket, 'data')
  socket.write('PUT / HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n')
  for (let at = 0; at < WRITES; at++) if (!socket.write(chunksOfOneByte)) await once(socket, 'drain')
  socket.write('0\r\n\r\n')
  const [response] = (await heard) as [Buffer]
  socket.destroy()
  return response.toString().split('\r\n\r\n')[1] ?? ''
}

test('a body in chunks of one byte is read in few steps', async () => {
  const counted = await answerTo(async (request) => {
    let steps = 0
    let bytes = 0
    for await (const chunk of chunksOf(request)) {
      steps++
      bytes += chunk.byteLength
    }
    return `${steps} ${bytes}`
  })
  const [steps, bytes] = counted.split(' ').map(Number)
  expect(bytes).toBe(BYTES)
  // As many as there were writes, or fewer; a network may split some of them in two.
  expect(steps).toBeLessThanOrEqual(3 * WRITES)
})

test('the text of such a body is complete', async () => {
  expect(await answerTo(async (request) => `${(await readBody(request)).length}`)).toBe(`${BYTES}`)
})
