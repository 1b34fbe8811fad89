import { describe, expect, test } from 'bun:test'
import { ReadTracker, visibleSeqs } from './read-tracker'

describe('visible rows', () => {
  const rows = [
    { seq: 1, start: 0, end: 40 },
    { seq: 2, start: 40, end: 80 },
    { seq: 3, start: 80, end: 2_000 },
  ]
  test('are visible by at least half', () => {
    expect(visibleSeqs(rows, { start: 20, end: 59 })).toEqual([1])
    expect(visibleSeqs(rows, { start: 21, end: 60 })).toEqual([2])
  })
  test('or, if taller than the view, fill at least half of it', () => {
    expect(visibleSeqs(rows, { start: 40, end: 140 })).toEqual([2, 3])
    expect(visibleSeqs(rows, { start: 1_940, end: 2_040 })).toEqual([3])
    expect(visibleSeqs(rows, { start: 1_960, end: 2_060 })).toEqual([])
  })
})

describe('marking read', () => {
  test('takes 400 ms of visibility', () => {
    const tracker = new ReadTracker()
    expect(tracker.see([4, 5], 1_000)).toEqual({ againInMs: 400 })
    expect(tracker.see([4, 5, 6], 1_100)).toEqual({ againInMs: 300 })
    expect(tracker.see([4, 5, 6], 1_400)).toEqual({ seq: 5, againInMs: 100 })
    expect(tracker.see([4, 5, 6], 1_500)).toEqual({ seq: 6 })
  })
  test('skips rows that a fling passes', () => {
    const tracker = new ReadTracker()
    for (let seq = 1; seq <= 200; seq++) expect(tracker.see([seq, seq + 1], 1_000 + seq * 5).seq).toBeUndefined()
  })
  test('restarts after the page was hidden', () => {
    const tracker = new ReadTracker()
    tracker.see([1], 1_000)
    expect(tracker.see([], 1_300)).toEqual({})
    expect(tracker.see([1], 1_500)).toEqual({ againInMs: 400 })
  })
})
