import { expect, test } from 'bun:test'
import { type ChatId, limits, newUuidV7 } from '@parley/protocol'
import { FakeClock } from '../testing/fake-clock'
import { TestApp } from '../testing/test-app'
import { Heads } from './heads'

test("a head that waits when the node stops doesn't read from the closed database", async () => {
  const clock = new FakeClock()
  const app = await TestApp.start({ clock })
  const alice = await app.person('alice')
  const chatId = newUuidV7() as ChatId
  await alice.call('channels.create', { id: chatId, name: 'Kites' })
  for (const text of ['one', 'two']) await alice.say(chatId, text)
  await app[Symbol.asyncDispose]()
  await clock.advance(limits.headIntervalMs)
  expect(app.takeProblems()).toEqual([])
})

test('each burst in a large chat ends with its newest head', async () => {
  const clock = new FakeClock()
  const chatId = newUuidV7() as ChatId
  const told: number[] = []
  let newest = 0
  const heads = new Heads({
    clock,
    publish: (_topic, frame) => told.push(JSON.parse(frame).params.seq),
    read: async () => ({ seq: newest, rev: newest }),
    onError: (error) => {
      throw error
    },
  })
  const say = () => heads.announceHead(chatId, { seq: ++newest, rev: newest })
  for (let burst = 1; burst <= 3; burst++) {
    for (let said = 0; said < 5; said++) say()
    await clock.advance(limits.headIntervalMs)
    expect(told.at(-1)).toBe(5 * burst)
  }
  // The first head at once, then one for each interval.
  expect(told).toEqual([1, 5, 10, 15])
})
