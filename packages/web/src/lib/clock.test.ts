import { expect, test } from 'bun:test'
import { makeClock } from './clock'

const minuteMs = 60_000

/** A clock on a device whose time the test controls, and which may sleep. */
const scene = (startMs: number) => {
  const timers: { readonly at: number; readonly run: () => void }[] = []
  const wakes: (() => void)[] = []
  const device = { nowMs: startMs, zone: 'Europe/Vienna' }
  const clock = makeClock({
    now: () => device.nowMs,
    zone: () => device.zone,
    later: (run, ms) => void timers.push({ at: device.nowMs + ms, run }),
    onWake: (run) => void wakes.push(run),
  })
  const pass = (ms: number) => {
    const until = device.nowMs + ms
    for (;;) {
      const next = timers.findIndex(({ at }) => at <= until)
      const [timer] = next < 0 ? [] : timers.splice(next, 1)
      if (!timer) break
      device.nowMs = timer.at
      timer.run()
    }
    device.nowMs = until
  }
  /** Time passes without timers, and then the device wakes. */
  const sleep = (ms: number) => {
    device.nowMs += ms
    for (const wake of wakes) wake()
  }
  const seen: string[] = []
  clock.moment.subscribe(({ day }, before) => day !== before.day && seen.push(day.split(' ')[0] ?? ''))
  return { clock, device, pass, sleep, seen }
}
const evening = new Date(2026, 10, 30, 23, 58, 20).getTime()

test('the time updates at the start of each minute, and the day at midnight', () => {
  const { clock, pass, seen } = scene(evening)
  pass(39_999)
  expect([clock.moment.getState().nowMs, seen]).toEqual([evening, []])
  pass(1)
  expect(clock.moment.getState().nowMs).toBe(evening + 40_000)
  pass(minuteMs - 1)
  expect(seen).toEqual([])
  pass(1)
  expect(seen).toEqual(['2026-12-01'])
  pass(24 * 60 * minuteMs)
  expect(seen).toEqual(['2026-12-01', '2026-12-02'])
})

test('a device that slept past midnight shows the new day when it wakes', () => {
  const { clock, sleep, seen } = scene(evening)
  sleep(8 * 60 * minuteMs)
  expect(seen).toEqual(['2026-12-01'])
  expect(clock.moment.getState().nowMs).toBe(evening + 8 * 60 * minuteMs)
})

test('in another time zone, everything that shows a day or a time renders again', () => {
  const { clock, device, pass } = scene(evening)
  const before = clock.moment.getState().day
  device.zone = 'Asia/Shanghai'
  pass(minuteMs)
  expect(clock.moment.getState().day).not.toBe(before)
})
