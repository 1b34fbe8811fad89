import { expect, test } from 'bun:test'
import type { AdminUser, UserId } from '@parley/protocol'
import { isPresent } from '../groups/group-role'
import { withPeoplePage, withPerson } from './people-page'

const person = (id: string, more: Partial<AdminUser> = {}) =>
  ({ id: id as UserId, username: id, name: id, rev: 1, admin: false, createdAt: 0, ...more }) as AdminUser
const none = { people: [], total: undefined, more: false }
const page = (users: readonly AdminUser[], more: boolean) => ({ users: [...users], total: 3, more })

test('a further page is appended, and a first page replaces the list', () => {
  const first = withPeoplePage(none, page([person('a'), person('b')], true), undefined)
  expect(first).toMatchObject({ total: 3, more: true })
  const second = withPeoplePage(first, page([person('c')], false), 'b')
  expect(second.people.map(({ username }) => username)).toEqual(['a', 'b', 'c'])
  expect(second.more).toBe(false)
  expect(withPeoplePage(second, page([person('x')], false), undefined).people).toHaveLength(1)
})

test('a changed person keeps their position', () => {
  const shown = withPeoplePage(none, page([person('a'), person('b'), person('c')], false), undefined)
  const after = withPerson(shown, person('b', { disabledAt: 5 }))
  expect(after.people.map(({ username, disabledAt }) => [username, disabledAt])).toEqual([
    ['a', undefined],
    ['b', 5],
    ['c', undefined],
  ])
  expect(after.total).toBe(3)
})

test('former members no longer count as members of a group', () => {
  expect([isPresent({}), isPresent({ leftSeq: 0 }), isPresent(undefined)]).toEqual([true, false, false])
})
