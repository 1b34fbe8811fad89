import { expect, test } from 'bun:test'
import { nextSilenceEnd, silenceLeft, waitUntil } from './silence-left'

const dayMs = 86_400_000

test('the remaining silence is never negative, and more than a year is forever', () => {
  expect([undefined, 90, 100, 160].map((until) => silenceLeft(until, 100))).toEqual([0, 0, 0, 60])
  expect(silenceLeft(366 * dayMs + 100, 100)).toBe(366 * dayMs)
  expect(silenceLeft(366 * dayMs + 101, 100)).toBe('forever')
})

test('the earliest end of several silences counts, and expired ones are ignored', () => {
  expect(nextSilenceEnd([300, 50, 200, 100], 100)).toBe(200)
  expect(nextSilenceEnd([50, 100], 100)).toBeUndefined()
})

test('a timer waits until just after the moment, and not for past or very distant ones', () => {
  expect(waitUntil(160, 100)).toBe(61)
  for (const until of [undefined, 100, 99, 2 ** 31 + 99, Number.MAX_SAFE_INTEGER])
    expect(waitUntil(until, 100)).toBeUndefined()
})
