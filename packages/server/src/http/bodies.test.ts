import { expect, test } from 'bun:test'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { limits } from '@parley/protocol'
import { eventually } from '../testing/eventually'
import { HttpApp } from '../testing/http-app'

const LIMITS_ON = { PARLEY_RATE_LIMITS: 'on' }
const json = 'content-type: application/json\r\n'
const forms = [
  { name: 'with a length', header: 'content-length: 60000\r\n', start: '' },
  { name: 'in chunks', header: 'transfer-encoding: chunked\r\n', start: 'ea60\r\n' },
]

/** A client that sends only the beginning of a body. */
const half = async (port: number, method: string, rest: string): Promise<Socket> => {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.on('error', () => {})
  socket.resume()
  socket.write(`POST /api/${method} HTTP/1.1\r\nhost: localhost\r\n${json}${rest}{"login":"`)
  return socket
}

const policyOf = async (app: HttpApp): Promise<number> => (await app.call('accounts.policy', {})).status

test.each(forms)(
  'strangers at one address have so many bodies $name on their way, and no more, and people sign in all the same',
  async ({ header, start }) => {
    await using app = await HttpApp.start(LIMITS_ON)
    const alice = await app.register('alice')
    const { port } = app.app
    const sockets: Socket[] = []
    while (sockets.length < limits.strangersPerAddress)
      sockets.push(await half(port, 'accounts.policy', `${header}\r\n${start}`))
    await eventually(async () => (await policyOf(app)) === 429)
    const bearer = { authorization: `Bearer ${alice.token}` }
    expect((await app.call('accounts.me', {}, bearer)).status).toBe(200)
    for (const socket of sockets) socket.destroy()
    await eventually(async () => (await policyOf(app)) === 200)
    // A client that disconnects isn't an error of the server.
    expect(app.log.filter((line) => line.includes('"level":"error"'))).toEqual([])
    expect(app.log.filter((line) => line.includes('"address":""'))).toEqual([])
  },
)

test('an account has a limited number of pending bodies, and others still send theirs', async () => {
  await using app = await HttpApp.start(LIMITS_ON)
  const alice = await app.register('alice')
  const bob = await app.register('bob')
  const meOf = async ({ token }: { token: string }) =>
    (await app.call('accounts.me', {}, { authorization: `Bearer ${token}` })).status
  const headers = `authorization: Bearer ${alice.token}\r\ncontent-length: 60000\r\n\r\n`
  const sockets: Socket[] = []
  while (sockets.length < limits.connectionsPerAccount) sockets.push(await half(app.app.port, 'accounts.me', headers))
  await eventually(async () => (await meOf(alice)) === 429)
  expect(await meOf(bob)).toBe(200)
  for (const socket of sockets) socket.destroy()
  await eventually(async () => (await meOf(alice)) === 200)
})
