import { AtSign } from 'lucide-react'
import { useT } from '../../i18n'
import { unreadText } from '../../list/unread-text'
import { Badge, cx } from '../../ui'
import styles from './viewport.module.css'

interface MentionsButtonProps {
  /** Unread messages that name the person. */
  readonly count: number
  readonly onMention: () => void
}

/** The way to the next message that names the person and is unread. */
export const MentionsButton = ({ count, onMention }: MentionsButtonProps) => {
  const t = useT()
  const label = t('jumpToMention', { count })
  return (
    <button
      type="button"
      className={cx(styles.fab, styles.enter)}
      aria-label={label}
      title={label}
      onClick={onMention}
      data-testid="fab-mentions"
    >
      <AtSign size={20} strokeWidth={1.75} aria-hidden />
      <span className={styles.fabCount} aria-hidden>
        <Badge>{unreadText(count)}</Badge>
      </span>
    </button>
  )
}
