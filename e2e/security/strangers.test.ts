import { expect, test } from 'bun:test'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { closeCodes, limits } from '@parley/protocol'
import { eventually } from '@parley/server/src/testing/eventually'
import { freePort } from '@parley/server/src/testing/free-port'
import { callHttp, register } from '../lib/people'
import { RpcLine } from '../lib/rpc-line'
import { RpcSocket } from '../lib/rpc-socket'
import { spawnServer } from '../lib/server-process'
import { temporaryDirectory } from '../lib/temporary-directory'
import { RawWebSocket } from '../wire/raw-web-socket'
import { emptyServer, metric } from './refusals'

const residentMiB = (pid: number): number => {
  const [, kib] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kib) / 1024
}

/** Runs a task many times, a few at a time. */
const many = async <T>(count: number, run: (at: number) => Promise<T>): Promise<T[]> => {
  const made: T[] = []
  for (let at = 0; at < count; at += 50)
    made.push(...(await Promise.all(Array.from({ length: Math.min(50, count - at) }, (_, one) => run(at + one)))))
  return made
}

const halfLine = (port: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write('x'.repeat(limits.frameBytes / 2))
      resolve(socket)
    })
    socket.on('error', reject)
    socket.resume()
  })

test('1,500 strangers who each send half a frame displace one another, and users still get in', async () => {
  await using scene = await emptyServer()
  const alice = await register(scene.url, 'alice')
  const { server } = scene
  const beforeMiB = residentMiB(server.pid)
  const strangers = await many(1_500, async () => {
    const raw = await RawWebSocket.upgrade(server.port)
    raw.sendHalf(limits.frameBytes)
    return raw
  })
  expect(await metric(scene.url, 'parley_strangers')).toBeLessThanOrEqual(limits.strangersPerAddress)
  expect(await metric(scene.url, 'parley_connections_closed_total')).toBe(1_500 - limits.strangersPerAddress)
  const afterMiB = residentMiB(server.pid)
  console.log(
    `security: 1,500 strangers with half a frame: ${beforeMiB.toFixed(0)} MiB, then ${afterMiB.toFixed(0)} MiB`,
  )
  // Each may have half a frame. 1,500 halves of half a megabyte took 1,400 MiB.
  expect(afterMiB - beforeMiB).toBeLessThan(100)
  using phone = await RpcSocket.connect(scene.url, alice.token)
  expect((await phone.call('accounts.me', {})).user.id).toBe(alice.userId)
  // The first ones were dropped, and nothing waited for them.
  await Promise.all(strangers.slice(0, 1_000).map(({ ended }) => ended))
  for (const stranger of strangers) stranger[Symbol.dispose]()
})

test('strangers over TCP share the same places', async () => {
  await using scene = await emptyServer()
  const port = await scene.server.tcpPort()
  const lines = await many(limits.strangersPerAddress + 50, () => halfLine(port))
  await eventually(async () => (await metric(scene.url, 'parley_connections_closed_total')) === 50)
  expect(await metric(scene.url, 'parley_strangers')).toBe(limits.strangersPerAddress)
  using raw = await RawWebSocket.upgrade(scene.server.port)
  await eventually(async () => (await metric(scene.url, 'parley_connections_closed_total')) === 51)
  expect(await metric(scene.url, 'parley_strangers')).toBe(limits.strangersPerAddress)
  expect(raw.closeCode).toBeUndefined()
  for (const line of lines) line.destroy()
})

