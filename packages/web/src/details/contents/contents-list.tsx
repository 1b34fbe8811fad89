import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useFormat, useT } from '../../i18n'
import { Button, cx, Spinner } from '../../ui'
import { useVirtualizer } from '../../ui/use-virtualizer'
import type { MonthLine } from './month-lines'

const monthPx = 36
/** The next page loads when fewer lines than this are left below the view. */
const linesLeft = 4

interface ContentsListProps<Entry> {
  readonly label: string
  readonly lines: readonly MonthLine<Entry>[]
  /** The height of a line of entries, in px, before it is measured. */
  readonly linePx: number
  readonly line: (entries: readonly Entry[]) => ReactNode
  readonly more: boolean
  readonly loading: boolean
  readonly failed: boolean
  readonly onMore: () => void
}

/**
 * Lines by month, of which only those near the view are mounted. Older ones load as the user scrolls towards the end.
 */
export const ContentsList = <Entry,>({
  label,
  lines,
  linePx,
  line,
  more,
  loading,
  failed,
  onMore,
}: ContentsListProps<Entry>) => {
  const t = useT()
  const format = useFormat()
  const [scroller, setScroller] = useState<HTMLElement | null>(null)
  const { virtualizer: rows, measure } = useVirtualizer<HTMLElement, HTMLElement>({
    count: lines.length,
    getScrollElement: () => scroller,
    estimateSize: (index) => (lines[index]?.kind === 'month' ? monthPx : linePx),
    getItemKey: (index) => lines[index]?.key ?? index,
    overscan: 6,
  })
  const items = rows.getVirtualItems()
  const nearEnd = (items.at(-1)?.index ?? -1) >= lines.length - linesLeft
  const latest = useRef(onMore)
  useEffect(() => {
    latest.current = onMore
  })
  useEffect(() => {
    if (scroller && nearEnd && more && !loading && !failed) latest.current()
  }, [scroller, nearEnd, more, loading, failed])
  return (
    <div
      ref={setScroller}
      data-scroller
      className="min-h-0 flex-1 overflow-y-auto overscroll-contain pb-24 [scrollbar-gutter:stable]"
    >
      <ul aria-label={label} className="relative m-0 list-none p-0" style={{ height: rows.getTotalSize() }}>
        {items.map(({ index, key, start }) => {
          const shown = lines[index]
          return (
            shown && (
              <li
                key={key}
                ref={measure}
                data-index={index}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${start}px)` }}
              >
                {shown.kind === 'month' ? (
                  <h3 className="flex h-36 items-end px-20 pb-8 text-meta font-500 text-text-3">
                    {format.month(shown.at)}
                  </h3>
                ) : (
                  line(shown.entries)
                )}
              </li>
            )
          )
        })}
      </ul>
      <div className={cx('grid place-items-center', (loading || failed) && 'min-h-56')} aria-live="polite">
        {loading && <Spinner />}
        {failed && (
          <div className="flex flex-col items-center gap-8 px-20 py-12 text-center text-small text-text-2">
            {t('contentsFailed')}
            <Button kind="secondary" onClick={onMore}>
              {t('retry')}
            </Button>
          </div>
        )}
      </div>
    </div>
  )
}
