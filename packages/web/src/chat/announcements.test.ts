import { expect, test } from 'bun:test'
import { announcementOf } from './announcements'
import { copyText } from './copy-text'

test('a burst is one announcement', () => {
  expect(announcementOf([])).toBeUndefined()
  expect(announcementOf([{ name: 'bob', text: 'hi' }])).toEqual({ kind: 'one', name: 'bob', text: 'hi' })
  const bob = { name: 'bob', text: 'hi' }
  expect(announcementOf([bob, bob])).toEqual({ kind: 'many-from', name: 'bob', count: 2 })
  expect(announcementOf([bob, { name: 'carol', text: 'hi' }])).toEqual({ kind: 'many', count: 2 })
})

test('a copied selection has names and times, and keeps empty lines and indents', () => {
  expect(
    copyText([
      { name: 'Alice', time: '10:01', text: '\n  one\n\n    more\n' },
      { name: 'Bob', time: '10:02', text: 'two' },
    ]),
  ).toBe('Alice, 10:01\n  one\n\n    more\n\nBob, 10:02\ntwo')
})
