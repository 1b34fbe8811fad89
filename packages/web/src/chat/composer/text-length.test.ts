import { expect, test } from 'bun:test'
import { charactersLeft } from './text-length'

test('counts code points, and only near the limit', () => {
  expect(charactersLeft('a'.repeat(7_000))).toBeUndefined()
  expect(charactersLeft('a'.repeat(7_990))).toBe(10)
  expect(charactersLeft('a'.repeat(8_003))).toBe(-3)
  expect(charactersLeft('😀'.repeat(4_500))).toBeUndefined()
  expect(charactersLeft('😀'.repeat(8_001))).toBe(-1)
})
