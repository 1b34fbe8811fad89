import { expect, test } from 'bun:test'
import type { ChatId } from '@parley/protocol'
import { alice, bob, carol, entryOf, textOf } from '../../testing/client-state'
import { nextStepOf, whyClosed } from './why-closed'

const viewer = { me: alice, seconds: 0, bans: new Set<ChatId>() }

test('in a direct chat, the next step depends on who sent the friend request', () => {
  const steps = (['none', 'received', 'requested', 'friends', undefined] as const).map((relation) =>
    nextStepOf('not_friends', relation),
  )
  expect(steps).toEqual(['ask', 'accept', 'withdraw', 'ask', 'ask'])
  expect(nextStepOf('blocked', 'received')).toBe('unblock')
  expect(nextStepOf('muted', 'none')).toBeUndefined()
})

test('a mute shows a countdown for its last half day, and its date before that', () => {
  const why = (seconds: number) => whyClosed('muted', entryOf('g'), { ...viewer, seconds })
  expect([why(12 * 3_600), why(12 * 3_600 + 1)]).toEqual(['muted', 'muted-until'])
})

test('former members see whether they were removed, banned, left the group or left the channel', () => {
  const removed = (userIds: readonly (typeof bob)[], kind: 'group' | 'channel' = 'group') => {
    const last = {
      ...textOf(bob, ''),
      body: { type: 'system' as const, event: 'member_removed' as const, userIds: [...userIds] },
    }
    return whyClosed('not_a_member', entryOf('g', { kind }, { last }), viewer)
  }
  expect(removed([carol, alice])).toBe('removed')
  expect(removed([carol])).toBe('left')
  expect(removed([alice], 'channel')).toBe('left-channel')
  expect(whyClosed('not_a_member', entryOf('g'), viewer)).toBe('left')
  const banned = entryOf('g')
  expect(whyClosed('not_a_member', banned, { ...viewer, bans: new Set([banned.id]) })).toBe('banned')
})

test('a chat that is closed for all members says so', () => {
  const why = (['channel_closed', 'dissolved', 'peer_closed', 'muted_all'] as const).map((refusal) =>
    whyClosed(refusal, entryOf('g'), viewer),
  )
  expect(why).toEqual(['world', 'dissolved', 'peer-closed', 'muted-all'])
})
