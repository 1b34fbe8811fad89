import { expect, test } from 'bun:test'
import { FakeClock } from '../testing/fake-clock'
import { Rpc } from './rpc'

test('calls on an ended connection fail at once, and waiting ones end with it', async () => {
  const clock = new FakeClock()
  const sent: string[] = []
  const rpc = new Rpc({ clock, send: (frame) => void sent.push(frame), onEvent: () => undefined })
  const waiting = rpc.call('session.ping', {}, 1_000)
  rpc.end()
  const late = rpc.call('session.ping', {}, 1_000)
  for (const call of [waiting, late]) await expect(call).rejects.toMatchObject({ unanswered: true })
  expect([sent.length, clock.waiting]).toEqual([1, 0])
})
