import { expect, test } from 'bun:test'
import { rowsInView, unreadOutside } from './unread-outside'

test('a row counts as in view if it is entirely visible', () => {
  expect(rowsInView({ scrollTop: 0, clientHeight: 300 }, 100)).toEqual({ first: 0, last: 2 })
  expect(rowsInView({ scrollTop: 1, clientHeight: 300 }, 100)).toEqual({ first: 1, last: 2 })
  expect(rowsInView({ scrollTop: 100, clientHeight: 299 }, 100)).toEqual({ first: 1, last: 2 })
  expect(rowsInView({ scrollTop: 100, clientHeight: 301 }, 100)).toEqual({ first: 1, last: 3 })
})

test('unread chats above the view come before those below it, and the nearest is the target', () => {
  const view = { first: 4, last: 8 }
  expect(unreadOutside([1, 3, 4, 9], view)).toEqual({ side: 'above', count: 2, nearest: 3 })
  expect(unreadOutside([4, 8, 9, 12], view)).toEqual({ side: 'below', count: 2, nearest: 9 })
  expect(unreadOutside([4, 8], view)).toBeUndefined()
})
