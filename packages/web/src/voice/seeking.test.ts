import { expect, test } from 'bun:test'
import { durationText, timeText } from './clock'
import { nextSpeed, seekByKey, shareAt, speedOf } from './seeking'

test('a pointer seeks by the width of the waveform, not of the bubble, and never beyond it', () => {
  const wave = { left: 60, width: 200 }
  expect([60, 110, 260].map((x) => shareAt(x, wave))).toEqual([0, 0.25, 1])
  expect([0, 500].map((x) => shareAt(x, wave))).toEqual([0, 1])
  expect(shareAt(5, { left: 0, width: 0 })).toBe(0)
})

test('keys move by five seconds, to the start and to the end', () => {
  const from = (key: string, atMs = 6_000) => seekByKey(key, atMs, 10_000)
  expect(['ArrowLeft', 'ArrowRight', 'Home', 'End'].map((key) => from(key))).toEqual([1_000, 10_000, 0, 10_000])
  expect(from('ArrowLeft', 2_000)).toBe(0)
  expect(from('j')).toBeUndefined()
})

test('the shown time is never negative', () => {
  expect([timeText(-300), timeText(0), timeText(61_999)]).toEqual(['0:00', '0:00', '1:01'])
  expect([durationText(200), durationText(2_600), durationText(-5)]).toEqual(['0:01', '0:03', '0:01'])
})

test('speeds cycle, and only valid ones are restored', () => {
  expect([nextSpeed(1), nextSpeed(1.5), nextSpeed(2)]).toEqual([1.5, 2, 1])
  expect([speedOf('1.5'), speedOf('7'), speedOf(undefined)]).toEqual([1.5, 1, 1])
})
