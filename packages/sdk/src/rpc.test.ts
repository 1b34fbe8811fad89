import { expect, test } from 'bun:test'
import { Rpc } from './rpc'
import { FakeClock } from './testing/fake-clock'

test('what is called on an ended connection is unanswered at once, and what waits ends with it', async () => {
  const clock = new FakeClock()
  const sent: string[] = []
  const rpc = new Rpc({ clock, send: (frame) => void sent.push(frame), onEvent: () => undefined })
  const waiting = rpc.call('session.ping', {}, 1_000)
  rpc.end()
  const late = rpc.call('session.ping', {}, 1_000)
  for (const call of [waiting, late]) await expect(call).rejects.toMatchObject({ unanswered: true })
  expect([sent.length, clock.waiting]).toEqual([1, 0])
})
