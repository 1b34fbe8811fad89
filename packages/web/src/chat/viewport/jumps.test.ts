import { expect, test } from 'bun:test'
import type { MessageId } from '@parley/protocol'
import type { Timeline, TimelineMessage } from '@parley/sdk/api'
import { bob, textOf } from '../../testing/client-state'
import { timelineItems } from '../timeline-items'
import { Jumps } from './jumps'
import type { Shown } from './shown'
import { unreadTopPx } from './shown'

const rowPx = 100
const windowRows = 10

/** A history of 100 messages with a window of ten. The view shows 300 px. */
const history = ({ from = 91, read = 100, offline = false } = {}) => {
  const rowsFrom = (first: number): readonly TimelineMessage[] =>
    Array.from({ length: windowRows }, (_, at) => first + at)
      .filter((seq) => seq <= 100)
      .map((seq) => textOf(bob, 'hi', { id: `m${seq}` as MessageId, seq, at: seq * 1_000 }))
  let rows = rowsFrom(from)
  const did: unknown[] = []
  const scroller = { scrollTop: 700, clientHeight: 300, scrollHeight: 1_000 }
  const shownNow = (): Shown => {
    const items = timelineItems({ rows, atStart: false, me: undefined, dividerAfterSeq: read })
    const all = items.map((item, index) => ({ index, key: item.key, start: index * rowPx, end: (index + 1) * rowPx }))
    const virtualizer = { getVirtualItems: () => all, scrollToEnd: () => did.push('end') }
    return {
      items,
      rows,
      virtualizer: virtualizer as unknown as Shown['virtualizer'],
      scroller: scroller as HTMLElement,
    }
  }
  let shown = shownNow()
  const timeline = {
    state: {
      get: () => ({
        ...{ rows, atEnd: rows.at(-1)?.seq === 100, openedReadSeq: read },
        ...(offline && { error: 'unavailable' }),
      }),
    },
    show: async (where: 'latest' | { readonly seq: number } | { readonly at: number }) => {
      did.push(where)
      if (offline) return
      const seq = where === 'latest' ? 100 : 'at' in where ? Math.min(100, Math.ceil(where.at / 1_000)) : where.seq
      rows = rowsFrom(Math.min(91, Math.max(1, seq - 5)))
    },
  } as unknown as Timeline
  const jumps = new Jumps({
    timeline,
    shown: () => shown,
    place: (...placed) => did.push(placed),
    onReturns: (there) => did.push(there ? 'a way back' : 'no way back'),
  })
  /** React renders the current window. */
  const commit = () => {
    shown = shownNow()
    jumps.whenShown()
  }
  return { jumps, did, scroller, commit, shown: () => shown }
}

test('a jump to a loaded message is immediate, with a way back to the top of the view', async () => {
  const { jumps, did } = history()
  expect(await jumps.toMessage(93)).toBe(true)
  expect(did).toEqual(['a way back', ['m93', 'center', { flash: true }]])
})

test('a jump to another message loads its window first, and so does the way back', async () => {
  const { jumps, did, commit } = history()
  expect(await jumps.toMessage(20, 'm95')).toBe(true)
  expect(did.splice(0)).toEqual([{ seq: 20 }])
  commit()
  expect(did.splice(0)).toEqual(['a way back', ['m20', 'center', { flash: true }]])
  commit()
  expect(did).toEqual([])
  await jumps.back()
  expect(did.splice(0)).toEqual(['no way back', { seq: 95 }])
  commit()
  // It was 300 px above the view.
  expect(did).toEqual([['m95', { topPx: -300 }]])
})

test('a jump to a missing message goes nowhere', async () => {
  const { jumps, did, commit } = history()
  expect(await jumps.toMessage(500)).toBe(false)
  commit()
  expect(did).toEqual([{ seq: 500 }])
})

test('a jump to the first message of a day loads the window if it may begin within that day', async () => {
  const near = history()
  expect(await near.jumps.toTime(93_500)).toBe(true)
  expect(near.did).toEqual(['a way back', ['m94', { topPx: unreadTopPx }, { flash: true }]])
  // The first message of the window has that time, but the window may lack earlier ones of the same time.
  const edge = history()
  expect(await edge.jumps.toTime(90_500)).toBe(true)
  edge.commit()
  expect(edge.did).toEqual([{ at: 90_500 }, 'a way back', ['m91', { topPx: unreadTopPx }, { flash: true }]])
  const later = history({ from: 11 })
  expect(await later.jumps.toTime(500_000)).toBe(true)
  later.commit()
  expect(later.did).toEqual([{ at: 500_000 }, 'a way back', ['m100', { topPx: unreadTopPx }, { flash: true }]])
  const away = history({ from: 11, offline: true })
  expect(await away.jumps.toTime(500_000)).toBe(false)
})

test('going back repeatedly visits the start of each jump', async () => {
  const { jumps, did, scroller, shown } = history()
  await jumps.toMessage(93, 'm100')
  scroller.scrollTop = 0
  await jumps.toMessage(99, 'm92')
  did.splice(0)
  await jumps.back()
  expect(did.splice(0)).toEqual(['a way back', ['m92', { topPx: 100 }]])
  jumps.dropReachedReturns(shown(), false)
  expect(did.splice(0)).toEqual([])
  await jumps.back()
  expect(did.splice(0)).toEqual(['no way back', ['m100', { topPx: 200 }]])
  await jumps.back()
  expect(did).toEqual(['no way back'])
})

test('the way back is dropped when its target or the end comes into view', async () => {
  const { jumps, did, scroller, shown } = history()
  await jumps.toMessage(93, 'm100')
  await jumps.toMessage(94, 'm91')
  did.splice(0)
  scroller.scrollTop = 100
  jumps.dropReachedReturns(shown(), false)
  expect(did).toEqual([])
  scroller.scrollTop = 99
  jumps.dropReachedReturns(shown(), false)
  expect(did.splice(0)).toEqual(['a way back'])
  jumps.dropReachedReturns(shown(), true)
  expect(did).toEqual(['no way back'])
})

test('a jump to the first unread message places it, and loads its window if needed', async () => {
  const here = history({ read: 95 })
  await here.jumps.toFirstUnread()
  expect(here.did).toEqual([['m96', { topPx: unreadTopPx }]])
  // The window has no older messages: its first row is the divider.
  const first = history({ read: 90 })
  await first.jumps.toFirstUnread()
  expect(first.did).toEqual([['m91', { topPx: unreadTopPx }]])
  const far = history({ read: 40 })
  await far.jumps.toFirstUnread()
  far.commit()
  expect(far.did).toEqual([{ seq: 41 }, ['m41', { topPx: unreadTopPx }, { flash: true }]])
})

test('a jump to the newest message loads the last window if needed, and drops the ways back', async () => {
  const { jumps, did, commit } = history({ from: 11 })
  await jumps.toMessage(12)
  did.splice(0)
  await jumps.toLatest()
  commit()
  expect(did).toEqual(['no way back', 'latest', 'end'])
})
