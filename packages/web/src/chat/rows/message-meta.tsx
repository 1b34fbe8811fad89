import type { SendStatus, TimelineMessage } from '@parley/sdk/api'
import { Check, CheckCheck, CirclePause, Clock3 } from 'lucide-react'
import { type T, useFormat, useT } from '../../i18n'
import { useRead } from '../use-read'
import styles from './message-row.module.css'

const icons = {
  ...{ read: CheckCheck, sent: Check, paused: CirclePause },
  ...{ queued: Clock3, sending: Clock3, checking: Clock3, unconfirmed: Clock3 },
} as const

/** Where an own message stands, in words. */
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

/** When a message was written; the full date stands in its tooltip. */
export const MessageTime = ({ at, className }: { readonly at: number; readonly className?: string | undefined }) => {
  const format = useFormat()
  return (
    <time className={className} dateTime={new Date(at).toISOString()} title={format.full(at)}>
      {format.time(at)}
    </time>
  )
}

/** A failed message says so below, where it can be retried. */
const Standing = ({ status }: { readonly status: keyof typeof icons }) => {
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
  return <span title={format.full(at)}>{t('edited')}</span>
}

interface MessageMetaProps {
  readonly message: TimelineMessage
  readonly own: boolean
  /** Flat rows show the time elsewhere. */
  readonly time: 'shown' | 'elsewhere'
}

/** Time, and for own messages where they stand; floats at the end of the text. */
export const MessageMeta = ({ message, own, time }: MessageMetaProps) => {
  const { status } = message
  const read = useRead(message)
  const editedAt = message.body.type === 'retracted' ? undefined : message.row?.editedAt
  if (!own && time === 'elsewhere' && editedAt === undefined) return null
  return (
    <span className={styles.meta}>
      {editedAt !== undefined && <Edited at={editedAt} />}
      {time === 'shown' && <MessageTime at={message.at} />}
      {own && status !== 'failed' && <Standing status={status === 'sent' && read ? 'read' : status} />}
    </span>
  )
}
