import { expect, test } from 'bun:test'
import { bob, userOf } from '../testing/client-state'
import { personNames } from './names'
import { statusChange, statusNow } from './status-now'

test('an expired status becomes online, except for invisible ones', () => {
  const dnd = { status: 'dnd', text: 'At the dentist', until: 100 } as const
  expect(statusNow(dnd, 99)).toEqual(dnd)
  expect(statusNow(dnd, 100)).toEqual({ status: 'online' })
  expect(statusNow({ status: 'invisible', until: 100 }, 100)).toEqual({ status: 'invisible' })
  expect(statusNow({ status: 'away' }, 100)).toEqual({ status: 'away' })
  expect(statusNow(undefined, 100)).toEqual({ status: 'online' })
})

test('a new status keeps the text and its end, except for invisible ones', () => {
  const kept = { text: 'At the dentist', until: 100 }
  expect(statusChange('away', kept)).toEqual({ status: 'away', ...kept })
  expect(statusChange('away', {})).toEqual({ status: 'away' })
  expect(statusChange('invisible', kept)).toEqual({ status: 'invisible' })
})

test("a person shows the viewer's remark, with their own name beside it", () => {
  expect(personNames(userOf(bob, 'Bob'), undefined)).toEqual({ name: 'Bob', also: '@bob' })
  expect(personNames(userOf(bob, 'Bob'), 'Plumber')).toEqual({ name: 'Plumber', also: 'Bob · @bob' })
})
