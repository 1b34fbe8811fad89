import type { SendStatus, TimelineMessage } from '@parley/sdk/api'
import { Check, CheckCheck, CirclePause, Clock3, Pin } from 'lucide-react'
import { type T, useFormat, useT } from '../../i18n'
import { useSelector } from '../../lib/client'
import { isPinned } from '../pane-rights'
import { useHasReaders, useRead } from '../use-read'
import styles from './message-row.module.css'

const icons = {
  ...{ read: CheckCheck, sent: Check, paused: CirclePause },
  ...{ queued: Clock3, sending: Clock3, checking: Clock3, unconfirmed: Clock3 },
} as const

/** The delivery state of an own message, as text. */
export const statusText = (status: SendStatus | 'read', t: T): string =>
  t(
    (
      {
        read: 'statusRead',
        queued: 'statusQueued',
        sending: 'statusSending',
        unconfirmed: 'statusSending',
        checking: 'statusChecking',
        paused: 'statusPaused',
        sent: 'statusSent',
        failed: 'statusFailed',
      } as const
    )[status],
  )

/** When a message was written, with the full date as a tooltip. */
export const MessageTime = ({ at, className }: { readonly at: number; readonly className?: string | undefined }) => {
  const format = useFormat()
  return (
    <time className={className} dateTime={new Date(at).toISOString()} title={format.full(at)}>
      {format.time(at)}
    </time>
  )
}

/** Failed messages show it below the bubble, beside the retry button. */
const StatusIcon = ({ status }: { readonly status: keyof typeof icons }) => {
  const t = useT()
  const Icon = icons[status]
  return (
    <span className={styles.status} data-testid={status === 'read' ? 'read' : undefined}>
      <Icon size={status === 'sent' || status === 'read' ? 14 : 12} strokeWidth={2} aria-hidden />
      <span className="sr-only">{statusText(status, t)}</span>
    </span>
  )
}

const Edited = ({ at }: { readonly at: number }) => {
  const t = useT()
  const format = useFormat()
  return (
    <span data-uncopied title={format.full(at)}>
      {t('edited')}
    </span>
  )
}

const Pinned = () => {
  const t = useT()
  return (
    <span className={styles.status} title={t('pinnedLabel')} data-testid="pinned-mark">
      <Pin size={12} strokeWidth={2} aria-hidden />
      <span className="sr-only">{t('pinnedLabel')}</span>
    </span>
  )
}

interface MessageMetaProps {
  readonly message: TimelineMessage
  readonly own: boolean
  /** Flat rows show the time elsewhere. */
  readonly time: 'shown' | 'elsewhere'
}

/** The time, and the delivery state of own messages. It floats at the end of the text. */
export const MessageMeta = ({ message, own, time }: MessageMetaProps) => {
  const t = useT()
  const { status } = message
  const read = useRead(message)
  const hasReaders = useHasReaders(message)
  const pinned = useSelector((state) => isPinned(state, message.chatId, message.id))
  const editedAt = message.body.type === 'retracted' ? undefined : message.row?.editedAt
  const via = message.row?.via
  if (!own && time === 'elsewhere' && editedAt === undefined && via === undefined && !pinned) return null
  const shown = status === 'sent' && read ? 'read' : status
  return (
    <span className={styles.meta}>
      {pinned && <Pinned />}
      {via !== undefined && <span data-uncopied>{t('viaService', { service: via })}</span>}
      {editedAt !== undefined && <Edited at={editedAt} />}
      {time === 'shown' && <MessageTime at={message.at} />}
      {own && shown !== 'failed' && (hasReaders || shown !== 'sent') && <StatusIcon status={shown} />}
    </span>
  )
}
