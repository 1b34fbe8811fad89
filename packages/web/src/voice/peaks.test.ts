import { describe, expect, test } from 'bun:test'
import { barsOf, peaksOf } from './peaks'

const tone = (length: number, loudnessAt: (share: number) => number) =>
  Float32Array.from({ length }, (_, at) => loudnessAt(at / length) * (at % 2 === 0 ? 1 : -1))

describe('peaks of decoded sound', () => {
  test('are 64 whole numbers from 0 to 31 that follow the loudness', () => {
    const peaks = peaksOf(tone(48_000, (share) => share))
    expect(peaks).toHaveLength(64)
    expect(peaks.every((one) => Number.isInteger(one) && one >= 0 && one <= 31)).toBe(true)
    expect(peaks).toEqual(peaks.toSorted((a, b) => a - b))
    expect([peaks[0], peaks[63]]).toEqual([4, 31])
  })

  test('don’t depend on the level of the microphone', () => {
    const shape = (share: number) => Math.abs(Math.sin(share * 20))
    expect(peaksOf(tone(9_999, (share) => shape(share) * 0.05))).toEqual(peaksOf(tone(9_999, shape)))
  })

  test('of silent or empty sound are flat, and sound shorter than 64 samples also has 64', () => {
    expect(peaksOf(tone(1_000, () => 0.001))).toEqual(Array(64).fill(0))
    expect(peaksOf(new Float32Array())).toEqual(Array(64).fill(0))
    expect(peaksOf(tone(10, () => 1))).toHaveLength(64)
  })
})

test('are drawn as a flat line if missing or corrupt', () => {
  const flat = Array(64).fill(0)
  expect(barsOf(undefined)).toEqual(flat)
  expect(barsOf([31, 0])).toEqual(flat)
  expect(barsOf(Array(64).fill(32))).toEqual(flat)
  expect(barsOf([...Array(63).fill(3), Number.NaN])).toEqual(flat)
  expect(barsOf([...Array(63).fill(0), 31]).at(-1)).toBe(1)
})
