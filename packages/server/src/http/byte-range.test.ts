import { expect, test } from 'bun:test'
import { byteRange } from './byte-range'

test('ranges are parsed by RFC 9110', () => {
  expect(byteRange('bytes=0-4', 10)).toEqual({ from: 0, to: 5 })
  expect(byteRange('bytes=5-', 10)).toEqual({ from: 5, to: 10 })
  expect(byteRange('bytes=-3', 10)).toEqual({ from: 7, to: 10 })
  expect(byteRange('bytes=-99', 10)).toEqual({ from: 0, to: 10 })
  expect(byteRange('bytes=8-99', 10)).toEqual({ from: 8, to: 10 })
})

test('an unsatisfiable range is refused, and anything else is ignored', () => {
  for (const header of ['bytes=10-', 'bytes=99-100', 'bytes=-0']) expect(byteRange(header, 10)).toBe('unsatisfiable')
  for (const header of [
    null,
    '',
    'bytes=',
    'bytes=-',
    'items=0-1',
    'bytes=5-4',
    'bytes=0-1,3-4',
    'bytes=a-b',
    `bytes=${'9'.repeat(40)}-`,
  ])
    expect(byteRange(header, 10)).toBe('whole')
})
