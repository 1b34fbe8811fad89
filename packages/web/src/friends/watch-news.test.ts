import { expect, test } from 'bun:test'
import type { Friend } from '@parley/protocol'
import type { ClientState } from '@parley/sdk/api'
import { bob, carol, stateOf, userOf } from '../testing/client-state'
import { watchNews } from './watch-news'

const asks = (userId: typeof bob): Friend => ({ userId, rev: 1, state: 'received' })
const friends = (...rows: readonly Friend[]) => new Map(rows.map((row) => [row.userId, row]))
const live = { phase: 'live', sinceMs: 0, offline: false } as const
const connecting = { ...live, phase: 'connecting' } as const

const watched = (first: Partial<ClientState>) => {
  let state = stateOf([], first)
  let listener = () => {}
  const told: string[] = []
  const readable = {
    get: () => state,
    subscribe: (run: () => void) => {
      listener = run
      return () => {
        listener = () => {}
      }
    },
  }
  const stop = watchNews(readable, ({ kind, userId }) => told.push(`${userId} ${kind}`))
  const become = (more: Partial<ClientState>) => {
    state = { ...state, ...more }
    listener()
  }
  return { told, stop, become }
}

test('actions of others are announced once, and existing ones are not', () => {
  const { told, stop, become } = watched({ friends: friends(asks(carol)) })
  become({ friends: friends(asks(carol), asks(bob)) })
  become({ unread: 1 })
  expect(told).toEqual(['bob asked'])
  stop()
  become({ friends: friends() })
  expect(told).toHaveLength(1)
})

test('actions before the client was connected are not announced, actions while it was away are', () => {
  const { told, become } = watched({ connection: connecting, friends: friends() })
  become({ friends: friends(asks(carol)) })
  become({ connection: live })
  expect(told).toEqual([])
  become({ connection: connecting, friends: friends(asks(carol), asks(bob)) })
  expect(told).toEqual([])
  become({ connection: live })
  expect(told).toEqual(['bob asked'])
})

test('announcements wait for the profile of the person', () => {
  const { told, become } = watched({ users: new Map() })
  become({ friends: friends(asks(bob), asks(carol)) })
  become({ users: new Map([[carol, userOf(carol)]]) })
  expect(told).toEqual(['carol asked'])
  become({ users: new Map([userOf(bob), userOf(carol)].map((user) => [user.id, user])) })
  expect(told).toEqual(['carol asked', 'bob asked'])
})
