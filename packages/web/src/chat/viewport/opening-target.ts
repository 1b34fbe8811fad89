import type { Opening } from '../opening'
import type { TimelineItem } from '../timeline-items'
import type { Place } from './placement'
import { itemFrom, unreadTopPx } from './shown'

/** The row that a history opens at, and where the row stands in the view. */
export interface OpeningTarget {
  readonly key: string
  readonly at: Place
  readonly flash: boolean
}

/** Where a history opens; undefined if the row that should be there is gone. */
export const openingTarget = (items: readonly TimelineItem[], opening: Opening): OpeningTarget | 'end' | undefined => {
  if (opening.at === 'message') {
    const row = itemFrom({ items }, opening.seq)
    return row && { key: row.key, at: 'center', flash: true }
  }
  if (opening.at === 'saved') {
    const { key, seq, offsetPx } = opening.position
    const row = items.find((item) => item.key === key) ?? itemFrom({ items }, seq)
    return row && { key: row.key, at: { topPx: offsetPx }, flash: false }
  }
  const divider = opening.at === 'first-unread' ? items.findIndex(({ kind }) => kind === 'unread') : -1
  const first = divider < 0 ? undefined : items[divider + 1]
  return first ? { key: first.key, at: { topPx: unreadTopPx }, flash: false } : 'end'
}
