import { expect, test } from 'bun:test'
import { silentLogger } from '../lib/logger'
import { FakeClock } from '../testing/fake-clock'
import { Links } from '../testing/linked-bus'
import { BusWatchdog } from './bus-watchdog'

test('[DL36] a node without a bus drains its connections once, after five seconds, and accepts new ones when the bus returns', async () => {
  const clock = new FakeClock()
  const bus = new Links().open()
  let drains = 0
  const watchdog = new BusWatchdog({ bus, clock, logger: silentLogger, drain: () => drains++ })
  watchdog.start()
  bus.turn('down')
  await clock.advance(4_000)
  bus.turn('up')
  await clock.advance(4_000)
  expect([drains, watchdog.isCutOff]).toEqual([0, false])
  bus.turn('down')
  await clock.advance(20_000)
  expect([drains, watchdog.isCutOff]).toEqual([1, true])
  bus.turn('up')
  await clock.advance(2_000)
  expect(watchdog.isCutOff).toBe(false)
  watchdog.stop()
})
