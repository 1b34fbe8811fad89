import type { VirtualItem } from '@tanstack/react-virtual'
import { type ComponentProps, type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { giveFocus } from '../../ui/give-focus'
import type { TimelineItem } from '../timeline-items'
import type { ChatMemory } from './chat-memory'
import type { RowVirtualizer } from './drawn-rows'
import { FeedRow } from './feed-row'
import type { OpeningTarget } from './opening-target'
import { useRowVirtualizer } from './use-row-virtualizer'
import styles from './viewport.module.css'

/** A view this close to the end follows new messages. */
export const pinnedPx = 80
/** The number of extra rows on both sides of the visible ones. It is lower until the first paint. */
const overscanRows = { first: 2, later: 14 }

/** The space before the first and after the last row. */
const edgePx = 6

export interface VirtualRowsProps extends Omit<ComponentProps<'div'>, 'onResize'> {
  readonly items: readonly TimelineItem[]
  readonly memory: ChatMemory
  /** The estimated height of a row. Always the same for the same item. */
  readonly estimate: (item: TimelineItem) => number
  /** Where the history opens. Only the first render reads it. */
  readonly opensAt: OpeningTarget | 'end' | undefined
  /** Called after each commit, before the browser paints. */
  readonly onCommit: (shown: { readonly virtualizer: RowVirtualizer; readonly scroller: HTMLElement }) => void
  /** Called before the browser paints, after rows changed their heights without a commit. */
  readonly onMeasured: () => void
  /** The size of the scroller changed. */
  readonly onResize: () => void
  readonly activeKey: string | undefined
  readonly feedLabel: string
  readonly busy: boolean
}

type Measured = Pick<RowVirtualizer, 'scrollOffset' | 'itemSizeCache'>

/**
 * Whether a change of a row's height scrolls the view, so that the visible rows stay in place. It does for all rows
 * above. (The virtualiser's default excludes rows that were measured before while the user scrolls up.)
 */
const standsAbove = (row: VirtualItem, _delta: number, { scrollOffset, itemSizeCache }: Measured): boolean =>
  (itemSizeCache.has(row.key) ? row.end : row.start + 1) <= (scrollOffset ?? 0)

const useResize = (scroller: RefObject<HTMLElement | null>, onResize: () => void) => {
  const listener = useRef(onResize)
  useLayoutEffect(() => {
    listener.current = onResize
  })
  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const observer = new ResizeObserver(() => listener.current())
    observer.observe(element)
    return () => observer.disconnect()
  }, [scroller])
}

/** True from the second frame after mounting. */
const usePainted = (): boolean => {
  const [painted, setPainted] = useState(false)
  useEffect(() => {
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => setPainted(true))
    })
    return () => cancelAnimationFrame(frame)
  }, [])
  return painted
}

/** A focused row far off screen is unmounted. The focus then moves to the history. */
const useKeptFocus = (scroller: RefObject<HTMLElement | null>) => {
  const inside = useRef(false)
  useLayoutEffect(() => {
    const element = scroller.current
    if (inside.current && document.activeElement === document.body) giveFocus(element, { preventScroll: true })
    inside.current = element?.contains(document.activeElement) ?? false
  })
  useEffect(() => {
    const note = () => {
      inside.current = scroller.current?.contains(document.activeElement) ?? false
    }
    document.addEventListener('focusin', note)
    return () => document.removeEventListener('focusin', note)
  }, [scroller])
}

/** The row where Tab stops: the active one, or, while that is far off screen, the last message near the view. */
const tabStop = (near: readonly (TimelineItem | undefined)[], activeKey: string | undefined): string | undefined =>
  near.some((item) => item?.key === activeKey) ? activeKey : near.findLast((item) => item && 'message' in item)?.key

/** The scroll offset of the first render, chosen so that it renders the rows that will be in view. */
const firstOffsetPx = (
  items: readonly TimelineItem[],
  size: (item: TimelineItem) => number,
  opensAt: VirtualRowsProps['opensAt'],
): number => {
  if (opensAt === undefined) return 0
  const sizes = items.map(size)
  const heightBefore = (index: number) => sizes.slice(0, index).reduce((sum, px) => sum + px, edgePx)
  if (opensAt === 'end') return Math.max(0, heightBefore(items.length) - innerHeight)
  const index = items.findIndex(({ key }) => key === opensAt.key)
  const topPx = opensAt.at === 'center' ? (innerHeight - (sizes[index] ?? 0)) / 2 : opensAt.at.topPx
  return Math.max(0, heightBefore(index) - topPx)
}

/** The only component that uses the virtualiser: a scroller whose rows near the view are in normal flow. */
export const VirtualRows = (props: VirtualRowsProps) => {
  const { items, memory, estimate, opensAt, onCommit, onMeasured, onResize, activeKey, feedLabel, busy, ...rest } =
    props
  const scroller = useRef<HTMLDivElement>(null)
  // Fixed while mounted: a changed estimate would move rows without the virtualiser's knowledge.
  const [remembered] = useState(memory.heights)
  const painted = usePainted()
  const size = (item: TimelineItem) => remembered.get(item.key) ?? estimate(item)
  const { virtualizer, drawn, measure } = useRowVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    getItemKey: useCallback((index: number) => items[index]?.key ?? index, [items]),
    estimateSize: (index) => {
      const item = items[index]
      return item ? size(item) : 0
    },
    // Heights aren't rounded, since the rows are in flow: rounding each of them would shift the rows after them.
    measureElement: (row, entry) => entry?.borderBoxSize[0]?.blockSize ?? row.getBoundingClientRect().height,
    overscan: painted ? overscanRows.later : overscanRows.first,
    paddingStart: edgePx,
    paddingEnd: edgePx,
    anchorTo: 'end',
    scrollEndThreshold: pinnedPx,
    initialRect: { width: innerWidth, height: innerHeight },
    initialOffset: () => firstOffsetPx(items, size, opensAt),
    onCommit: (current) => scroller.current && onCommit({ virtualizer: current, scroller: scroller.current }),
    onMeasured,
  })
  virtualizer.shouldAdjustScrollPositionOnItemSizeChange = standsAbove
  useResize(scroller, onResize)
  useLayoutEffect(
    () => () => {
      memory.heights = new Map(virtualizer.itemSizeCache as ReadonlyMap<string, number>)
    },
    [memory, virtualizer],
  )
  useKeptFocus(scroller)

  const rows = items.slice(drawn.from, drawn.to + 1)
  const stop = tabStop(rows, activeKey)
  return (
    <div {...rest} ref={scroller} className={styles.scroller}>
      <div className={styles.bottom}>
        <div
          className={styles.rows}
          style={{ paddingBlock: `${drawn.beforePx}px ${drawn.afterPx}px` }}
          role="feed"
          aria-label={feedLabel}
          aria-busy={busy}
        >
          {rows.map((item, at) => (
            <FeedRow key={item.key} item={item} index={drawn.from + at} active={item.key === stop} measure={measure} />
          ))}
        </div>
      </div>
    </div>
  )
}
