import { expect, test } from 'bun:test'
import { FakeClock } from '../testing/fake-clock'
import { reclaimAfterBursts } from './reclaim'

test('memory is given back once after a burst, when it is over', async () => {
  const clock = new FakeClock()
  let moved = 0
  let inFlight = 0
  let collected = 0
  const stop = reclaimAfterBursts({ clock, moved: () => moved, inFlight: () => inFlight, collect: () => collected++ })
  const second = async (connections: number) => {
    moved += connections
    await clock.advance(1_000)
    return collected
  }
  expect([await second(500), await second(0)]).toEqual([0, 0])
  expect([await second(4_000), await second(2_000), await second(3), await second(0)]).toEqual([0, 0, 1, 1])
  expect([await second(990), await second(0)]).toEqual([1, 1])
  expect([await second(20), await second(0)]).toEqual([1, 2])
  inFlight = 5_000
  expect([await second(2_000), await second(0), await second(0)]).toEqual([2, 2, 2])
  inFlight = 20
  expect([await second(0), await second(0)]).toEqual([3, 3])
  stop()
})
