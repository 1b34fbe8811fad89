import type { ChatEntry } from '@parley/sdk/api'
import { Ban, DoorClosed, Lock, UserX } from 'lucide-react'
import { useT } from '../../i18n'
import styles from './composer.module.css'

type Refusal = NonNullable<ChatEntry['writeRefused']>

const notices = {
  not_a_member: { icon: DoorClosed, text: 'noticeLeft' },
  channel_closed: { icon: Lock, text: 'noticeWorldClosed' },
  blocked: { icon: Ban, text: 'noticeBlocked' },
  not_friends: { icon: UserX, text: 'noticeNotFriends' },
} as const satisfies Record<Refusal, unknown>

/** Stands in place of the composer and says why one cannot write. */
export const ComposerNotice = ({ refusal }: { readonly refusal: Refusal }) => {
  const t = useT()
  const { icon: Icon, text } = notices[refusal]
  return (
    <div className={styles.notice} data-testid="composer-notice">
      <Icon size={18} strokeWidth={1.75} aria-hidden />
      <span>{t(text)}</span>
    </div>
  )
}
