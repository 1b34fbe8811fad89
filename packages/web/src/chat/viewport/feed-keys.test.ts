import { expect, test } from 'bun:test'
import { feedActOf, feedKeys } from './feed-keys'

const press = (key: string, more: Partial<KeyboardEvent> = {}) =>
  feedActOf({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...more })

test('every key of the table has its effect, letters in either case', () => {
  for (const { keys, does } of feedKeys) {
    const [key = '', shift] = keys.split('+').toReversed()
    const name = keys === '+' ? '+' : key
    expect([keys, press(name, { shiftKey: shift === 'Shift' })]).toEqual([keys, does])
    if (/^[A-Z]$/.test(keys)) expect(press(keys.toLowerCase())).toBe(does)
  }
})

test('each key occurs only once in the table', () => {
  expect(new Set(feedKeys.map(({ keys }) => keys)).size).toBe(feedKeys.length)
})

test('other components get all combinations, except the one for the end', () => {
  for (const more of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }]) expect(press('c', more)).toBeUndefined()
  expect(press('End', { ctrlKey: true })).toBe('latest')
  expect(press('x')).toBeUndefined()
})
