import type { LucideIcon } from 'lucide-react'
import { unreadText } from '../../people/unread'
import { Badge, cx } from '../../ui'
import styles from './viewport.module.css'

interface FabProps {
  readonly icon: LucideIcon
  readonly label: string
  /** The badge. Hidden for 0. */
  readonly count?: number
  readonly onPress: () => void
  readonly testId: string
}

/** A round button that floats over the history and jumps within it. */
export const Fab = ({ icon: Icon, label, count = 0, onPress, testId }: FabProps) => (
  <button
    type="button"
    className={cx(styles.fab, styles.enter)}
    aria-label={label}
    title={label}
    onClick={onPress}
    data-testid={testId}
  >
    <Icon size={20} strokeWidth={1.75} aria-hidden />
    {count > 0 && (
      <span className={styles.fabCount} data-testid={`${testId}-count`} aria-hidden>
        <Badge>{unreadText(count)}</Badge>
      </span>
    )}
  </button>
)
