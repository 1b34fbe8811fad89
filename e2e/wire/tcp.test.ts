import { afterAll, beforeAll, expect, test } from 'bun:test'
import { spawnSync } from 'node:child_process'
import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { closeCodes, limits, type MessageId, newUuidV7 } from '@parley/protocol'
import { callTcp, createTcpClient } from '@parley/sdk/tcp-client'
import { eventually } from '@parley/server/src/testing/eventually'
import { freePort } from '@parley/server/src/testing/free-port'
import { callHttp } from '../lib/people'
import { RpcLine } from '../lib/rpc-line'
import { spawnServer, startServer } from '../lib/server-process'
import { temporaryDirectory } from '../lib/temporary-directory'
import { refusal, type Scene, startScene } from './scene'

let scene: Scene
let port: number
beforeAll(async () => {
  scene = await startScene({ PARLEY_RATE_LIMITS: 'off' })
  port = await scene.server.tcpPort()
})
afterAll(() => scene[Symbol.asyncDispose]())

/** Sends bytes, ends its side, and returns the lines that come until the server ends the connection. */
const piped = (bytes: string): Promise<{ id?: number; result?: unknown; error?: { data: { code: string } } }[]> =>
  new Promise((resolve) => {
    let heard = ''
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    socket.on('data', (chunk) => {
      heard += chunk
    })
    socket.on('end', () =>
      resolve(
        heard
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line)),
      ),
    )
    socket.end(bytes)
  })

test('a client that pipes in calls and ends its side gets every response', async () => {
  const open = { id: 1, method: 'session.open', params: { token: scene.alice.token } }
  const sends = Array.from({ length: 50 }, (_, at) => ({
    id: at + 2,
    method: 'messages.send',
    params: { id: newUuidV7(), chatId: scene.chatId, body: { type: 'text', text: `piped ${at}` } },
  }))
  // Hashing a password takes longer than everything else here.
  const login = { login: 'alice', password: 'plum tractor under seven clouds' }
  const slow = { id: 100, method: 'accounts.login', params: login }
  const lines = [open, ...sends, slow, { id: 101, method: 'accounts.me' }].map((call) => JSON.stringify(call))
  for (const end of ['\n', '', '\r\n']) {
    const answers = (await piped(lines.join('\n') + end)).filter(({ id }) => id !== undefined)
    expect(answers.map(({ id }) => id).toSorted((a = 0, b = 0) => a - b)).toEqual([
      ...Array.from({ length: 51 }, (_, at) => at + 1),
      100,
      101,
    ])
    expect(answers.filter(({ result }) => result === undefined)).toEqual([])
  }
  expect(await piped('')).toEqual([])
})

test('a session that is closed by the client ends without a notification', async () => {
  using line = await RpcLine.connect(port, scene.alice.token)
  await line.call('session.close', {})
  expect(await line.closed).toBe(1006)
  expect(line.others).toEqual([])
})

test('a line at the limit is accepted, and one byte more gets session.closed 4009', async () => {
  using line = await RpcLine.connect(port, scene.alice.token)
  const call = (bytes: number) => {
    const frame = (fill: string) => JSON.stringify({ id: 'long', method: 'session.ping', params: { fill } })
    return frame('x'.repeat(bytes - frame('').length))
  }
  line.raw(call(limits.frameBytes))
  expect(await line.answer()).toMatchObject({ id: 'long', result: {} })
  line.raw(call(limits.frameBytes + 1))
  expect(await line.event('session.closed')).toEqual({ code: closeCodes.tooLarge, reason: 'tooLarge' })
  expect(await line.closed).toBe(closeCodes.tooLarge)
})

test('invalid UTF-8 is a parse error, nothing of it is stored, and the connection stays open', async () => {
  using line = await RpcLine.connect(port, scene.alice.token)
  const params = { id: newUuidV7() as MessageId, chatId: scene.chatId, body: { type: 'text' as const, text: '☃' } }
  const call = Buffer.from(JSON.stringify({ id: 'bad', method: 'messages.send', params }))
  call[call.indexOf('☃') + 1] = 0x20
  line.raw(new Uint8Array(call))
  expect(await line.answer()).toMatchObject({ id: null, error: { data: { code: 'parse_error' } } })
  expect(await line.call('messages.send', params)).toMatchObject({ body: { text: '☃' } })
})

test('[DL31] a stopping server first announces when to reconnect, and then closes', async () => {
  using directory = temporaryDirectory('tcp')
  await using server = await startServer({ dataDir: `${directory.path}/data` })
  using line = await RpcLine.connect(await server.tcpPort())
  // A response shows that the server has accepted the connection.
  await refusal(line.call('accounts.me', {}))
  const ending = server.end('SIGTERM')
  expect((await line.event('session.closing')).delayMs).toBeGreaterThanOrEqual(0)
  expect(await line.closed).toBe(closeCodes.draining)
  expect((await ending).exitCode).toBe(0)
})

