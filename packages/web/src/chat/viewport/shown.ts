import type { TimelineMessage } from '@parley/sdk/api'
import type { SavedPosition } from '../opening'
import type { TimelineItem } from '../timeline-items'
import type { RowVirtualizer } from './virtual-rows'

/** What is on screen after a commit of React. */
export interface Shown {
  readonly items: readonly TimelineItem[]
  /** The rows that the items were made of. */
  readonly rows: readonly TimelineMessage[]
  readonly virtualizer: RowVirtualizer
  readonly scroller: HTMLElement
}

/** How much can still be scrolled down, in px. */
export const distanceFromEndPx = ({ scroller }: Shown): number =>
  scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop

/** The row of the message with this seq, or the next one. */
export const itemFrom = ({ items }: Shown, seq: number): TimelineItem | undefined =>
  items.find((item) => 'message' in item && (item.message.seq ?? 0) >= seq)

/** The topmost stored message in view. */
export const topPosition = ({ items, virtualizer, scroller }: Shown): SavedPosition | undefined => {
  const { scrollTop } = scroller
  for (const { index, start, end } of virtualizer.getVirtualItems()) {
    const item = items[index]
    if (end <= scrollTop || !item || !('message' in item) || item.message.seq === undefined) continue
    return { key: item.key, seq: item.message.seq, offsetPx: start - scrollTop }
  }
  return undefined
}

/** Where a row stands now, or the topmost message when it is not on screen. */
export const positionOf = (shown: Shown, key: string | undefined): SavedPosition | undefined => {
  const { items, virtualizer, scroller } = shown
  const row = virtualizer.getVirtualItems().find(({ index }) => items[index]?.key === key)
  const item = row && items[row.index]
  if (!row || !item || !('message' in item) || item.message.seq === undefined) return topPosition(shown)
  return { key: item.key, seq: item.message.seq, offsetPx: row.start - scroller.scrollTop }
}

/** Half the height of a date pill: the row under it decides what it says. */
const pillPx = 20

/** When the row under the floating day was written; undefined where a separator stands there itself. */
export const topTime = ({ items, virtualizer, scroller }: Shown): number | undefined => {
  const top = virtualizer.getVirtualItemForOffset(scroller.scrollTop + pillPx)
  const item = top && items[top.index]
  return item && 'message' in item ? item.message.at : undefined
}

export type UnreadPlace = 'above' | 'visible' | 'below'

/** Where the first unread message stands; it may be older than the window. */
export const unreadPlace = (shown: Shown, openedReadSeq: number): UnreadPlace => {
  const index = shown.items.findIndex(({ kind }) => kind === 'unread')
  if (index < 0) return (shown.rows[0]?.seq ?? 0) > openedReadSeq + 1 ? 'above' : 'below'
  const { scrollTop, clientHeight } = shown.scroller
  const start = shown.virtualizer.measurementsCache[index]?.start ?? 0
  if (start < scrollTop) return 'above'
  return start < scrollTop + clientHeight ? 'visible' : 'below'
}