test('a token refused at the upgrade closes the connection at once, over any transport', async () => {
  await using scene = await emptyServer()
  const alice = await register(scene.url, 'alice')
  const bob = await register(scene.url, 'bob')
  await callHttp(scene.url, { method: 'accounts.logout', params: {}, token: alice.token })
  for (const token of [alice.token, 'x'.repeat(43), 'no-token']) {
    for (const header of [`Authorization: Bearer ${token}`, `Cookie: parley_session=${token}`]) {
      using raw = await RawWebSocket.upgrade(scene.server.port, [header])
      await eventually(() => raw.closeCode !== undefined)
      expect(raw.closeCode).toBe(closeCodes.sessionEnded)
    }
  }
  using raw = await RawWebSocket.upgrade(scene.server.port, [`Authorization: Bearer ${bob.token}`])
  raw.send(JSON.stringify({ id: 1, method: 'session.open', params: {} }))
  await raw.until('"epoch"')
})

test('the 51st connection of an account closes the one that was silent longest with 4503', async () => {
  await using scene = await emptyServer()
  const alice = await register(scene.url, 'alice')
  const bob = await register(scene.url, 'bob')
  using other = await RpcSocket.connect(scene.url, bob.token)
  const tcpPort = await scene.server.tcpPort()
  const first = await RpcSocket.connect(scene.url, alice.token)
  const second = await RpcLine.connect(tcpPort, alice.token)
  const others: RpcSocket[] = []
  for (let at = 2; at < limits.connectionsPerAccount; at++) others.push(await RpcSocket.connect(scene.url, alice.token))
  // A connection with pings isn't silent.
  await first.call('session.ping', {})
  const newest = await RpcSocket.connect(scene.url, alice.token)
  expect(await second.event('session.closed')).toEqual({
    code: closeCodes.tooManyConnections,
    reason: 'tooManyConnections',
  })
  expect(await second.closed).toBe(closeCodes.tooManyConnections)
  for (const connection of [first, newest, ...others])
    expect((await connection.call('accounts.me', {})).user.id).toBe(alice.userId)
  expect((await other.call('accounts.me', {})).user.id).toBe(bob.userId)
  expect(await metric(scene.url, 'parley_connections')).toBe(limits.connectionsPerAccount + 1)
  for (const connection of [first, newest, ...others]) connection[Symbol.dispose]()
})

test('connections without a handshake to a TLS port are closed, without an error in the log', async () => {
  using directory = temporaryDirectory('certificate')
  const [cert, key] = [`${directory.path}/cert.pem`, `${directory.path}/key.pem`]
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', cert]
  expect(spawnSync('openssl', [...request, '-subj', '/CN=localhost']).status).toBe(0)
  const settings = { PARLEY_TLS_CERT: cert, PARLEY_TLS_KEY: key, PARLEY_TCP_PORT: '0', PARLEY_LOG_LEVEL: 'info' }
  const port = await freePort()
  await using server = spawnServer({ dataDir: `${directory.path}/data`, port, env: settings })
  const tcpPort = await server.tcpPort()
  await many(300, async () => {
    const socket = connect(tcpPort, '127.0.0.1').resume()
    socket.on('error', () => {})
    socket.write('{"id":1,"method":"accounts.me"}\n')
    await new Promise((resolve) => socket.once('close', resolve))
  })
  const lines = server.output().split('\n')
  expect(lines.length).toBeLessThan(150)
  expect(lines.filter((line) => line.includes('"level":"error"'))).toEqual([])
})

test('requests with unfinished headers or bodies are closed', async () => {
  await using scene = await emptyServer()
  const unfinished = [
    'GET / HTTP/1.1\r\nHost: x\r\n',
    'POST /api/accounts.me HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{',
    'PUT /files/1 HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nx',
    '',
  ]
  const closed = unfinished.map(
    (bytes) =>
      new Promise((resolve) => {
        const socket = connect(scene.server.port, '127.0.0.1').resume()
        socket.on('close', resolve).on('error', () => {})
        socket.write(bytes)
        // One byte per second keeps nothing open.
        const drip = setInterval(() => socket.write(bytes === '' ? '' : 'x'), 1_000)
        socket.on('close', () => clearInterval(drip))
      }),
  )
  await Promise.all(closed)
  expect((await fetch(`${scene.url}/health`)).status).toBe(200)
})
