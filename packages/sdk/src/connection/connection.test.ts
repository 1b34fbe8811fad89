import { expect, test } from 'bun:test'
import { limits } from '@parley/protocol/limits'
import { backoffMs } from '../lib/backoff'
import { largest, connectionScene as scene } from '../testing/connection-scene'
import { until } from '../testing/until'

test('a connection opens its session and is live', async () => {
  const { connection, open } = scene()
  connection.start()
  expect(connection.state.phase).toBe('connecting')
  await open()
  expect(connection.state.phase).toBe('live')
})

test('answers are matched by id, alone or in arrays; unknown and repeated ids and rubbish do nothing', async () => {
  const { connection, open, socket, heard } = scene()
  connection.start()
  await open()
  const call = connection.call('users.get', { ids: [] })
  const id = socket().sent.at(-1)?.id
  const { onFrame } = socket().events
  onFrame('not JSON')
  onFrame('null')
  onFrame(JSON.stringify({ id: 999, result: 1 }))
  onFrame(
    JSON.stringify([
      { method: 'chat.typing', params: { chatId: 'c' } },
      { id, result: { users: [] } },
    ]),
  )
  onFrame(JSON.stringify({ id, result: { users: ['again'] } }))
  expect(await call).toEqual({ users: [] })
  expect(heard).toEqual([['chat.typing', { chatId: 'c' } as unknown]])
})

test('an error comes as a ParleyError with its name, field and pause', async () => {
  const { connection, open, socket } = scene()
  connection.start()
  await open()
  const call = connection.call('users.get', { ids: [] })
  const data = { code: 'rate_limited', retry: true, retryAfterMs: 70, field: 'ids' }
  socket().events.onFrame(
    JSON.stringify({ id: socket().sent.at(-1)?.id, error: { code: -32006, message: 'Slow', data } }),
  )
  expect(await call.catch((error: unknown) => error)).toMatchObject({ ...data, message: 'Slow', unanswered: false })
})

test('events that come before the session is open wait for it', async () => {
  const { connection, open, socket, heard } = scene()
  connection.start()
  socket().events.onFrame(JSON.stringify({ method: 'chat.delta', params: {} }))
  expect(heard).toEqual([])
  await open()
  expect(heard.length).toBe(1)
})

test('a call without an answer ends as unanswered, and so do all when the connection breaks', async () => {
  const { connection, open, socket, clock } = scene()
  connection.start()
  await open()
  const slow = connection.call('users.get', { ids: [] }).catch((error: unknown) => error)
  await clock.pass(15_000)
  expect(await slow).toMatchObject({ code: 'unavailable', retry: true, unanswered: true })
  const cut = connection.call('users.get', { ids: [] }).catch((error: unknown) => error)
  socket().events.onClose(1006)
  expect(await cut).toMatchObject({ unanswered: true })
})

test('attempts back off with full jitter from half a second to 15 s', async () => {
  const { connection, socket, sockets, clock } = scene({ random: largest })
  connection.start()
  const pauses: number[] = []
  for (let attempt = 0; attempt < 8; attempt++) {
    socket().events.onClose(1006)
    const failedAt = clock.now()
    const before = sockets.length
    await until(
      () => sockets.length > before,
      () => clock.pass(100),
    )
    pauses.push(clock.now() - failedAt)
  }
  expect(pauses).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000])
  expect(backoffMs(5, (bytes) => void bytes.fill(0))).toBe(0)
})

test('a connection that never opens its session is given up', async () => {
  const { connection, sockets, clock } = scene()
  connection.start()
  await clock.pass(limits.sessionOpenMs + 1_000)
  expect(sockets[0]?.closed).toBe(true)
  expect(sockets.length).toBe(2)
})

test('one ping a heartbeat, at a random moment in it', async () => {
  const { connection, open, clock, answer, socket } = scene()
  connection.start()
  await open()
  const moments: number[] = []
  for (let passed = 0; passed < 20 * limits.heartbeatMs; passed += 100) {
    await clock.pass(100)
    const pings = socket().sent.filter(({ method }) => method === 'session.ping').length
    if (pings > moments.length) moments.push(passed)
    await answer('session.ping', {})
  }
  expect(moments.map((at) => Math.floor(at / limits.heartbeatMs))).toEqual(
    Array.from({ length: 20 }, (_, beat) => beat),
  )
  expect(new Set(moments.map((at) => at % limits.heartbeatMs)).size).toBeGreaterThan(15)
})

test('two unanswered pings end a half-open connection', async () => {
  const { connection, open, clock, sockets, count } = scene({ random: (bytes) => void bytes.fill(0) })
  connection.start()
  await open()
  await clock.pass(19_000)
  expect(count('session.ping')).toBe(2)
  expect(connection.state.phase).toBe('live')
  await clock.pass(1_500)
  expect(sockets[0]?.closed).toBe(true)
  expect(sockets.length).toBe(2)
})

