import { expect, test } from 'bun:test'
import { ByteBuffer } from './byte-buffer'

test('bytes come out in the order in which they went in, and only once', () => {
  const buffer = new ByteBuffer(7)
  for (const text of ['a', 'bc', '', 'def', 'g']) buffer.add(Buffer.from(text))
  expect(buffer.length).toBe(7)
  const first = buffer.take()
  buffer.add(Buffer.from('other'))
  expect([first.toString(), buffer.take().toString(), buffer.take().toString()]).toEqual(['abcdefg', 'other', ''])
})

test('many small chunks take little more memory than their bytes', () => {
  const buffer = new ByteBuffer(120_000)
  for (let at = 0; at < 100_000; at++) buffer.add(Buffer.of(at % 256))
  const taken = buffer.take()
  expect(taken.byteLength).toBe(100_000)
  expect(taken.buffer.byteLength).toBeLessThanOrEqual(120_000)
  expect(taken.every((byte, at) => byte === at % 256)).toBe(true)
})
