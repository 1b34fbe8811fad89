import type { ChatId, UserId } from '@parley/protocol'
import type { TimelineMessage } from '@parley/sdk/api'
import { memo, type ReactNode, Suspense, useMemo } from 'react'
import { openDialog } from '../../dialogs/dialog-store'
import { type T, useFormat, useT } from '../../i18n'
import { UserAvatar } from '../../people/chat-avatar'
import { useMemberName, useUserName } from '../../people/chat-name'
import { personColor } from '../../ui'
import { lazyPart } from '../../ui/lazy-part'
import { mentionsUser } from '../mentions-user'
import { useRowLook } from '../pane-contexts'
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

const UnsentActions = lazyPart(async () => (await import('./unsent-actions')).UnsentActions)

const longestLabel = 240

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
        {(message.status === 'failed' || message.until !== undefined) && (
          <Suspense fallback={null}>
            <UnsentActions message={message} reachable={reachable} />
          </Suspense>
        )}
        {tools}
      </div>
    </div>
  )
})
