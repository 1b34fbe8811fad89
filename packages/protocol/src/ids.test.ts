import { expect, test } from 'bun:test'
import { isUuidV7, newUuidV7 } from './ids'

test('ids are version 7 UUIDs that rise with time', () => {
  const ids = [1, 2, 1_700_000_000_000, 1_700_000_000_001].map((nowMs) => newUuidV7(nowMs))
  expect(ids.every(isUuidV7)).toBe(true)
  expect(ids.toSorted()).toEqual(ids)
  expect(new Set([newUuidV7(1), newUuidV7(1)]).size).toBe(2)
})

test.each([
  '',
  '0192f0c1-0000-4000-8000-000000000000',
  '0192f0c1-0000-7000-0000-000000000000',
  '0192f0c1-0000-7000-8000-00000000000g',
  '0192f0c1-0000-7000-8000-0000000000000',
  ' 0192f0c1-0000-7000-8000-00000000000',
])('%j is no id', (text) => {
  expect(isUuidV7(text)).toBe(false)
})
