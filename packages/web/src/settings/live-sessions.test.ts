import { expect, test } from 'bun:test'
import type { Session } from '@parley/protocol'
import type { SessionId } from '@parley/protocol/ids'
import { liveSessions } from './live-sessions'

const session = (id: string, lastSeenAt: number, more: Partial<Session> = {}): Session => ({
  ...{ id: id as SessionId, device: id, createdAt: 0, lastSeenAt, current: false, rev: 1 },
  ...more,
})

test("the user's own session comes first, then the most recently used ones, without ended ones", () => {
  const rows = [session('old', 1), session('own', 2), session('new', 4), session('ended', 5, { revokedAt: 6 })]
  const shown = liveSessions(rows, 'own' as SessionId)
  expect(shown.map(({ device, current }) => [device, current])).toEqual([
    ['own', true],
    ['new', false],
    ['old', false],
  ])
})

test('of two rows of one session, the newer one counts, in any order', () => {
  const [older, newer] = [session('phone', 1), session('phone', 9, { rev: 2 })]
  for (const rows of [
    [older, newer],
    [newer, older],
  ])
    expect(liveSessions(rows, undefined)).toEqual([newer])
  expect(liveSessions([older, session('phone', 1, { rev: 2, revokedAt: 3 })], undefined)).toEqual([])
})
