import { expect, test } from 'bun:test'
import { newUuidV7, type UserId } from '@parley/protocol'
import { testBus } from '../testing/bus-contract'
import { InProcessBus } from './in-process'

testBus('the bus inside a process', async () => {
  const bus = new InProcessBus()
  return { here: bus, there: bus, settled: async () => {}, [Symbol.asyncDispose]: async () => {} }
})

test('the bus inside a process keeps the order of messages, and has delivered when publish returns', () => {
  const bus = new InProcessBus()
  const revs: number[] = []
  bus.listen({ message: (message) => message.kind === 'user' && revs.push(message.rev) })
  const userId = newUuidV7() as UserId
  for (const rev of [1, 2, 3]) bus.publish({ kind: 'user', userId, rev, frame: '' })
  expect(revs).toEqual([1, 2, 3])
})
