import { expect, test } from 'bun:test'
import { limits } from '@parley/protocol/limits'
import { largest, connectionScene as scene } from '../testing/connection-scene'
import { until } from '../testing/until'

test('a session that ends elsewhere on the device during a pause brings nothing back', async () => {
  const { connection, socket, sockets, clock } = scene()
  connection.start()
  socket().events.onClose(1006)
  expect(connection.state.phase).toBe('waiting')
  connection.end()
  await clock.pass(60_000)
  expect(connection.state).toMatchObject({ phase: 'ended', ended: 'session_ended' })
  expect(sockets.length).toBe(1)
})

test('a connection that is stopped during a pause does not come back', async () => {
  const { connection, socket, sockets, clock } = scene()
  connection.start()
  socket().events.onClose(1006)
  connection.stop()
  await clock.pass(60_000)
  expect([connection.state.phase, sockets.length]).toEqual(['idle', 1])
})

test('a connection that is stopped leaves no timers behind', async () => {
  const { connection, open, clock } = scene()
  connection.start()
  await open()
  await clock.pass(3 * limits.heartbeatMs)
  connection.stop()
  expect(clock.waiting).toBe(0)
})

test('a session that the server cannot open now is opened later', async () => {
  const { connection, socket, sockets, open, clock } = scene()
  connection.start()
  socket().events.onOpen()
  const error = { code: -32005, message: 'Later', data: { code: 'unavailable', retry: true } }
  for (const { id } of socket().sent) socket().events.onFrame(JSON.stringify({ id, error }))
  await until(
    () => sockets.length === 2,
    () => clock.pass(100),
  )
  expect(sockets[0]?.closed).toBe(true)
  await open()
  expect(connection.state.phase).toBe('live')
})

test('the return of the network during an attempt is noticed at once', async () => {
  const { connection, open, tell, told, sockets, clock } = scene()
  connection.start()
  await open()
  tell('offline')
  await until(
    () => sockets.length === 2,
    () => clock.pass(100),
  )
  expect(connection.state).toMatchObject({ phase: 'connecting', offline: true })
  const before = told.length
  tell('online')
  expect(told.slice(before)).toEqual([false])
})

test('a network that comes back during a pause makes one connection, and no further one after the pause', async () => {
  const { connection, socket, sockets, open, tell, clock } = scene({ random: largest })
  connection.start()
  socket().events.onClose(1006)
  tell('offline')
  tell('online')
  await open()
  await clock.pass(5_000)
  expect([connection.state.phase, sockets.length]).toEqual(['live', 2])
})
