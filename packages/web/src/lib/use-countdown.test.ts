import { expect, test } from 'bun:test'
import { clockText, secondsUntil } from './use-countdown'

test.each([
  [undefined, 0],
  [9_000, 0],
  [10_000, 0],
  [10_001, 1],
  [11_000, 1],
  [11_001, 2],
])('at 10 s, a countdown to %p shows %p s, so that it reaches 0 only at the end', (untilMs, seconds) => {
  expect(secondsUntil(untilMs, 10_000)).toBe(seconds)
})

test.each([
  [0, '0:00'],
  [9, '0:09'],
  [60, '1:00'],
  [252, '4:12'],
  [3_599, '59:59'],
  [3_600, '1:00:00'],
  [10_805, '3:00:05'],
])('%p s are shown as %p', (seconds, text) => {
  expect(clockText(seconds)).toBe(text)
})
