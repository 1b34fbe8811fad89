import type { TimelineMessage } from '@parley/sdk/api'
import { CircleAlert } from 'lucide-react'
import { memo, type ReactNode, useMemo } from 'react'
import { useFormat, useT } from '../../i18n'
import { UserAvatar } from '../../people/chat-avatar'
import { useUserName } from '../../people/chat-name'
import { personColor } from '../../ui'
import { useRetracting } from '../retractions'
import type { TimelineItem } from '../timeline-items'
import { MessageContent, messageWords } from './message-content'
import { MessageMeta, MessageTime, statusText } from './message-meta'
import styles from './message-row.module.css'
import { QuoteBlock } from './quote-block'
import { useRowSurroundings } from './row-context'

type MessageItem = Extract<TimelineItem, { kind: 'message' }>

const longestLabel = 240

const FailedActions = ({ item }: { readonly item: MessageItem }) => {
  const t = useT()
  const { retry, discard } = useRowSurroundings()
  const { id } = item.message
  return (
    <div className={styles.failed}>
      <CircleAlert size={16} strokeWidth={1.75} aria-hidden />
      <span>{t('statusFailed')}</span>
      <button type="button" onClick={() => retry(id)}>
        {t('retrySend')}
      </button>
      <button type="button" onClick={() => discard(id)}>
        {t('deleteUnsent')}
      </button>
    </div>
  )
}

const SenderName = ({ item }: { readonly item: MessageItem }) => {
  const { layout } = useRowSurroundings()
  const { senderId, at } = item.message
  const name = useUserName(senderId)
  return (
    <div className={styles.name}>
      <bdi style={{ color: `var(--color-name-${personColor(senderId)})` }}>{name}</bdi>
      {layout === 'flat' && <MessageTime at={at} className={styles.nameTime} />}
    </div>
  )
}

/** The picture of the sender, or in flat rows below it the time under the pointer. */
const Gutter = ({ item }: { readonly item: MessageItem }) => {
  const { layout } = useRowSurroundings()
  const { senderId, at } = item.message
  const flat = layout === 'flat'
  const picture = flat ? item.first : item.last
  return (
    <div className={styles.gutter}>
      {picture && <UserAvatar userId={senderId} size={flat ? 36 : 32} />}
      {flat && !picture && <MessageTime at={at} className={styles.gutterTime} />}
    </div>
  )
}

/** The accessible name of a message: who, when, what, and how an own one stands. */
export const useArticleLabel = (item: MessageItem): string => {
  const t = useT()
  const format = useFormat()
  const { message, own } = item
  const name = useUserName(message.senderId)
  const text = messageWords(message, t).slice(0, longestLabel)
  const words = { name: own ? t('you') : name, time: format.time(message.at), text }
  return own ? t('articleLabelState', { ...words, state: statusText(message.status, t) }) : t('articleLabel', words)
}

/** What is about to be taken back looks as if it were. */
const useShownMessage = (message: TimelineMessage): TimelineMessage => {
  const retracting = useRetracting(message.id)
  return useMemo(() => (retracting ? { ...message, body: { type: 'retracted' } } : message), [message, retracting])
}

interface MessageRowProps {
  readonly item: MessageItem
  /** Stands beside it. */
  readonly tools: ReactNode
}

/** One message, as a bubble or a flat row: the same elements, laid out by `data-layout`. */
export const MessageRow = memo(({ item, tools }: MessageRowProps) => {
  const { layout, showPeople } = useRowSurroundings()
  const { own, first, last } = item
  const message = useShownMessage(item.message)
  const people = showPeople && (layout === 'flat' || !own)
  return (
    <div className={styles.message} data-layout={layout} data-own={own || undefined} data-people={people || undefined}>
      {people && <Gutter item={item} />}
      <div className={styles.column}>
        <div className={styles.bubble} data-first={first || undefined} data-last={last || undefined}>
          {people && first && <SenderName item={item} />}
          {message.replyTo && message.body.type !== 'retracted' && (
            <QuoteBlock rowKey={item.key} replyTo={message.replyTo} />
          )}
          <MessageContent
            message={message}
            meta={<MessageMeta message={message} own={own} time={layout === 'flat' ? 'elsewhere' : 'shown'} />}
          />
        </div>
        {message.status === 'failed' && <FailedActions item={item} />}
        {tools}
      </div>
    </div>
  )
})
