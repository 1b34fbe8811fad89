import { expect, test } from 'bun:test'
import { bob, userOf } from '../testing/client-state'
import { personNames } from './person-names'
import { statusChange, statusNow } from './status-now'

test('a status holds until it ends, and then somebody is online, unless they were invisible', () => {
  const dnd = { status: 'dnd', text: 'At the dentist', until: 100 } as const
  expect(statusNow(dnd, 99)).toEqual(dnd)
  expect(statusNow(dnd, 100)).toEqual({ status: 'online' })
  expect(statusNow({ status: 'invisible', until: 100 }, 100)).toEqual({ status: 'invisible' })
  expect(statusNow({ status: 'away' }, 100)).toEqual({ status: 'away' })
  expect(statusNow(undefined, 100)).toEqual({ status: 'online' })
})

test('another status keeps the words and their end, an invisible one has none', () => {
  const kept = { text: 'At the dentist', until: 100 }
  expect(statusChange('away', kept)).toEqual({ status: 'away', ...kept })
  expect(statusChange('away', {})).toEqual({ status: 'away' })
  expect(statusChange('invisible', kept)).toEqual({ status: 'invisible' })
})

test('a person goes by my remark, with their own name beside it', () => {
  expect(personNames(userOf(bob, 'Bob'), undefined)).toEqual({ name: 'Bob', also: '@bob' })
  expect(personNames(userOf(bob, 'Bob'), 'Plumber')).toEqual({ name: 'Plumber', also: 'Bob · @bob' })
})
