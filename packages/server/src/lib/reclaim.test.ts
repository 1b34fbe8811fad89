import { expect, test } from 'bun:test'
import { FakeClock } from '../testing/fake-clock'
import { reclaimAfterBursts } from './reclaim'

const scene = () => {
  const clock = new FakeClock()
  const node = { moved: 0, inFlight: 0, collected: 0 }
  const stop = reclaimAfterBursts({
    clock,
    moved: () => node.moved,
    inFlight: () => node.inFlight,
    collect: () => node.collected++,
  })
  const second = async (connections: number) => {
    node.moved += connections
    await clock.advance(1_000)
    return node.collected
  }
  return { node, second, [Symbol.dispose]: stop }
}

test('memory is given back once after a burst, when it is over', async () => {
  using scenery = scene()
  const { second } = scenery
  expect([await second(500), await second(0)]).toEqual([0, 0])
  expect([await second(1_500), await second(1_000), await second(3), await second(0)]).toEqual([0, 0, 1, 1])
  expect([await second(990), await second(0)]).toEqual([1, 1])
  expect([await second(20), await second(0)]).toEqual([1, 2])
})

test('a burst is over when all calls have responses', async () => {
  using scenery = scene()
  const { node, second } = scenery
  node.inFlight = 2_000
  expect([await second(2_000), await second(0), await second(0)]).toEqual([0, 0, 0])
  node.inFlight = 20
  expect([await second(0), await second(0)]).toEqual([1, 1])
})

test('a long burst is collected in between too, and again when it is over', async () => {
  using scenery = scene()
  const { second } = scenery
  expect([await second(2_500), await second(2_500), await second(2_500), await second(2_500)]).toEqual([0, 1, 1, 2])
  expect([await second(500), await second(0), await second(0)]).toEqual([2, 3, 3])
})
