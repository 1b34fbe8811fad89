import type { ChatId, UserId } from '@parley/protocol'
import type { TimelineMessage } from '@parley/sdk/api'
import { CircleAlert } from 'lucide-react'
import { memo, type ReactNode, useMemo } from 'react'
import { openDialog } from '../../dialogs/dialog-store'
import { errorText, type T, useFormat, useT } from '../../i18n'
import { useSelector } from '../../lib/client'
import { UserAvatar } from '../../people/chat-avatar'
import { peerOf, useMemberName, useUserName } from '../../people/chat-name'
import { personColor } from '../../ui'
import { mentionsUser } from '../mentions-user'
import { useOutboxActions, useRowLook } from '../pane-contexts'
import { ReactionChips } from '../reactions/reaction-chips'
import { useRetracting } from '../retractions'
import type { TimelineItem } from '../timeline-items'
import { useRead } from '../use-read'
import { ForwardedLabel } from './forwarded-label'
import { MessageContent } from './message-content'
import { MessageMeta, MessageTime, statusText } from './message-meta'
import styles from './message-row.module.css'
import { QuoteBlock } from './quote-block'
import { useMessagePlainText } from './use-message-plain-text'

type MessageItem = Extract<TimelineItem, { kind: 'message' }>

const longestLabel = 240

/** A friend who removed the viewer stays in the viewer's list. Only a message that fails reveals the removal. */
const useRequestAgain = ({ chatId, error }: MessageItem['message']): (() => void) | undefined => {
  const peer = useSelector((state) => {
    const entry = state.chats.get(chatId)
    return entry && peerOf(state, entry)
  })
  return error === 'not_friends' && peer ? () => openDialog({ name: 'addFriend', userId: peer }) : undefined
}

/** Why a message was refused. Undefined while that is unknown. */
const failureText = ({ body, error }: TimelineMessage, t: T): string | undefined => {
  if (error === 'not_found' && body.type === 'contact') return t('contactRefused')
  return error && errorText(t, error)
}

const FailedActions = ({ item, reachable }: { readonly item: MessageItem; readonly reachable: boolean }) => {
  const t = useT()
  const { retry, discard } = useOutboxActions()
  const { id } = item.message
  const reason = failureText(item.message, t)
  const requestAgain = useRequestAgain(item.message)
  const tabIndex = reachable ? 0 : -1
  return (
    <div className={styles.failed}>
      <div>
        <CircleAlert size={16} strokeWidth={1.75} aria-hidden className="shrink-0" />
        <span>{reason === undefined ? t('statusFailed') : t('notSentBecause', { reason })}</span>
      </div>
      <div>
        {requestAgain && (
          <button type="button" tabIndex={tabIndex} onClick={requestAgain}>
            {t('sendRequest')}
          </button>
        )}
        <button type="button" tabIndex={tabIndex} onClick={() => retry(id)}>
          {t('retrySend')}
        </button>
        <button type="button" tabIndex={tabIndex} onClick={() => discard(id)}>
          {t('deleteUnsent')}
        </button>
      </div>
    </div>
  )
}

const SenderName = ({ item }: { readonly item: MessageItem }) => {
  const { layout } = useRowLook()
  const { chatId, senderId, at } = item.message
  const name = useMemberName(chatId, senderId)
  return (
    <div className={styles.name}>
      <button
        type="button"
        // The same as for the picture.
        tabIndex={-1}
        className={styles.nameButton}
        style={{ color: `var(--color-name-${personColor(senderId)})` }}
        onClick={() => openDialog({ name: 'person', userId: senderId, chatId })}
      >
        <bdi>{name}</bdi>
      </button>
      {layout === 'flat' && <MessageTime at={at} className={styles.nameTime} />}
    </div>
  )
}

interface SenderPictureProps {
  readonly chatId: ChatId
  readonly userId: UserId
  readonly size: 32 | 36
}

/**
 * Links to the profile. The keyboard reaches it through the list of members, so that Tab doesn't stop at every message.
 */
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

/** The picture of the sender. Hovered flat rows without a picture show the time there. */
const Gutter = ({ item }: { readonly item: MessageItem }) => {
  const { layout } = useRowLook()
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

/** The accessible name of a message: sender, time, content, and the delivery state of own messages. */
export const useArticleLabel = (item: MessageItem): string => {
  const t = useT()
  const format = useFormat()
  const { message, own } = item
  const read = useRead(message)
  const name = useMemberName(message.chatId, message.senderId)
  const said = useMessagePlainText(message).slice(0, longestLabel)
  const author = useUserName(message.forwardedFrom?.userId)
  const text = message.forwardedFrom ? withOrigin(t, { said, author: message.forwardedFrom.userId && author }) : said
  const words = { name: own ? t('you') : name, time: format.time(message.at), text }
  return own
    ? t('articleLabelState', { ...words, state: statusText(read ? 'read' : message.status, t) })
    : t('articleLabel', words)
}

/** These have a width of their own. */
const sized: ReadonlySet<string> = new Set(['voice', 'file', 'location', 'contact'])

/** A message that is about to be retracted shows as retracted already. */
const useShownMessage = (message: TimelineMessage): TimelineMessage => {
  const retracting = useRetracting(message.id)
  return useMemo(() => (retracting ? { ...message, body: { type: 'retracted' } } : message), [message, retracting])
}

interface MessageRowProps {
  readonly item: MessageItem
  /** The toolbar beside the message. */
  readonly tools: ReactNode
  /** Whether its controls are reachable with Tab. */
  readonly reachable: boolean
}

/** One message, as a bubble or a flat row. Both use the same elements. `data-layout` selects the layout. */
export const MessageRow = memo(({ item, tools, reachable }: MessageRowProps) => {
  const { layout, showPeople, me } = useRowLook()
  const { own, first, last } = item
  const message = useShownMessage(item.message)
  const named = !own && message.body.type !== 'retracted' && me !== undefined && mentionsUser(message, me)
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
        <div
          className={styles.bubble}
          data-bubble
          data-first={first || undefined}
          data-last={last || undefined}
          data-sized={sized.has(message.body.type) || undefined}
        >
          {people && first && <SenderName item={item} />}
          <ForwardedLabel message={message} reachable={reachable} />
          {message.replyTo && message.body.type !== 'retracted' && (
            <QuoteBlock rowKey={item.key} replyTo={message.replyTo} reachable={reachable} />
          )}
          <MessageContent
            message={message}
            reachable={reachable}
            meta={<MessageMeta message={message} own={own} time={layout === 'flat' ? 'elsewhere' : 'shown'} />}
          />
        </div>
        {message.seq !== undefined && <ReactionChips message={message} reachable={reachable} />}
        {message.status === 'failed' && <FailedActions item={item} reachable={reachable} />}
        {tools}
      </div>
    </div>
  )
})
