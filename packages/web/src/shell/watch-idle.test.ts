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

test('somebody is away once nothing was done for a while, and back with whatever they do', () => {
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

test('each sign begins the wait anew', () => {
  const { told, sign } = watched()
  jest.advanceTimersByTime(idleAfterMs - 1)
  sign('keydown')
  jest.advanceTimersByTime(idleAfterMs - 1)
  expect(told).toEqual([false])
  jest.advanceTimersByTime(1)
  expect(told).toEqual([false, true])
})

test('nothing is told after it was stopped', () => {
  const { told, stop, sign } = watched()
  stop()
  sign('keydown')
  jest.advanceTimersByTime(10 * idleAfterMs)
  expect(told).toEqual([])
})
