import { expect, test } from 'bun:test'
import type { LogFields } from '../lib/log-fields'
import { FakeClock } from '../testing/fake-clock'
import { TestApp } from '../testing/test-app'

test('a connection has one line when it opens and one when it closes, with its session, reason and duration', async () => {
  const lines: [string, LogFields | undefined][] = []
  const clock = new FakeClock()
  await using app = await TestApp.start({ clock, debug: (message, fields) => lines.push([message, fields]) })
  const alice = await app.person('alice')
  const [{ userId, sessionId } = {}] = [alice.connection.connection.caller]
  lines.length = 0
  const stranger = app.connect()
  await clock.advance(1_500)
  stranger.connection.end()
  alice.connection.connection.close('sessionEnded')
  const { address } = stranger.connection
  expect(lines.filter(([message]) => message.startsWith('connection '))).toEqual([
    ['connection opened', { transport: 'websocket', address }],
    ['connection closed', expect.objectContaining({ transport: 'websocket', address, reason: 'client' })],
    ['connection closed', expect.objectContaining({ userId, sessionId, reason: 'sessionEnded' })],
  ])
  expect(lines.at(-2)?.[1]?.durationMs).toBe(1_500)
})
