import { expect, test } from 'bun:test'
import { limits } from '@parley/protocol'
import { Lines } from './lines'

const reader = () => {
  const heard: string[] = []
  const lines = new Lines({
    line: (text) => void heard.push(text),
    notText: () => void heard.push('not text'),
    tooLong: () => void heard.push('too long'),
  })
  return { heard, lines }
}
const bytes = (text: string) => new TextEncoder().encode(text)

test('lines are the same wherever packets begin and end', () => {
  const text = 'one\ntwo ä 😀 中\r\n\n{"a": "b\\r\\n"}\n'
  const whole = bytes(text)
  const expected = ['one', 'two ä 😀 中', '', '{"a": "b\\r\\n"}']
  for (let size = 1; size <= whole.length; size++) {
    const { heard, lines } = reader()
    for (let at = 0; at < whole.length; at += size) lines.push(whole.subarray(at, at + size))
    expect(heard).toEqual(expected)
  }
})

test('input without a line feed is the last line of a client that closes its side', () => {
  const { heard, lines } = reader()
  lines.push(bytes('one\ntwo'))
  expect(heard).toEqual(['one'])
  lines.end()
  lines.end()
  expect(heard).toEqual(['one', 'two'])
})

test('bytes that are not UTF-8 are refused, never replaced, and the next line is read', () => {
  for (const wrong of [[0xc3, 0x28], [0xff], [0xed, 0xa0, 0x80], [0xc0, 0xaf], [0xf0, 0x9f, 0x98]]) {
    const { heard, lines } = reader()
    lines.push(new Uint8Array([...bytes('{"a'), ...wrong, ...bytes('"}\nnext\n')]))
    expect(heard).toEqual(['not text', 'next'])
  }
})

test('a line at the limit is read, with a carriage return too; after a longer one nothing is read', () => {
  const longest = 'x'.repeat(limits.frameBytes)
  for (const end of ['\n', '\r\n']) {
    for (const size of [100, 65_536, 1_000_000]) {
      const { heard, lines } = reader()
      const whole = bytes(longest + end)
      for (let at = 0; at < whole.length; at += size) lines.push(whole.subarray(at, at + size))
      expect(heard.map((line) => line.length)).toEqual([limits.frameBytes])
      const after = bytes(`${longest}x${end}next\n`)
      for (let at = 0; at < after.length; at += size) lines.push(after.subarray(at, at + size))
      lines.push(bytes('more\n'))
      lines.end()
      expect(heard.slice(1)).toEqual(['too long'])
    }
  }
})

test('a line without an end is too long at the limit, not only at its end', () => {
  const { heard, lines } = reader()
  for (let at = 0; at <= limits.frameBytes + 1; at++) lines.push(bytes('x'))
  expect(heard).toEqual(['too long'])
})

test('a reader that is stopped in the middle of a packet reads no more of it', () => {
  const heard: string[] = []
  const lines: Lines = new Lines({
    line: (text) => {
      heard.push(text)
      lines.stop()
    },
    notText: () => undefined,
    tooLong: () => undefined,
  })
  lines.push(bytes('one\ntwo\nthree'))
  lines.end()
  expect(heard).toEqual(['one'])
})
