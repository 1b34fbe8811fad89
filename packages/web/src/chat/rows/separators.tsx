import type { TimelineMessage } from '@parley/sdk/api'
import { useFormat, useLocale, useT } from '../../i18n'
import { useSelector } from '../../lib/client'
import { memberName } from '../../people/chat-name'
import styles from './separators.module.css'
import { serviceText } from './service-text'

/**
 * A pill with the day. A click on it opens the calendar. The viewport handles the click, since a feed can't have
 * buttons between its articles. The menu of the chat has the same entry.
 */
export const DateRow = ({ at }: { readonly at: number }) => {
  const format = useFormat()
  return (
    <div className={styles.date}>
      <span className={styles.pill} data-day={at}>
        {format.day(at)}
      </span>
    </div>
  )
}

/** The line before the first message that was unread when the chat was opened. */
export const UnreadRow = () => {
  const t = useT()
  return (
    <div className={styles.unread} data-testid="unread-divider">
      <span>{t('unreadDivider')}</span>
    </div>
  )
}

export const ServiceRow = ({ message }: { readonly message: TimelineMessage }) => {
  const t = useT()
  const locale = useLocale()
  const text = useSelector((state) =>
    serviceText(message, {
      t,
      locale,
      me: state.me?.id,
      nameOf: (id) => memberName(state, { chatId: message.chatId, userId: id }, t),
    }),
  )
  return (
    <div className={styles.service}>
      <span className={styles.pill}>{text}</span>
    </div>
  )
}
