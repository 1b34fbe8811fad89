import { type ReactVirtualizer, useVirtualizer, type VirtualItem } from '@tanstack/react-virtual'
import { type ComponentProps, type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { TimelineItem } from '../timeline-items'
import type { ChatMemory } from './chat-memory'
import { FeedRow } from './feed-row'
import styles from './viewport.module.css'

export type RowVirtualizer = ReactVirtualizer<HTMLDivElement, HTMLElement>

/** Within this of the end the view follows what is appended. */
export const pinnedPx = 80
/** Rows kept beyond the visible ones on both sides. */
const overscanRows = 14

/** Air before the first and after the last row. */
const edgePx = 6

export interface VirtualRowsProps extends Omit<ComponentProps<'div'>, 'onResize'> {
  readonly items: readonly TimelineItem[]
  readonly memory: ChatMemory
  /** About how high a row is; always the same for the same item. */
  readonly estimate: (item: TimelineItem) => number
  readonly opensAtEnd: boolean
  /** Called after each commit, before the browser paints. */
  readonly onCommit: (shown: { readonly virtualizer: RowVirtualizer; readonly scroller: HTMLElement }) => void
  /** The scroller got another size. */
  readonly onResize: () => void
  readonly activeKey: string | undefined
  readonly feedLabel: string
  readonly busy: boolean
}

type Measured = Pick<RowVirtualizer, 'scrollOffset' | 'itemSizeCache'>

/**
 * Whether a change of a row's height moves the view along, so that what is seen stays: rows above it always. (The
 * virtualiser's own rule leaves rows that were measured before alone while somebody scrolls up.)
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

/** A focused row that is scrolled far away is unmounted; the focus stays in the history then. */
const useKeptFocus = (scroller: RefObject<HTMLElement | null>) => {
  const inside = useRef(false)
  useLayoutEffect(() => {
    const element = scroller.current
    if (inside.current && document.activeElement === document.body) element?.focus({ preventScroll: true })
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

/** The one place that knows the virtualiser: a scroller whose rows near the view stand in normal flow. */
export const VirtualRows = (props: VirtualRowsProps) => {
  const { items, memory, estimate, opensAtEnd, onCommit, onResize, activeKey, feedLabel, busy, ...rest } = props
  const scroller = useRef<HTMLDivElement>(null)
  // Fixed while mounted: an estimate that changes would move rows without the virtualiser knowing.
  const [remembered] = useState(memory.heights)
  const size = (item: TimelineItem) => remembered.get(item.key) ?? estimate(item)
  const total = () => items.reduce((sum, item) => sum + size(item), 0)
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLElement>({
    count: items.length,
    getScrollElement: () => scroller.current,
    getItemKey: useCallback((index: number) => items[index]?.key ?? index, [items]),
    estimateSize: (index) => {
      const item = items[index]
      return item ? size(item) : 0
    },
    // Heights unrounded: rows stand in flow, so rounding each of them would let the rows after them drift.
    measureElement: (row, entry) => entry?.borderBoxSize[0]?.blockSize ?? row.getBoundingClientRect().height,
    overscan: overscanRows,
    paddingStart: edgePx,
    paddingEnd: edgePx,
    anchorTo: 'end',
    scrollEndThreshold: pinnedPx,
    initialRect: { width: innerWidth, height: innerHeight },
    initialOffset: () => (opensAtEnd ? Math.max(0, total() - innerHeight) : 0),
  })
  virtualizer.shouldAdjustScrollPositionOnItemSizeChange = standsAbove
  useResize(scroller, onResize)
  useLayoutEffect(
    () => () => {
      memory.heights = new Map(virtualizer.itemSizeCache as ReadonlyMap<string, number>)
    },
    [memory, virtualizer],
  )
  useLayoutEffect(() => {
    if (scroller.current) onCommit({ virtualizer, scroller: scroller.current })
  })
  useKeptFocus(scroller)

  const rows = virtualizer.getVirtualItems()
  return (
    <div {...rest} ref={scroller} className={styles.scroller}>
      <div className={styles.bottom}>
        <div className={styles.canvas} style={{ height: virtualizer.getTotalSize() }}>
          <div
            className={styles.rows}
            style={{ transform: `translateY(${rows[0]?.start ?? 0}px)` }}
            role="feed"
            aria-label={feedLabel}
            aria-busy={busy}
          >
            {rows.map(({ key, index }) => {
              const item = items[index]
              return (
                item && (
                  <FeedRow
                    key={key}
                    item={item}
                    index={index}
                    active={item.key === activeKey}
                    measure={virtualizer.measureElement}
                  />
                )
              )
            })}
          </div>
        </div>
      </div>
    </div>
  )
}
