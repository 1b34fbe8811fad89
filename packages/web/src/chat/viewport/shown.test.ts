import { expect, test } from 'bun:test'
import type { MessageId } from '@parley/protocol'
import { bob, textOf } from '../../testing/client-state'
import { timelineItems } from '../timeline-items'
import { distanceFromEndPx, itemFrom, positionOf, type Shown, topPosition, topTime, unreadPlace } from './shown'

const rowPx = 100
const dayMs = 86_400_000

/**
 * Messages of five days, one a day under its date, 100 px each, in a view of 250 px. The divider follows the seq
 * `after`.
 */
const shownAt = (
  scrollTop: number,
  { after, seqs = [1, 2, 3, 4, 5] }: { after?: number; seqs?: readonly (number | undefined)[] } = {},
): Shown => {
  const rows = seqs.map((seq, at) =>
    textOf(bob, 'hi', { id: `m${at}` as MessageId, at: (at + 1) * dayMs, ...(seq !== undefined && { seq }) }),
  )
  const items = timelineItems({ rows, atStart: true, me: undefined, dividerAfterSeq: after })
  const all = items.map((item, index) => ({ index, key: item.key, start: index * rowPx, end: (index + 1) * rowPx }))
  const virtualizer = {
    measurementsCache: all,
    getVirtualItems: () => all,
    getVirtualItemForOffset: (offset: number) => all.find(({ end }) => end > offset),
  }
  return {
    items,
    rows,
    virtualizer: virtualizer as unknown as Shown['virtualizer'],
    scroller: { scrollTop, clientHeight: 250, scrollHeight: all.length * rowPx } as HTMLElement,
  }
}

test('the distance from the end is the remaining scroll distance', () => {
  expect([0, 300, 750].map((top) => distanceFromEndPx(shownAt(top)))).toEqual([750, 450, 0])
})

test('a message is found by its seq, or the next one if it is gone', () => {
  expect(itemFrom(shownAt(0), 3)?.key).toBe('m2')
  expect(itemFrom(shownAt(0, { seqs: [1, 4, 9] }), 2)?.key).toBe('m1')
  expect(itemFrom(shownAt(0), 6)).toBeUndefined()
})

test('the topmost stored message is the first partly visible one, ignoring dates and waiting messages', () => {
  expect(topPosition(shownAt(0))).toEqual({ key: 'm0', seq: 1, offsetPx: 100 })
  expect(topPosition(shownAt(199))).toEqual({ key: 'm0', seq: 1, offsetPx: -99 })
  expect(topPosition(shownAt(200))).toEqual({ key: 'm1', seq: 2, offsetPx: 100 })
  expect(topPosition(shownAt(0, { seqs: [undefined] }))).toBeUndefined()
})

test('a row has its own position, and a missing row has that of the topmost message', () => {
  expect(positionOf(shownAt(150), 'm2')).toEqual({ key: 'm2', seq: 3, offsetPx: 350 })
  for (const key of ['elsewhere', undefined]) expect(positionOf(shownAt(150), key)?.key).toBe('m0')
})

test('the floating day is that of the row under it, and hidden over a date', () => {
  expect(topTime(shownAt(100))).toBe(dayMs)
  expect(topTime(shownAt(300))).toBe(2 * dayMs)
  expect(topTime(shownAt(0))).toBeUndefined()
})

test('the first unread message is above, in or below the view, or in an older window', () => {
  // Two days, then the divider at 500 px.
  const place = (scrollTop: number) => unreadPlace(shownAt(scrollTop, { after: 2 }), 2)
  expect([0, 249, 251, 500, 501].map(place)).toEqual(['below', 'below', 'visible', 'visible', 'above'])
  expect(unreadPlace(shownAt(0, { seqs: [9, 10] }), 7)).toBe('above')
  expect(unreadPlace(shownAt(0, { seqs: [9, 10] }), 8)).toBe('below')
})
