import { Reply } from 'lucide-react'
import styles from './swipe-mark.module.css'

/** Shows, beside a swiped message, the effect of lifting the finger now. */
export const SwipeMark = ({ replies }: { readonly replies: boolean }) => (
  <span className={styles.mark} data-replies={replies || undefined} aria-hidden>
    <Reply size={18} strokeWidth={1.75} />
  </span>
)
