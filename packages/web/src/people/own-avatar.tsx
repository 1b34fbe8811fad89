import type { UserId } from '@parley/protocol'
import { useT } from '../i18n'
import { useSelector } from '../lib/client'
import { useUntil } from '../lib/clock'
import { UserAvatar } from './chat-avatar'
import { StatusDot } from './presence-dot'
import { type OwnStatus, statusNow } from './status-now'
import { useDisconnected } from './use-disconnected'

/** The viewer's current status. */
export const useOwnStatus = (): OwnStatus => {
  const preferences = useSelector((state) => state.preferences)
  useUntil(preferences?.until)
  return statusNow(preferences, Date.now())
}

/** The viewer's picture with their status. */
export const OwnAvatar = ({ userId }: { readonly userId: UserId }) => {
  const t = useT()
  const { status } = useOwnStatus()
  return (
    <span className="relative grid rounded-full [--dot-ring:var(--color-canvas)]">
      <UserAvatar userId={userId} size={32} />
      <StatusDot status={status === 'invisible' ? 'offline' : status} on={32} stale={useDisconnected()} t={t} />
    </span>
  )
}
