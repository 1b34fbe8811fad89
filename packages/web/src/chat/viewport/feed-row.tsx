import { memo, type PointerEvent as PointerPress, Suspense } from 'react'
import { lazyPart } from '../../ui/lazy-part'
import { useRowTools } from '../actions/use-row-tools'
import { useSwipeReply } from '../actions/use-swipe-reply'
import { useRetracting } from '../retractions'
import { MessageRow, useArticleLabel } from '../rows/message-row'
import { RowBoundary } from '../rows/row-boundary'
import { DateRow, ServiceRow, UnreadRow } from '../rows/separators'
import { useSelecting } from '../selecting/use-selecting'
import type { TimelineItem } from '../timeline-items'
import styles from './viewport.module.css'

/** The code loads when the page is idle, or with the first row that is hovered or swiped. */
const RowTools = lazyPart(async () => (await import('../actions/row-tools')).RowTools)
const SwipeMark = lazyPart(async () => (await import('../actions/swipe-mark')).SwipeMark)

interface FeedRowProps {
  readonly item: TimelineItem
  readonly index: number
  /** The one row that Tab reaches. Arrow keys move on from it. */
  readonly active: boolean
  readonly measure: (row: HTMLElement | null) => void
}

type ItemOf<Kind extends TimelineItem['kind']> = Extract<TimelineItem, { kind: Kind }>

/** A click anywhere on the row toggles it. */
const SelectMark = ({ selected, label }: { readonly selected: boolean; readonly label: string }) => (
  <input type="checkbox" className={styles.select} aria-label={label} checked={selected} readOnly tabIndex={-1} />
)

type Presses = Readonly<Partial<Record<(typeof presses)[number], (event: PointerPress<HTMLElement>) => void>>>
const presses = ['onPointerDown', 'onPointerMove', 'onPointerUp', 'onPointerCancel'] as const

/** Both handlers get the touch events. */
const both = (one: Presses, other: Presses): Presses =>
  Object.fromEntries(
    presses.map((name) => [
      name,
      (event: PointerPress<HTMLElement>) => {
        one[name]?.(event)
        other[name]?.(event)
      },
    ]),
  )

const MessageArticle = ({ item, index, active, measure }: FeedRowProps & { readonly item: ItemOf<'message'> }) => {
  const label = useArticleLabel(item)
  const { shown, reachable, menuOpen, handlers } = useRowTools(item.message)
  const { active: selecting, selectable, selected, onClickCapture } = useSelecting(item.message)
  const retracting = useRetracting(item.message.id)
  const swipe = useSwipeReply(item.message)
  const { id, seq, status } = item.message
  return (
    <article
      {...handlers}
      {...both(handlers, selecting ? {} : swipe.handlers)}
      onClickCapture={(event) => {
        handlers.onClickCapture(event)
        if (!event.isPropagationStopped()) onClickCapture(event)
      }}
      data-selecting={selecting || undefined}
      data-selectable={selectable || undefined}
      data-selected={selected || undefined}
      ref={measure}
      className={styles.row}
      aria-label={label}
      aria-posinset={index + 1}
      aria-setsize={-1}
      tabIndex={active ? 0 : -1}
      data-index={index}
      data-key={item.key}
      data-gap={item.gap}
      data-tools={shown || undefined}
      data-menu={menuOpen || undefined}
      data-pulled={swipe.pulled === 'no' ? undefined : swipe.pulled}
      data-seq={seq}
      data-status={item.own ? status : undefined}
      data-testid={`row-${seq ?? id}`}
    >
      {swipe.pulled !== 'no' && (
        <Suspense fallback={null}>
          <SwipeMark replies={swipe.pulled === 'replies'} />
        </Suspense>
      )}
      {selectable && <SelectMark selected={selected} label={label} />}
      <RowBoundary value={item.message}>
        <MessageRow
          item={item}
          tools={
            shown &&
            !selecting &&
            !retracting && (
              <Suspense fallback={null}>
                <RowTools item={item} reachable={reachable} menuOpen={menuOpen} />
              </Suspense>
            )
          }
          reachable={reachable}
        />
      </RowBoundary>
    </article>
  )
}

const ServiceArticle = ({ item, index, active, measure }: FeedRowProps & { readonly item: ItemOf<'service'> }) => (
  <article
    ref={measure}
    className={styles.row}
    aria-posinset={index + 1}
    aria-setsize={-1}
    tabIndex={active ? 0 : -1}
    data-index={index}
    data-key={item.key}
    data-seq={item.message.seq}
    data-testid={`row-${item.message.seq ?? item.message.id}`}
  >
    <RowBoundary value={item.message}>
      <ServiceRow message={item.message} />
    </RowBoundary>
  </article>
)

const SeparatorRow = ({ item, index, measure }: FeedRowProps & { readonly item: ItemOf<'date' | 'unread'> }) => (
  <div ref={measure} className={styles.row} data-index={index} data-key={item.key}>
    {item.kind === 'date' ? <DateRow at={item.at} /> : <UnreadRow />}
  </div>
)

/** One row of the feed. Messages and service lines are articles, separators are not. */
export const FeedRow = memo((props: FeedRowProps) => {
  const { item } = props
  if (item.kind === 'message') return <MessageArticle {...props} item={item} />
  if (item.kind === 'service') return <ServiceArticle {...props} item={item} />
  return <SeparatorRow {...props} item={item} />
})
