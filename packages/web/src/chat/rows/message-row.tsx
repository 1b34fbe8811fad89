import type { ChatId, UserId } from '@parley/protocol'
import type { TimelineMessage } from '@parley/sdk/api'
import { CircleAlert } from 'lucide-react'
import { memo, type ReactNode, useMemo } from 'react'
import { useSelector } from '../../client'
import { openDialog } from '../../dialogs/dialog-store'
import { errorText, type T, useFormat, useT } from '../../i18n'
import { UserAvatar } from '../../people/chat-avatar'
import { peerOf, useMemberName, useUserName } from '../../people/chat-name'
import { personColor } from '../../ui'
import { names } from '../names'
import { ReactionChips } from '../reactions/reaction-chips'
import { useRetracting } from '../retractions'
import type { TimelineItem } from '../timeline-items'
import { useRead } from '../use-read'
import { ForwardedLabel } from './forwarded-label'
import { MessageContent } from './message-content'
import { MessageMeta, MessageTime, statusText } from './message-meta'
import styles from './message-row.module.css'
import { QuoteBlock } from './quote-block'
import { useRowSurroundings } from './row-context'
import { useMessageWords } from './use-message-words'

type MessageItem = Extract<TimelineItem, { kind: 'message' }>

const longestLabel = 240

/** Somebody who removed me is still my friend in my own list: only a message that does not go out tells. */
const useAskAgain = ({ chatId, error }: MessageItem['message']): (() => void) | undefined => {
  const peer = useSelector((state) => {
    const entry = state.chats.get(chatId)
    return entry && peerOf(state, entry)
  })
  return error === 'not_friends' && peer ? () => openDialog({ name: 'addFriend', userId: peer }) : undefined
}

/** Why a message was refused; undefined while that is not known. */
const failureText = ({ body, error }: TimelineMessage, t: T): string | undefined => {
  if (error === 'not_found' && body.type === 'contact') return t('contactRefused')
  return error && errorText(t, error)
}

const FailedActions = ({ item }: { readonly item: MessageItem }) => {
  const t = useT()
  const { retry, discard } = useRowSurroundings()
  const { id } = item.message
  const reason = failureText(item.message, t)
  const askAgain = useAskAgain(item.message)
  return (
    <div className={styles.failed}>
      <div>
        <CircleAlert size={16} strokeWidth={1.75} aria-hidden className="shrink-0" />
        <span>{reason === undefined ? t('statusFailed') : t('notSentBecause', { reason })}</span>
      </div>
      <div>
        {askAgain && (
          <button type="button" onClick={askAgain}>
            {t('sendRequest')}
          </button>
        )}
        <button type="button" onClick={() => retry(id)}>
          {t('retrySend')}
        </button>
        <button type="button" onClick={() => discard(id)}>
          {t('deleteUnsent')}
        </button>
      </div>
    </div>
  )
}

const SenderName = ({ item }: { readonly item: MessageItem }) => {
  const { layout } = useRowSurroundings()
  const { chatId, senderId, at } = item.message
  const name = useMemberName(chatId, senderId)
  return (
    <div className={styles.name}>
      <bdi style={{ color: `var(--color-name-${personColor(senderId)})` }}>{name}</bdi>
      {layout === 'flat' && <MessageTime at={at} className={styles.nameTime} />}
    </div>
  )
}

interface SenderPictureProps {
  readonly chatId: ChatId
  readonly userId: UserId
  readonly size: 32 | 36
}

/** Leads to the profile. The keyboard gets there from the list of members, so that Tab does not stop at every message. */
const SenderPicture = ({ chatId, userId, size }: SenderPictureProps) => {
  const t = useT()
  const name = useUserName(userId)
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={t('profileOf', { name })}
      onClick={() => openDialog({ name: 'person', userId, chatId })}
      className="grid rounded-full"
    >
      <UserAvatar userId={userId} size={size} />
    </button>
  )
}

/** The picture of the sender, or in flat rows below it the time under the pointer. */
const Gutter = ({ item }: { readonly item: MessageItem }) => {
  const { layout } = useRowSurroundings()
  const { chatId, senderId, at } = item.message
  const flat = layout === 'flat'
  const picture = flat ? item.first : item.last
  return (
    <div className={styles.gutter}>
      {picture && <SenderPicture chatId={chatId} userId={senderId} size={flat ? 36 : 32} />}
      {flat && !picture && <MessageTime at={at} className={styles.gutterTime} />}
    </div>
  )
}

const withOrigin = (t: T, { said, author }: { said: string; author: string | undefined }): string =>
  t('withCaption', {
    what: author === undefined ? t('forwarded') : t('forwardedFrom', { name: author }),
    caption: said,
  })

/** The accessible name of a message: who, when, what, and how an own one stands. */
export const useArticleLabel = (item: MessageItem): string => {
  const t = useT()
  const format = useFormat()
  const { message, own } = item
  const read = useRead(message)
  const name = useMemberName(message.chatId, message.senderId)
  const said = useMessageWords(message).slice(0, longestLabel)
  const author = useUserName(message.forwardedFrom?.userId)
  const text = message.forwardedFrom ? withOrigin(t, { said, author: message.forwardedFrom.userId && author }) : said
  const words = { name: own ? t('you') : name, time: format.time(message.at), text }
  return own
    ? t('articleLabelState', { ...words, state: statusText(read ? 'read' : message.status, t) })
    : t('articleLabel', words)
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
  /** What stands in it is reached by Tab. */
  readonly reachable: boolean
}

/** One message, as a bubble or a flat row: the same elements, laid out by `data-layout`. */
export const MessageRow = memo(({ item, tools, reachable }: MessageRowProps) => {
  const { layout, showPeople, me } = useRowSurroundings()
  const { own, first, last } = item
  const message = useShownMessage(item.message)
  const named = !own && message.body.type !== 'retracted' && me !== undefined && names(message, me)
  const people = showPeople && (layout === 'flat' || !own)
  return (
    <div
      className={styles.message}
      data-layout={layout}
      data-own={own || undefined}
      data-people={people || undefined}
      data-named={named || undefined}
    >
      {people && <Gutter item={item} />}
      <div className={styles.column}>
        <div className={styles.bubble} data-first={first || undefined} data-last={last || undefined}>
          {people && first && <SenderName item={item} />}
          <ForwardedLabel message={message} reachable={reachable} />
          {message.replyTo && message.body.type !== 'retracted' && (
            <QuoteBlock rowKey={item.key} replyTo={message.replyTo} />
          )}
          <MessageContent
            message={message}
            reachable={reachable}
            meta={<MessageMeta message={message} own={own} time={layout === 'flat' ? 'elsewhere' : 'shown'} />}
          />
        </div>
        {message.seq !== undefined && <ReactionChips message={message} reachable={reachable} />}
        {message.status === 'failed' && <FailedActions item={item} />}
        {tools}
      </div>
    </div>
  )
})
