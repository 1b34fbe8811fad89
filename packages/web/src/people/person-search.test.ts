import { expect, test } from 'bun:test'
import { bob, userOf } from '../testing/client-state'
import { foundUsers, searchAnswered, searchedText } from './person-search'

const id = '01890000-0000-7000-8000-00000000abcd'

test('a search needs two characters, not counting the `@`, or an id in any case', () => {
  expect(searchedText('b')).toBeUndefined()
  expect(searchedText(' @b ')).toBeUndefined()
  expect(searchedText('')).toBeUndefined()
  expect(searchedText('bo ')).toBe('bo')
  expect(searchedText('@bo')).toBe('@bo')
  expect(searchedText('王明')).toBe('王明')
  // One character of two UTF-16 units.
  expect(searchedText('𠮷')).toBeUndefined()
  expect(searchedText(` ${id.toUpperCase()} `)).toBe(id)
})

test('a response without people includes its query, and only results are offered', () => {
  const users = [userOf(bob)]
  expect(searchAnswered('bo', users)).toEqual({ status: 'found', users })
  expect(searchAnswered('bo', [])).toEqual({ status: 'none', query: 'bo' })
  expect(foundUsers(searchAnswered('bo', users))).toEqual(users)
  for (const search of [searchAnswered('bo', []), { status: 'searching', query: 'bo' }, { status: 'idle' }] as const)
    expect(foundUsers(search)).toEqual([])
})
