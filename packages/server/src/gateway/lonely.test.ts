import { expect, test } from 'bun:test'
import { silentLogger } from '../lib/logger'
import { FakeClock } from '../testing/fake-clock'
import { Links } from '../testing/linked-bus'
import { Lonely } from './lonely'

test('[DL36] a node without a bus sends its connections away once, after five seconds, and takes new ones when it is back', async () => {
  const clock = new FakeClock()
  const bus = new Links().open()
  let drains = 0
  const lonely = new Lonely({ bus, clock, logger: silentLogger, drain: () => drains++ })
  lonely.start()
  bus.turn('down')
  await clock.advance(4_000)
  bus.turn('up')
  await clock.advance(4_000)
  expect([drains, lonely.isCutOff]).toEqual([0, false])
  bus.turn('down')
  await clock.advance(20_000)
  expect([drains, lonely.isCutOff]).toEqual([1, true])
  bus.turn('up')
  await clock.advance(2_000)
  expect(lonely.isCutOff).toBe(false)
  lonely.stop()
})
