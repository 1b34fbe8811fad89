import { expect, test } from 'bun:test'
import type { ChatId } from '@parley/protocol'
import { entryOf, stateOf } from '../testing/client-state'
import { countRequests, receivesJoinRequests } from './join-requests'

const hike = 'hike' as ChatId

test('the owner and admins of a group receive join requests while connected', () => {
  for (const role of ['owner', 'admin'] as const) {
    const group = entryOf('hike', {}, { role })
    expect(receivesJoinRequests(stateOf([group]), hike)).toBe(true)
    const waiting = { phase: 'waiting', sinceMs: 0, offline: false } as const
    expect(receivesJoinRequests(stateOf([group], { connection: waiting }), hike)).toBe(false)
    expect(receivesJoinRequests(stateOf([entryOf('hike', { kind: 'channel' }, { role })]), hike)).toBe(false)
  }
  expect(receivesJoinRequests(stateOf([entryOf('hike', {}, { role: 'member' })]), hike)).toBe(false)
  expect(receivesJoinRequests(stateOf([entryOf('hike')]), hike)).toBe(false)
  expect(receivesJoinRequests(stateOf([]), hike)).toBe(false)
})

test("the count is requested once, and follows the server's events until it is stopped", async () => {
  const listeners = new Set<(heard: { chatId: ChatId; count: number }) => void>()
  const asked: unknown[] = []
  const client = {
    on: (_name: string, listener: (heard: { chatId: ChatId; count: number }) => void) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    call: async (...call: unknown[]) => {
      asked.push(call)
      return { count: 3 }
    },
  } as unknown as Parameters<typeof countRequests>[0]
  const told: unknown[] = []
  const stop = countRequests(client, hike, (...count) => told.push(count))
  await Promise.resolve()
  expect(asked).toEqual([['groups.requests', { chatId: hike }]])
  expect(told).toEqual([[hike, 3]])
  for (const listener of listeners) listener({ chatId: 'book' as ChatId, count: 1 })
  expect(told.at(-1)).toEqual(['book', 1])
  stop()
  expect(listeners.size).toBe(0)
})
