import { afterEach, beforeEach, expect, jest, test } from 'bun:test'
import { reloadWhenAway } from './reload-when-away'

beforeEach(() => void jest.useFakeTimers())
afterEach(() => void jest.useRealTimers())

const opened = (visibilityState: DocumentVisibilityState) => {
  const page = Object.assign(new EventTarget(), { visibilityState })
  const seen = { busy: false, reloads: 0 }
  reloadWhenAway({ page, isBusy: () => seen.busy, reload: () => seen.reloads++ })
  const turn = (state: DocumentVisibilityState) => {
    page.visibilityState = state
    page.dispatchEvent(new Event('visibilitychange'))
  }
  return { seen, turn }
}

test('a visible page is never reloaded', () => {
  const { seen } = opened('visible')
  jest.advanceTimersByTime(3_600_000)
  expect(seen.reloads).toBe(0)
})

test('a hidden page is reloaded after a minute', () => {
  const { seen, turn } = opened('visible')
  turn('hidden')
  jest.advanceTimersByTime(59_999)
  expect(seen.reloads).toBe(0)
  jest.advanceTimersByTime(1)
  expect(seen.reloads).toBe(1)
})

test('a user who returns within the minute keeps the page', () => {
  const { seen, turn } = opened('hidden')
  jest.advanceTimersByTime(59_999)
  turn('visible')
  jest.advanceTimersByTime(3_600_000)
  expect(seen.reloads).toBe(0)
})

test('it waits as long as a reload would lose something', () => {
  const { seen } = opened('hidden')
  seen.busy = true
  jest.advanceTimersByTime(600_000)
  expect(seen.reloads).toBe(0)
  seen.busy = false
  jest.advanceTimersByTime(60_000)
  expect(seen.reloads).toBe(1)
})
