import { expect, test } from 'bun:test'
import { Interned } from './interned'

test('a text is returned unchanged, and up to a number of them are cached', () => {
  const few = new Interned(2)
  const long = 'Chrome on Linux, and a lot that nobody keeps'
  expect(few.of(long.slice(0, 15))).toBe('Chrome on Linux')
  expect(['', '好的', 'Chrome on Linux', '👍'].map((text) => few.of(text))).toEqual([
    '',
    '好的',
    'Chrome on Linux',
    '👍',
  ])
})
