import { expect, test } from 'bun:test'
import type { MessageId } from '@parley/protocol'
import { barEntries, entryAfter } from './bar-entries'

const pins = [9, 3].map((seq) => ({ id: `m${seq}` as MessageId, seq }))

test('a chat has one bar: join requests first, then the announcement, then the pins', () => {
  const keys = (parts: Partial<Parameters<typeof barEntries>[0]>) =>
    barEntries({ waiting: 0, announcement: undefined, pins: [], ...parts }).map(({ kind, key }) => `${kind} ${key}`)
  expect(keys({})).toEqual([])
  expect(keys({ waiting: 2, announcement: 'At nine', pins })).toEqual([
    'requests requests',
    'announcement At nine',
    'pin m9',
    'pin m3',
  ])
})

test('stepping cycles through all entries, clicking a pin cycles through the pins', () => {
  const entries = barEntries({ waiting: 1, announcement: 'At nine', pins })
  expect([0, 1, 2, 3].map((at) => entryAfter(entries, at, 'all'))).toEqual([1, 2, 3, 0])
  expect([2, 3].map((at) => entryAfter(entries, at, 'pins'))).toEqual([3, 2])
  expect(entryAfter(entries.slice(0, 1), 0, 'pins')).toBe(0)
  expect(entryAfter(entries.slice(1, 3), 1, 'pins')).toBe(1)
})
