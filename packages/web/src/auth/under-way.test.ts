import { expect, test } from 'bun:test'
import { isFresh } from './under-way'

const now = 1_800_000_000_000

test.each([
  [`${now}`, true],
  [`${now - 9 * 60_000}`, true],
  [`${now - 10 * 60_000}`, false],
  [`${now + 1}`, false],
  ['yes', false],
  ['', false],
  [undefined, false],
])('a way to the other site that began at %p is under way: %p', (leftAt, expected) =>
  expect(isFresh(leftAt, now)).toBe(expected),
)
