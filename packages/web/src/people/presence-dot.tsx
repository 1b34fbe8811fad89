import type { Presence, UserId } from '@parley/protocol'
import { type T, useT } from '../i18n'
import { useDisconnected } from './use-disconnected'
import { usePresence } from './use-presence'

type Shown = Exclude<Presence['status'], 'offline'>

const labels = { online: 'presenceOnline', away: 'presenceAway', dnd: 'presenceDnd' } as const

/** Statuses differ also in shape: full, hollow, with a bar. */
const Shape = ({ status, stale }: { readonly status: Shown; readonly stale: boolean }) => {
  if (stale) return <circle cx="8" cy="8" r="6" fill="var(--color-border-control)" />
  if (status === 'away')
    return <circle cx="8" cy="8" r="4.75" fill="none" stroke="var(--color-presence-online)" strokeWidth="2.5" />
  if (status === 'online') return <circle cx="8" cy="8" r="6" fill="var(--color-presence-online)" />
  return (
    <>
      <circle cx="8" cy="8" r="6" fill="var(--color-danger-solid)" />
      <rect x="4.5" y="7" width="7" height="2" rx="1" fill="#fff" />
    </>
  )
}

interface DotProps {
  readonly status: Presence['status'] | undefined
  /** The size of the picture under it, in px. */
  readonly on: number
  /** Without a connection, the presence is unknown, so the dot is grey. */
  readonly stale?: boolean
}

/** The dot on a picture. Empty for offline people. Its ring has the colour of the background, `--dot-ring`. */
export const StatusDot = ({ status, on, stale = false, t }: DotProps & { readonly t: T }) => {
  if (status === undefined || status === 'offline') return null
  const px = on > 44 ? 24 : on > 36 ? 16 : 14
  const beside = on > 44 ? 0 : -2
  return (
    <svg
      role="img"
      aria-label={t(labels[status])}
      aria-hidden={stale || undefined}
      data-presence={stale ? 'unknown' : status}
      viewBox="0 0 16 16"
      width={px}
      height={px}
      className="absolute"
      style={{ insetInlineEnd: beside, bottom: beside }}
    >
      <circle cx="8" cy="8" r="8" fill="var(--dot-ring, var(--color-surface))" />
      <Shape status={status} stale={stale} />
    </svg>
  )
}

/** The dot of a person, kept up to date. */
export const PresenceDot = ({ userId, on }: { readonly userId: UserId } & Pick<DotProps, 'on'>) => (
  <StatusDot status={usePresence(userId)?.status} on={on} stale={useDisconnected()} t={useT()} />
)
