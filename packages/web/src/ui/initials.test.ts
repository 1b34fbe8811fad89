import { expect, test } from 'bun:test'
import { initials, personColor } from './initials'

test.each([
  ['Alice', 'A'],
  ['alice liddell', 'AL'],
  ['Bob de la Cruz', 'BC'],
  ['王小明', '王'],
  ['🎉 Party', 'P'],
  ['🎉', ''],
  ['  ', ''],
])('the initials of %p are %p', (name, text) => {
  expect(initials(name)).toBe(text)
})

test('a person always has the same of eight colours', () => {
  const seen = new Set(Array.from({ length: 200 }, (_, at) => personColor(`user-${at}`)))
  expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  expect(personColor('alice')).toBe(personColor('alice'))
})
