import { expect, test } from 'bun:test'
import type { Session, SessionId } from '@parley/protocol'
import { newSignIns } from './new-sign-ins'

const dayMs = 24 * 3_600_000
const nowMs = 100 * dayMs

const stateOf = (ages: Readonly<Record<string, number>>) => ({
  sessionId: 'own' as SessionId,
  sessions: new Map(
    Object.entries(ages).map(([name, days]) => {
      const id = name as SessionId
      const createdAt = nowMs - days * dayMs
      return [id, { id, device: name, createdAt, lastSeenAt: nowMs, current: false, rev: 1 } satisfies Session] as const
    }),
  ),
})

const namesOf = (state: Parameters<typeof newSignIns>[0], knownUntil = 0) =>
  newSignIns(state, { knownUntil, nowMs }).map(({ device }) => device)

test('sign-ins after that of this device are new, oldest first', () => {
  expect(namesOf(stateOf({ later: 1, own: 5, between: 3, before: 6 }))).toEqual(['between', 'later'])
})

test('a device that just signed in calls nothing new', () => {
  expect(namesOf(stateOf({ own: 0, tablet: 2 }))).toEqual([])
})

test('confirmed sign-ins stay known, and later ones are new', () => {
  expect(namesOf(stateOf({ own: 5, phone: 3, tablet: 1 }), nowMs - 3 * dayMs)).toEqual(['tablet'])
})

test('sign-ins of more than seven days ago are no news', () => {
  expect(namesOf(stateOf({ own: 30, phone: 8, tablet: 6 }))).toEqual(['tablet'])
})

test('nothing is new before the own session is known', () => {
  const { sessions } = stateOf({ own: 5, phone: 1 })
  expect(namesOf({ sessions })).toEqual([])
  expect(namesOf({ sessions, sessionId: 'not yet here' as SessionId })).toEqual([])
})
