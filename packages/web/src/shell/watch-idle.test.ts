import { afterEach, beforeEach, expect, jest, test } from 'bun:test'
import { watchIdle } from './watch-idle'

beforeEach(() => void jest.useFakeTimers())
afterEach(() => void jest.useRealTimers())

const idleAfterMs = 60_000

const watched = () => {
  const page = new EventTarget()
  const told: boolean[] = []
  const stop = watchIdle(page, idleAfterMs, (idle) => told.push(idle))
  return { page, told, stop, sign: (type: string) => page.dispatchEvent(new Event(type)) }
}

test('a user is idle after a while without input, and active again on any input', () => {
  const { told, sign } = watched()
  jest.advanceTimersByTime(idleAfterMs - 1)
  expect(told).toEqual([])
  jest.advanceTimersByTime(1)
  expect(told.splice(0)).toEqual([true])
  for (const type of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'focus']) sign(type)
  expect(told.splice(0)).toEqual(Array.from({ length: 6 }, () => false))
  sign('scroll')
  expect(told).toEqual([])
})

test('each input restarts the wait', () => {
  const { told, sign } = watched()
  jest.advanceTimersByTime(idleAfterMs - 1)
  sign('keydown')
  jest.advanceTimersByTime(idleAfterMs - 1)
  expect(told).toEqual([false])
  jest.advanceTimersByTime(1)
  expect(told).toEqual([false, true])
})

test('after it was stopped, it reports nothing', () => {
  const { told, stop, sign } = watched()
  stop()
  sign('keydown')
  jest.advanceTimersByTime(10 * idleAfterMs)
  expect(told).toEqual([])
})
