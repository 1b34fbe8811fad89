import { expect, test } from 'bun:test'
import { monthLines } from './month-lines'

const entry = (key: string, ...[year, month, day]: readonly [number, number, number]) => ({
  key,
  at: new Date(year, month - 1, day, 12).getTime(),
})
const entries = [
  entry('a', 2026, 11, 30),
  entry('b', 2026, 11, 1),
  entry('c', 2026, 10, 31),
  entry('d', 2025, 10, 31),
  entry('e', 2025, 10, 30),
  entry('f', 2025, 10, 2),
  entry('g', 2025, 10, 1),
]
const shapes = (perLine: number) =>
  monthLines(entries, perLine).map((line) =>
    line.kind === 'month' ? line.key : line.entries.map(({ key }) => key).join(''),
  )

test('each month has a heading, and so does the same month of another year', () => {
  expect(shapes(1)).toEqual(['2026-11', 'a', 'b', '2026-10', 'c', '2025-10', 'd', 'e', 'f', 'g'])
})

test('entries are side by side within their month', () => {
  expect(shapes(3)).toEqual(['2026-11', 'ab', '2026-10', 'c', '2025-10', 'def', 'g'])
})

test('keys are unique, and an empty list has no lines', () => {
  const keys = monthLines(entries, 2).map(({ key }) => key)
  expect(new Set(keys).size).toBe(keys.length)
  expect(monthLines([], 3)).toEqual([])
})
