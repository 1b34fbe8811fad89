import { afterEach, beforeEach, expect, jest, test } from 'bun:test'
import type { Timeline, TimelineMessage } from '@parley/sdk/api'
import { alice, bob, textOf } from '../testing/client-state'
import { announceIncoming } from './announce-incoming'
import type { Announcement } from './announcements'

beforeEach(() => void jest.useFakeTimers())
afterEach(() => void jest.useRealTimers())

const open = (before: readonly TimelineMessage[] = []) => {
  let [rows, atEnd] = [before, true]
  const listeners = new Set<() => void>()
  const state = {
    get: () => ({ rows, atEnd }),
    subscribe: (listener: () => void) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
  const said: Announcement[] = []
  const stop = announceIncoming({
    timeline: { state } as unknown as Timeline,
    isIncoming: ({ senderId }) => senderId !== alice,
    heardOf: ({ senderId, body }) => ({ name: senderId, text: body.type === 'text' ? body.text : '' }),
    say: (announcement) => said.push(announcement),
  })
  const show = (next: readonly TimelineMessage[], end = true) => {
    ;[rows, atEnd] = [next, end]
    for (const listener of listeners) listener()
  }
  return { said, stop, show, add: (...more: readonly TimelineMessage[]) => show([...rows, ...more]) }
}
const from = (who: typeof bob, seq: number) => textOf(who, `n${seq}`, { seq })

test('what comes in is announced after a quarter of a second, together, and what was there before is not', () => {
  const { said, add } = open([from(bob, 1)])
  add(from(bob, 2))
  jest.advanceTimersByTime(249)
  add(from(bob, 3))
  expect(said).toEqual([])
  jest.advanceTimersByTime(1)
  expect(said).toEqual([{ kind: 'many-from', name: 'bob', count: 2 }])
})

test('the next announcement waits until a second after the last one', () => {
  const { said, add } = open()
  add(from(bob, 1))
  jest.advanceTimersByTime(250)
  add(from(bob, 2))
  jest.advanceTimersByTime(999)
  expect(said).toHaveLength(1)
  jest.advanceTimersByTime(1)
  expect(said.at(-1)).toEqual({ kind: 'one', name: 'bob', text: 'n2' })
  jest.advanceTimersByTime(10_000)
  add(from(bob, 3))
  jest.advanceTimersByTime(250)
  expect(said).toHaveLength(3)
})

test('own messages are not announced, nor what comes while an older window is shown', () => {
  const { said, add, show } = open()
  add(from(alice, 1))
  add(textOf(bob, 'waiting'))
  show([from(bob, 2)], false)
  show([from(bob, 1), from(bob, 2)])
  jest.advanceTimersByTime(10_000)
  expect(said).toEqual([])
})

test('nothing is said after the chat was left', () => {
  const { said, stop, add } = open()
  add(from(bob, 1))
  stop()
  add(from(bob, 2))
  jest.advanceTimersByTime(10_000)
  expect(said).toEqual([])
})
