import type { Presence, UserId } from '@parley/protocol'
import { type T, useT } from '../i18n'
import { usePresence } from './use-presence'

type Shown = Exclude<Presence['status'], 'offline'>

const labels = { online: 'presenceOnline', away: 'presenceAway', dnd: 'presenceDnd' } as const

/** Told apart by shape too: full, hollow, with a bar. */
const Shape = ({ status }: { readonly status: Shown }) => {
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
  /** Of the picture that it stands on, in px. */
  readonly on: number
}

/** The dot on a picture; nothing for who is offline. Its ring takes the colour of what is behind, `--dot-ring`. */
export const StatusDot = ({ status, on, t }: DotProps & { readonly t: T }) => {
  if (status === undefined || status === 'offline') return null
  const px = on > 44 ? 24 : on > 36 ? 16 : 14
  const beside = on > 44 ? 0 : -2
  return (
    <svg
      role="img"
      aria-label={t(labels[status])}
      data-presence={status}
      viewBox="0 0 16 16"
      width={px}
      height={px}
      className="absolute"
      style={{ insetInlineEnd: beside, bottom: beside }}
    >
      <circle cx="8" cy="8" r="8" fill="var(--dot-ring, var(--color-surface))" />
      <Shape status={status} />
    </svg>
  )
}

/** The same for a person, kept current. */
export const PresenceDot = ({ userId, on }: { readonly userId: UserId } & Pick<DotProps, 'on'>) => (
  <StatusDot status={usePresence(userId)?.status} on={on} t={useT()} />
)
