import { expect, test } from 'bun:test'
import { FakeClock } from '../testing/fake-clock'
import { seededRandom } from '../testing/seeded-random'
import { PendingDeltas } from './pending-deltas'

test('[DL17] while each response reaches a kept delta, the client fetches all missing ones', async () => {
  const clock = new FakeClock(0)
  let held = 0
  let asked = 0
  const pending = new PendingDeltas<'chat', { readonly from: number }>({
    ...{ clock, random: seededRandom(1) },
    apply: (_, { from }) => {
      if (from > held) return false
      held = from + 1
      return true
    },
    fetchChat: (key) => {
      asked++
      held++
      pending.retry(key)
    },
  })
  for (const from of [1, 3, 5, 7, 9]) pending.add('chat', { from })
  await clock.pass(60_000)
  expect({ held, asked }).toEqual({ held: 10, asked: 5 })
})
