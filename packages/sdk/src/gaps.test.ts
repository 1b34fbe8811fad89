import { expect, test } from 'bun:test'
import { Gaps } from './gaps'
import { FakeClock } from './testing/fake-clock'
import { seededRandom } from './testing/seeded-random'

test('[DL17] while each answer reaches a kept delta, the client asks for all that is missing', async () => {
  const clock = new FakeClock(0)
  let held = 0
  let asked = 0
  const gaps = new Gaps<'chat', { readonly from: number }>({
    ...{ clock, random: seededRandom(1) },
    apply: (_, { from }) => {
      if (from > held) return false
      held = from + 1
      return true
    },
    ask: (key) => {
      asked++
      held++
      gaps.retry(key)
    },
  })
  for (const from of [1, 3, 5, 7, 9]) gaps.keep('chat', { from })
  await clock.pass(60_000)
  expect({ held, asked }).toEqual({ held: 10, asked: 5 })
})
