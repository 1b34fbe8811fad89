import { expect, test } from 'bun:test'
import type { UserId } from './ids'
import { peopleIn } from './people-in'
import type { StoredBody } from './rows'

const [alice, bob, carol] = ['a', 'b', 'c'] as unknown as [UserId, UserId, UserId]
const of = (body: StoredBody, mentions?: UserId[]) => [
  ...peopleIn({ senderId: alice, body, ...(mentions ? { mentions } : {}) }),
]

test('a message refers once to its sender, mentioned people and people in its body', () => {
  expect(of({ type: 'text', text: 'hello' })).toEqual([alice])
  expect(of({ type: 'text', text: 'you' }, [bob, alice])).toEqual([alice, bob])
  expect(of({ type: 'contact', userId: carol }, [carol])).toEqual([alice, carol])
  expect(of({ type: 'system', event: 'members_added', userIds: [bob, carol] })).toEqual([alice, bob, carol])
})

test('a forwarded message refers to its first author, unless it has no name', () => {
  const forwarded = (forwardedFrom: { userId?: UserId; at: number }) => [
    ...peopleIn({ senderId: alice, body: { type: 'text', text: 'hello' }, forwardedFrom }),
  ]
  expect(forwarded({ userId: bob, at: 1 })).toEqual([alice, bob])
  expect(forwarded({ at: 1 })).toEqual([alice])
})

test('an unknown kind refers to no one else', () => {
  expect(of({ type: 'poll' } as unknown as StoredBody)).toEqual([alice])
})
