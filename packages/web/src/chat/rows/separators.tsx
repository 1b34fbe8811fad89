import type { TimelineMessage } from '@parley/sdk/api'
import { useSelector } from '../../client'
import { useFormat, useLanguage, useT } from '../../i18n'
import { memberName } from '../../people/chat-name'
import styles from './separators.module.css'
import { serviceText } from './service-text'

/**
 * A pill with the day. A click on it leads to other days; the viewport hears it, because a feed has no buttons beside its articles.
 * The menu of the chat offers the same.
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

/** What the server wrote into the chat. */
export const ServiceRow = ({ message }: { readonly message: TimelineMessage }) => {
  const t = useT()
  const locale = useLanguage() === 'zh' ? 'zh-CN' : 'en'
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
