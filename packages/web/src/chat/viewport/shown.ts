import type { TimelineMessage } from '@parley/sdk/api'
import type { SavedPosition } from '../opening'
import type { TimelineItem } from '../timeline-items'
import type { RowVirtualizer } from './drawn-rows'

/** The state of the screen after a commit of React. */
export interface Shown {
  readonly items: readonly TimelineItem[]
  /** The messages from which the items were computed. */
  readonly rows: readonly TimelineMessage[]
  readonly virtualizer: RowVirtualizer
  readonly scroller: HTMLElement
}

/** The distance of the target from the top of the view, for the first unread message or the first one of a day. */
export const unreadTopPx = 96

/** The remaining scroll distance to the end, in px. */
export const distanceFromEndPx = ({ scroller }: Shown): number =>
  scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop

/** The row of the message with this seq, or the next one. */
export const itemFrom = ({ items }: Pick<Shown, 'items'>, seq: number): TimelineItem | undefined =>
  items.find((item) => 'message' in item && (item.message.seq ?? 0) >= seq)

/** The position of the topmost visible stored message. */
export const topPosition = ({ items, virtualizer, scroller }: Shown): SavedPosition | undefined => {
  const { scrollTop } = scroller
  for (const { index, start, end } of virtualizer.getVirtualItems()) {
    const item = items[index]
    if (end <= scrollTop || !item || !('message' in item) || item.message.seq === undefined) continue
    return { key: item.key, seq: item.message.seq, offsetPx: start - scrollTop }
  }
  return undefined
}

/** The position of a row now, or that of the topmost message if the row isn't on screen. */
export const positionOf = (shown: Shown, key: string | undefined): SavedPosition | undefined => {
  const { items, virtualizer, scroller } = shown
  const row = virtualizer.getVirtualItems().find(({ index }) => items[index]?.key === key)
  const item = row && items[row.index]
  if (!row || !item || !('message' in item) || item.message.seq === undefined) return topPosition(shown)
  return { key: item.key, seq: item.message.seq, offsetPx: row.start - scroller.scrollTop }
}

/** Half the height of a date pill. The row under its middle decides the day. */
const pillPx = 20

/** When the row under the floating day was written. Undefined if that row is a separator. */
export const topTime = ({ items, virtualizer, scroller }: Shown): number | undefined => {
  const top = virtualizer.getVirtualItemForOffset(scroller.scrollTop + pillPx)
  const item = top && items[top.index]
  return item && 'message' in item ? item.message.at : undefined
}

export type UnreadPlace = 'above' | 'visible' | 'below'

/** Where the first unread message is. It may be older than the window. */
export const unreadPlace = (shown: Shown, openedReadSeq: number): UnreadPlace => {
  const index = shown.items.findIndex(({ kind }) => kind === 'unread')
  if (index < 0) return (shown.rows[0]?.seq ?? 0) > openedReadSeq + 1 ? 'above' : 'below'
  const { scrollTop, clientHeight } = shown.scroller
  const start = shown.virtualizer.measurementsCache[index]?.start ?? 0
  if (start < scrollTop) return 'above'
  return start < scrollTop + clientHeight ? 'visible' : 'below'
}
