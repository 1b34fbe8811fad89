import type { ForwardedFrom } from '@parley/protocol'
import type { TimelineMessage } from '@parley/sdk/api'
import { openDialog } from '../../dialogs/dialog-store'
import { useT } from '../../i18n'
import { useUserName } from '../../people/chat-name'
import styles from './forwarded-label.module.css'

const Named = ({
  userId,
  reachable,
}: {
  readonly userId: NonNullable<ForwardedFrom['userId']>
  readonly reachable: boolean
}) => {
  const t = useT()
  const name = useUserName(userId)
  return (
    <button
      type="button"
      className={styles.label}
      data-testid="forwarded"
      tabIndex={reachable ? 0 : -1}
      onClick={() => openDialog({ name: 'person', userId })}
    >
      <span>{t('forwardedFrom', { name })}</span>
    </button>
  )
}

interface ForwardedLabelProps {
  readonly message: TimelineMessage
  /** Whether it is reachable with Tab. */
  readonly reachable: boolean
}

/** Shows that a message was forwarded, and from whom, unless the name was left out. Links to the profile. */
export const ForwardedLabel = ({ message: { forwardedFrom, body }, reachable }: ForwardedLabelProps) => {
  const t = useT()
  if (!forwardedFrom || body.type === 'retracted' || body.type === 'withheld') return null
  if (forwardedFrom.userId !== undefined) return <Named userId={forwardedFrom.userId} reachable={reachable} />
  return (
    <div className={styles.label} data-testid="forwarded">
      {t('forwarded')}
    </div>
  )
}
