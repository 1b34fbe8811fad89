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
  const announced: Announcement[] = []
  const stop = announceIncoming({
    timeline: { state } as unknown as Timeline,
    isIncoming: ({ senderId }) => senderId !== alice,
    incomingOf: ({ senderId, body }) => ({ name: senderId, text: body.type === 'text' ? body.text : '' }),
    announce: (announcement) => announced.push(announcement),
  })
  const show = (next: readonly TimelineMessage[], end = true) => {
    ;[rows, atEnd] = [next, end]
    for (const listener of listeners) listener()
  }
  return { announced, stop, show, add: (...more: readonly TimelineMessage[]) => show([...rows, ...more]) }
}
const from = (who: typeof bob, seq: number) => textOf(who, `n${seq}`, { seq })

test('new messages are announced together after a quarter of a second, and earlier ones are not', () => {
  const { announced, add } = open([from(bob, 1)])
  add(from(bob, 2))
  jest.advanceTimersByTime(249)
  add(from(bob, 3))
  expect(announced).toEqual([])
  jest.advanceTimersByTime(1)
  expect(announced).toEqual([{ kind: 'many-from', name: 'bob', count: 2 }])
})

test('the next announcement waits until a second after the previous one', () => {
  const { announced, add } = open()
  add(from(bob, 1))
  jest.advanceTimersByTime(250)
  add(from(bob, 2))
  jest.advanceTimersByTime(999)
  expect(announced).toHaveLength(1)
  jest.advanceTimersByTime(1)
  expect(announced.at(-1)).toEqual({ kind: 'one', name: 'bob', text: 'n2' })
  jest.advanceTimersByTime(10_000)
  add(from(bob, 3))
  jest.advanceTimersByTime(250)
  expect(announced).toHaveLength(3)
})

test('own messages are not announced, nor messages that arrive while an older window is shown', () => {
  const { announced, add, show } = open()
  add(from(alice, 1))
  add(textOf(bob, 'waiting'))
  show([from(bob, 2)], false)
  show([from(bob, 1), from(bob, 2)])
  jest.advanceTimersByTime(10_000)
  expect(announced).toEqual([])
})

test('after the chat is closed, no message is announced', () => {
  const { announced, stop, add } = open()
  add(from(bob, 1))
  stop()
  add(from(bob, 2))
  jest.advanceTimersByTime(10_000)
  expect(announced).toEqual([])
})
