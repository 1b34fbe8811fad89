import { expect, test } from 'bun:test'
import type { Friend } from '@parley/protocol'
import { WORLD_CHAT_ID } from '@parley/protocol/ids'
import { hasNoPeople } from '../people/people-lists'
import { alice, bob, carol, entryOf, stateOf } from '../testing/client-state'
import { isAlone, isLoading } from './first-steps-due'

const own = [entryOf(WORLD_CHAT_ID, { kind: 'channel' }), entryOf('saved', { kind: 'direct', peerIds: [alice] })]

test('a user with only the world chat and saved messages has no contacts yet', () => {
  expect(isAlone(stateOf(own))).toBe(true)
  for (const other of [
    entryOf('d', { kind: 'direct', peerIds: [alice, bob] }),
    entryOf('g'),
    entryOf('c', { kind: 'channel' }),
  ])
    expect(isAlone(stateOf([...own, other]))).toBe(false)
})

test('an empty list is loading until the client is connected', () => {
  const connecting = { phase: 'connecting', sinceMs: 0, offline: false } as const
  expect(isLoading(stateOf([], { connection: connecting }))).toBe(true)
  expect(isLoading(stateOf(own, { connection: connecting }))).toBe(false)
  expect(isLoading(stateOf([]))).toBe(false)
})

test("removed friends don't count as people to write to", () => {
  const row = (userId: typeof bob, more: Partial<Friend>): Friend => ({ userId, rev: 1, state: 'removed', ...more })
  const friends = (...rows: readonly Friend[]) => new Map(rows.map((one) => [one.userId, one]))
  expect([hasNoPeople(friends()), hasNoPeople(friends(row(bob, {})))]).toEqual([true, true])
  for (const state of ['friends', 'requested', 'received'] as const)
    expect(hasNoPeople(friends(row(bob, {}), row(carol, { state })))).toBe(false)
  expect(hasNoPeople(friends(row(bob, { blockedAt: 1 })))).toBe(false)
})
