import { expect, test } from 'bun:test'
import { minuteOf } from '../storage/schema'
import { FakeClock } from '../testing/fake-clock'
import { Sweep } from './sweep'

test('[DL10] a sweep starts from a minute before the last successful one, and no earlier', async () => {
  const clock = new FakeClock(Date.UTC(2026, 0, 1, 12, 0, 5))
  const asked: number[] = []
  const errors: unknown[] = []
  let broken = false
  const first = minuteOf(clock.now())
  const sweep = new Sweep({
    clock,
    databaseNow: () => clock.now(),
    elapsed: () => clock.now(),
    onSwept: () => {},
    movedSince: async (minute) => {
      asked.push(minute - first)
      if (broken) throw new Error('The connection is lost.')
      return { chats: [], users: [], ended: [] }
    },
    apply: async () => {},
    onError: (error) => errors.push(error),
  })
  sweep.start()
  await clock.advance(3 * 60_000)
  expect(new Set(asked)).toEqual(new Set([-1, 0, 1]))
  broken = true
  await clock.advance(2 * 60_000)
  // A failed read is repeated.
  expect(asked.at(-1)).toBe(2)
  broken = false
  await clock.advance(20_000)
  expect(asked.at(-1)).toBe(4)
  expect(errors.length).toBeGreaterThan(0)
  sweep.stop()
})

test('[DL10] after the database’s clock was set back, a sweep starts from the new time', async () => {
  const clock = new FakeClock(Date.UTC(2026, 0, 1, 12, 0, 5))
  const asked: number[] = []
  const first = minuteOf(clock.now())
  let behindMs = 0
  const sweep = new Sweep({
    clock,
    databaseNow: () => clock.now() - behindMs,
    elapsed: () => clock.now(),
    onSwept: () => {},
    movedSince: async (minute) => {
      asked.push(minute - first)
      return { chats: [], users: [], ended: [] }
    },
    apply: async () => {},
    onError: () => {},
  })
  sweep.start()
  await clock.advance(3 * 60_000)
  expect(asked.at(-1)).toBe(1)
  behindMs = 10 * 60_000
  asked.length = 0
  await clock.advance(10_000)
  expect(asked).toEqual([-8])
  sweep.stop()
})
