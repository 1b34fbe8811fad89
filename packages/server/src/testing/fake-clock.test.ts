import { expect, test } from 'bun:test'
import { FakeClock } from './fake-clock'
import { OutsideWork } from './outside-work'

test('timers run in the order of their time, then of their making, with promises settled between them', async () => {
  const clock = new FakeClock(1_000)
  const seen: string[] = []
  const note = (what: string) => async () => {
    seen.push(`${what}@${clock.now()}`)
    await Promise.resolve()
    await Promise.resolve()
    seen.push(`${what} after promises`)
  }
  clock.setTimeout(note('late'), 20)
  clock.setTimeout(note('first'), 10)
  clock.setTimeout(note('second'), 10)
  await clock.advance(15)
  expect(seen).toEqual(['first@1010', 'first after promises', 'second@1010', 'second after promises'])
  expect(clock.now()).toBe(1_015)
  await clock.advance(5)
  expect(seen).toHaveLength(6)
})

test('a thousand timers in any order come out sorted', async () => {
  const clock = new FakeClock(0)
  const delays = Array.from({ length: 1_000 }, (_, at) => (at * 7_919) % 1_009)
  const seen: number[] = []
  for (const delay of delays) clock.setTimeout(() => seen.push(clock.now()), delay)
  await clock.advance(2_000)
  expect(seen).toEqual(delays.toSorted((a, b) => a - b))
})

test('a cleared timer does not run, and one set by a timer runs in the same advance when it is due', async () => {
  const clock = new FakeClock(0)
  const seen: string[] = []
  const cleared = clock.setTimeout(() => seen.push('cleared'), 5)
  clock.setTimeout(() => {
    clock.clearTimeout(cleared)
    clock.setTimeout(() => seen.push('nested'), 3)
  }, 2)
  await clock.advance(5)
  expect(seen).toEqual(['nested'])
})

test('a killed process has no timers left and cannot set new ones, while others go on', async () => {
  const clock = new FakeClock(0)
  const process = clock.process(3_600_000)
  const seen: string[] = []
  process.setTimeout(() => seen.push('dead'), 5)
  clock.setTimeout(() => seen.push('alive'), 5)
  expect(process.now()).toBe(3_600_000)
  process.kill()
  process.setTimeout(() => seen.push('dead'), 1)
  await clock.advance(10)
  expect(seen).toEqual(['alive'])
})

test('a leap runs a repeated timer once, at the new time', async () => {
  const clock = new FakeClock(0)
  const seen: number[] = []
  const tick = () => {
    seen.push(clock.now())
    clock.setTimeout(tick, 10)
  }
  clock.setTimeout(tick, 10)
  await clock.leap(1_000)
  expect(seen).toEqual([1_000])
  await clock.advance(10)
  expect(seen).toEqual([1_000, 1_010])
})

test('work outside the event loop ends before the next timer, with what follows from it', async () => {
  const clock = new FakeClock(0)
  const work = new OutsideWork()
  const seen: string[] = []
  const query = (name: string) => work.track(Bun.sleep(5)).then(() => seen.push(name))
  {
    using _ = clock.waitFor(work)
    clock.setTimeout(() => query('first').then(() => query('second')), 1)
    clock.setTimeout(() => seen.push('timer'), 1)
    await clock.advance(1)
    expect(seen).toEqual(['first', 'second', 'timer'])
    void work.track(Bun.sleep(5).then(() => Promise.reject(new Error('refused')))).catch(() => seen.push('refused'))
    await clock.advance(0)
    expect(seen.at(-1)).toBe('refused')
  }
  void query('late')
  await clock.advance(0)
  expect(seen).not.toContain('late')
})

test('the clock does not wait for work that waits for the test', async () => {
  const clock = new FakeClock(0)
  const work = new OutsideWork()
  using _ = clock.waitFor(work)
  const decided = Promise.withResolvers<void>()
  const seen: string[] = []
  const held = async () => {
    await work.hold(decided.promise)
    await Bun.sleep(5)
    seen.push('done')
  }
  void work.track(held())
  await clock.advance(10)
  expect(seen).toEqual([])
  decided.resolve()
  await clock.advance(0)
  expect(seen).toEqual(['done'])
})
