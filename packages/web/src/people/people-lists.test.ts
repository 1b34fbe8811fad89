import { describe, expect, test } from 'bun:test'
import type { Friend, User } from '@parley/protocol'
import type { UserId } from '@parley/protocol/ids'
import { byName, type PeopleList, peopleOfList } from './people-lists'

const user = (id: string, name: string): User => ({
  id: id as UserId,
  username: id,
  name,
  rev: 1,
})
const row = (id: string, state: Friend['state'], more: Partial<Friend> = {}): Friend => ({
  userId: id as UserId,
  rev: 1,
  state,
  ...more,
})

const users = [user('alice', 'Alice'), user('bob', 'Bob'), user('carol', 'Zoë'), user('dora', '王小明')]
const rows = [
  row('alice', 'friends'),
  row('bob', 'friends', { remark: 'Zz top' }),
  row('carol', 'friends', { remark: 'Aunt Carol' }),
  row('dora', 'received', { rev: 3, note: 'hello' }),
]
const people = {
  users: new Map(users.map((person) => [person.id, person])),
  friends: new Map(rows.map((friend) => [friend.userId, friend])),
}
const who = (state: PeopleList, query = '', more = people) =>
  peopleOfList(more, { state, query, locale: 'en' }).map(({ id }) => String(id))

describe('lists of people', () => {
  test("sort friends by the viewer's names for them", () => {
    expect(who('friends')).toEqual(['alice', 'carol', 'bob'])
  })

  test('match remarks, names and user names', () => {
    expect(who('friends', 'AUNT')).toEqual(['carol'])
    expect(who('friends', 'zoë')).toEqual(['carol'])
    expect(who('friends', 'top')).toEqual(['bob'])
    expect(who('friends', '@bo')).toEqual(['bob'])
    expect(who('friends', '王')).toEqual([])
    expect(who('received', '小明')).toEqual(['dora'])
  })

  test('sort requests with the newest first, without those of blocked people', () => {
    const more = {
      users: people.users,
      friends: new Map([
        ...people.friends,
        ['alice' as UserId, row('alice', 'received', { rev: 9 })],
        ['bob' as UserId, row('bob', 'received', { rev: 10, blockedAt: 1 })],
      ]),
    }
    expect(who('received', '', more)).toEqual(['alice', 'dora'])
    expect(who('blocked', '', more)).toEqual(['bob'])
  })

  test('sort by the language of the interface', () => {
    const chinese = [user('a', '张三'), user('b', '李四'), user('c', '安娜')]
    const names = byName({ users: new Map(), friends: new Map() }, chinese, 'zh-CN').map(({ name }) => name)
    expect(names).toEqual(['安娜', '李四', '张三'])
  })
})