test('the network coming back ends the pause, and a page that is shown again asks whether the connection lives', async () => {
  const { connection, open, tell, sockets, socket, count } = scene({ random: largest })
  connection.start()
  socket().events.onClose(1006)
  tell('offline')
  expect(connection.state).toMatchObject({ phase: 'waiting', offline: true })
  tell('online')
  expect(sockets.length).toBe(2)
  expect(connection.state.offline).toBe(false)
  await open()
  tell('visible')
  expect(count('session.ping')).toBe(1)
  tell('offline')
  expect(connection.state).toMatchObject({ phase: 'waiting', offline: true })
  expect(sockets[1]?.closed).toBe(true)
})

test('[DL31] a server that stops names the time to come back', async () => {
  const { connection, open, socket, sockets, clock } = scene()
  connection.start()
  await open()
  socket().events.onFrame(JSON.stringify({ method: 'session.closing', params: { delayMs: 4_000 } }))
  socket().events.onClose(4001)
  await clock.pass(3_900)
  expect(sockets.length).toBe(1)
  await clock.pass(200)
  expect(sockets.length).toBe(2)
})

test('[DL29] close codes from 4500 on and a refused session end it; others come back', async () => {
  for (const [code, ended] of [
    [4500, 'session_ended'],
    [4501, 'session_ended'],
    [4502, 'account_disabled'],
    [4503, 'too_many_connections'],
    [4599, 'session_ended'],
    [4999, 'session_ended'],
  ] as const) {
    const { connection, open, socket, sockets, clock } = scene()
    connection.start()
    await open()
    socket().events.onClose(code)
    await clock.pass(60_000)
    expect(connection.state).toMatchObject({ phase: 'ended', ended })
    expect(sockets.length).toBe(1)
  }
  const { connection, socket, clock } = scene()
  connection.start()
  socket().events.onOpen()
  const data = { code: 'unauthenticated', retry: false }
  socket().events.onFrame(JSON.stringify({ id: 1, error: { code: -32001, message: '', data } }))
  await clock.pass(0)
  expect(connection.state).toMatchObject({ phase: 'ended', ended: 'unauthenticated' })
})

test('[DL30] a connection that was closed as too slow comes back', async () => {
  const { connection, open, socket, sockets, clock } = scene()
  connection.start()
  await open()
  socket().events.onClose(4008)
  await clock.pass(600)
  expect(sockets.length).toBe(2)
})

test('a connection that worked ends the long pauses', async () => {
  const { connection, socket, sockets, clock, open } = scene({ random: largest })
  connection.start()
  for (let attempt = 0; attempt < 6; attempt++) {
    const before = sockets.length
    socket().events.onClose(1006)
    await until(
      () => sockets.length > before,
      () => clock.pass(100),
    )
  }
  await open()
  const before = sockets.length
  socket().events.onClose(1006)
  await clock.pass(510)
  expect(sockets.length).toBe(before + 1)
})

test("[DL31] the return of the network doesn't shorten the pause that a stopping server set", async () => {
  const { connection, socket, sockets, clock, open, tell } = scene()
  connection.start()
  await open()
  socket().events.onFrame(JSON.stringify({ method: 'session.closing', params: { delayMs: 4_000 } }))
  socket().events.onClose(1006)
  tell('online')
  tell('visible')
  await clock.pass(3_900)
  expect(sockets.length).toBe(1)
  await clock.pass(1_000)
  expect(sockets.length).toBe(2)
})

test('a disabled account ends the session, and nothing comes back', async () => {
  const { connection, socket, sockets, clock } = scene()
  connection.start()
  socket().events.onOpen()
  const error = { code: -32001, message: 'Disabled', data: { code: 'account_disabled', retry: false } }
  for (const { id } of socket().sent) socket().events.onFrame(JSON.stringify({ id, error }))
  await clock.pass(60_000)
  expect(connection.state).toMatchObject({ phase: 'ended', ended: 'account_disabled' })
  expect(sockets.length).toBe(1)
})

test('a connection that was closed for too many refused calls pauses before it comes back', async () => {
  const { connection, open, socket, sockets, tell, clock } = scene()
  connection.start()
  await open()
  socket().events.onClose(4029)
  await clock.pass(9_900)
  tell('visible')
  expect(sockets.length).toBe(1)
  await clock.pass(200)
  expect(sockets.length).toBe(2)
})

test('the state says since when there is no connection, however many attempts fail', async () => {
  const { connection, open, socket, sockets, clock } = scene({ random: largest })
  connection.start()
  await open()
  await clock.pass(1_000)
  const lostAt = clock.now()
  for (let attempt = 0; attempt < 3; attempt++) {
    const before = sockets.length
    socket().events.onClose(1006)
    await until(
      () => sockets.length > before,
      () => clock.pass(100),
    )
    expect(connection.state).toMatchObject({ phase: 'connecting', sinceMs: lostAt })
  }
  await open()
  expect(connection.state).toMatchObject({ phase: 'live', sinceMs: clock.now() })
})

test('a page that is shown several times checks the connection once, and again after the response', async () => {
  const { connection, open, answer, tell, count } = scene()
  connection.start()
  await open()
  for (let shown = 0; shown < 3; shown++) tell('visible')
  expect(count('session.ping')).toBe(1)
  await answer('session.ping', {})
  tell('visible')
  expect(count('session.ping')).toBe(2)
})
