import { memo } from 'react'
import { RowTools } from '../actions/row-tools'
import { useRowTools } from '../actions/use-row-tools'
import { MessageRow, useArticleLabel } from '../rows/message-row'
import { RowBoundary } from '../rows/row-boundary'
import { DateRow, ServiceRow, UnreadRow } from '../rows/separators'
import type { TimelineItem } from '../timeline-items'
import styles from './viewport.module.css'

interface FeedRowProps {
  readonly item: TimelineItem
  readonly index: number
  /** The one row that Tab reaches; arrows go on from it. */
  readonly active: boolean
  readonly measure: (row: HTMLElement | null) => void
}

type ItemOf<Kind extends TimelineItem['kind']> = Extract<TimelineItem, { kind: Kind }>

const MessageArticle = ({ item, index, active, measure }: FeedRowProps & { readonly item: ItemOf<'message'> }) => {
  const label = useArticleLabel(item)
  const { shown, reachable, menuOpen, handlers } = useRowTools(item.message)
  const { id, seq, status } = item.message
  return (
    <article
      {...handlers}
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
      data-seq={seq}
      data-status={item.own ? status : undefined}
      data-testid={`row-${seq ?? id}`}
    >
      <RowBoundary value={item.message}>
        <MessageRow
          item={item}
          tools={shown && <RowTools item={item} reachable={reachable} menuOpen={menuOpen} />}
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

/** One row of the feed: messages and service lines are articles, day and unread separators are not. */
export const FeedRow = memo((props: FeedRowProps) => {
  const { item } = props
  if (item.kind === 'message') return <MessageArticle {...props} item={item} />
  if (item.kind === 'service') return <ServiceArticle {...props} item={item} />
  return <SeparatorRow {...props} item={item} />
})
