import { expect, test } from 'bun:test'
import { alice, bob, carol, entryOf, textOf } from '../../testing/client-state'
import { nextStepOf, whyClosed } from './why-closed'

test('between two people the next step follows from who asked whom', () => {
  const steps = (['none', 'received', 'requested', 'friends', undefined] as const).map((relation) =>
    nextStepOf('not_friends', relation),
  )
  expect(steps).toEqual(['ask', 'accept', 'withdraw', 'ask', 'ask'])
  expect(nextStepOf('blocked', 'received')).toBe('unblock')
  expect(nextStepOf('muted', 'none')).toBeUndefined()
})

test('a mute is counted down for half a day, and said by its date before', () => {
  const why = (seconds: number) => whyClosed('muted', entryOf('g'), { me: alice, seconds })
  expect([why(12 * 3_600), why(12 * 3_600 + 1)]).toEqual(['muted', 'muted-until'])
})

test('who is no member any more was removed, left, or left a channel', () => {
  const removed = (userIds: readonly (typeof bob)[], kind: 'group' | 'channel' = 'group') => {
    const last = {
      ...textOf(bob, ''),
      body: { type: 'system' as const, event: 'member_removed' as const, userIds: [...userIds] },
    }
    return whyClosed('not_a_member', entryOf('g', { kind }, { last }), { me: alice, seconds: 0 })
  }
  expect(removed([carol, alice])).toBe('removed')
  expect(removed([carol])).toBe('left')
  expect(removed([alice], 'channel')).toBe('left-channel')
  expect(whyClosed('not_a_member', entryOf('g'), { me: alice, seconds: 0 })).toBe('left')
})

test('what closes a chat for everybody is said as such', () => {
  const why = (['channel_closed', 'dissolved', 'muted_all'] as const).map((refusal) =>
    whyClosed(refusal, entryOf('g'), { me: alice, seconds: 0 }),
  )
  expect(why).toEqual(['world', 'dissolved', 'muted-all'])
})