test('the port in use stops the start with one sentence that names PARLEY_TCP_PORT; off frees it', async () => {
  using directory = temporaryDirectory('tcp')
  const env = { PARLEY_TCP_PORT: String(port) }
  await using refused = spawnServer({ dataDir: `${directory.path}/data`, port: await freePort(), env })
  const { exitCode, output } = await refused.ended
  expect(exitCode).toBeGreaterThan(0)
  const [sentence, ...others] = output.trim().split('\n')
  expect(sentence).toStartWith(`Port ${port} is in use`)
  expect(sentence).toContain('PARLEY_TCP_PORT')
  expect(others).toEqual([])
  await using other = await startServer({ dataDir: `${directory.path}/data`, env: { PARLEY_TCP_PORT: 'off' } })
  expect(other.output()).not.toContain('tcp://')
})

test('links created over TCP use the server’s own address', async () => {
  using line = await RpcLine.connect(port, scene.alice.token)
  const invite = await line.call('invites.create', {})
  expect(JSON.stringify(invite)).toContain(scene.url)
})

test('with a certificate TCP is encrypted, and clients without a handshake are closed in time', async () => {
  using directory = temporaryDirectory('tcp')
  const [cert, key] = [`${directory.path}/cert.pem`, `${directory.path}/key.pem`]
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', cert]
  expect(spawnSync('openssl', [...request, ...subject]).status).toBe(0)
  const tlsPort = await freePort()
  const env = {
    ...{ PARLEY_TLS_CERT: cert, PARLEY_TLS_KEY: key, PARLEY_TCP_PORT: String(tlsPort) },
    PARLEY_RATE_LIMITS: 'off',
  }
  await using server = spawnServer({ dataDir: `${directory.path}/data`, port: await freePort(), env })
  expect(await server.tcpPort()).toBe(tlsPort)
  const ca = await Bun.file(cert).text()
  const url = `tcps://127.0.0.1:${tlsPort}`
  const account = { username: 'alice', name: 'Alice', password: 'plum tractor under seven clouds' }
  const { user, session } = await callTcp({ url, ca }, 'accounts.register', account)
  const client = createTcpClient({ url, ca, token: session.token })
  await client.start()
  await eventually(() => client.state.get().connection.phase === 'live')
  const chatId = await client.openDirect(user.id)
  client.send(chatId, { type: 'text', text: '😀'.repeat(8_000) })
  await eventually(() => client.state.get().chats.get(chatId)?.last?.row !== undefined)
  await client.stop()
  await expect(callTcp({ url }, 'accounts.me', {})).rejects.toMatchObject({ unanswered: true })

  const silent = connect(tlsPort, '127.0.0.1')
    .on('error', () => {})
    .resume()
  const plain = connect(tlsPort, '127.0.0.1')
    .on('error', () => {})
    .resume()
  plain.write('{"id":1,"method":"accounts.me"}\n')
  const tooLong = connectTls({ port: tlsPort, host: '127.0.0.1', ca }, () =>
    tooLong.write('x'.repeat(limits.frameBytes + 2)),
  )
  let heard = ''
  tooLong.on('data', (chunk) => {
    heard += chunk
  })
  await Promise.all([silent, plain, tooLong].map((socket) => new Promise((resolve) => socket.once('close', resolve))))
  expect(heard).toContain('"code":4009')
  expect((await callTcp({ url, ca, token: session.token }, 'accounts.me', {})).user.id).toBe(user.id)
})

test('calls in progress are stored when the client vanishes, and the connection is forgotten', async () => {
  const line = await RpcLine.connect(port, scene.alice.token)
  const id = newUuidV7() as MessageId
  const params = { id, chatId: scene.chatId, body: { type: 'text' as const, text: 'the last word' } }
  await line.bytes(`${JSON.stringify({ id: 'x', method: 'messages.send', params })}\n`)
  line.socket.resetAndDestroy()
  const list = { method: 'messages.list' as const, params: { chatId: scene.chatId }, token: scene.bob.token }
  const stored = async () => (await callHttp(scene.url, list)).messages.filter((message) => message.id === id)
  await eventually(async () => (await stored()).length > 0)
  expect(await stored()).toMatchObject([{ id, senderId: scene.alice.userId, body: params.body }])
  const open = async () =>
    Number(/parley_connections (\d+)/.exec(await (await fetch(`${scene.url}/metrics`)).text())?.[1])
  await eventually(async () => (await open()) === 0)
  expect(await open()).toBe(0)
})
