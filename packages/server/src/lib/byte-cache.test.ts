import { expect, test } from 'bun:test'
import { ByteCache } from './byte-cache'

const cache = (maxBytes: number) => new ByteCache<string, string>({ maxBytes, bytesOf: ({ length }) => length })

test('the values used longest ago make room for others', () => {
  const texts = cache(10)
  texts.set('a', 'aaaa')
  texts.set('b', 'bbbb')
  texts.get('a')
  texts.set('c', 'cc')
  texts.set('d', 'd')
  expect(['a', 'b', 'c', 'd'].map((key) => texts.get(key))).toEqual(['aaaa', undefined, 'cc', 'd'])
  expect(texts.bytes).toBe(7)
})

test('a value takes the place of the one before, and one that is too large is not held', () => {
  const texts = cache(10)
  texts.set('a', 'aaaa')
  texts.set('a', 'aa')
  expect([texts.size, texts.bytes]).toEqual([1, 2])
  texts.set('b', 'b'.repeat(11))
  expect([texts.size, texts.bytes, texts.get('b')]).toEqual([0, 0, undefined])
})
