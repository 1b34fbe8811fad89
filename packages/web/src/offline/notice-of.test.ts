import { expect, test } from 'bun:test'
import type { ConnectionPhase } from '@parley/sdk/api'
import { isRestored, isSettled, noticeOf } from './notice-of'

const phases: readonly ConnectionPhase[] = ['idle', 'connecting', 'syncing', 'live', 'waiting', 'ended']
const settled = { late: false, restored: false }

test('a client waits for its connection while it connects, syncs, or pauses between attempts', () => {
  expect(phases.filter((phase) => !isSettled({ phase, offline: false }))).toEqual(['connecting', 'syncing', 'waiting'])
})

test('only a client that was without a network counts as restored, once it is connected', () => {
  const restored = (wasOffline: boolean) => phases.filter((phase) => isRestored({ phase, offline: false }, wasOffline))
  expect(restored(true)).toEqual(['live'])
  expect(restored(false)).toEqual([])
  expect(isRestored({ phase: 'live', offline: true }, true)).toBe(false)
})

test('a missing network is shown at once, everything else only if it takes long', () => {
  expect(noticeOf({ phase: 'waiting', offline: true }, { late: true, restored: true })).toBe('offline')
  expect(noticeOf({ phase: 'live', offline: false }, { late: false, restored: true })).toBe('restored')
  expect(noticeOf({ phase: 'connecting', offline: false }, settled)).toBe('none')
  const late = (phase: ConnectionPhase) => noticeOf({ phase, offline: false }, { late: true, restored: false })
  expect([late('connecting'), late('waiting'), late('syncing')]).toEqual(['connecting', 'connecting', 'updating'])
})
