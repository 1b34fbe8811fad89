import type { Preferences } from '@parley/protocol'
import { CircleDot, CircleMinus, EyeOff, type LucideIcon, Moon, Settings, Smile } from 'lucide-react'
import { navigate } from 'wouter/use-browser-location'
import { client, useSelector } from '../client'
import { openDialog } from '../dialogs/dialog-store'
import { type Key, useT } from '../i18n'
import { orToast } from '../problem'
import { paths } from '../shell/places'
import { Menu } from '../ui'
import { UserAvatar } from './chat-avatar'
import { StatusDot } from './presence-dot'
import { type OwnStatus, statusChange, statusNow } from './status-now'

type Status = Preferences['status']
type StatusKey = Key & ('statusOnline' | 'statusAway' | 'statusDnd' | 'statusInvisible')

/** What people can be shown as, in the order in which it is offered. */
export const ownStatuses: readonly { readonly status: Status; readonly icon: LucideIcon; readonly label: StatusKey }[] =
  [
    { status: 'online', icon: CircleDot, label: 'statusOnline' },
    { status: 'away', icon: Moon, label: 'statusAway' },
    { status: 'dnd', icon: CircleMinus, label: 'statusDnd' },
    { status: 'invisible', icon: EyeOff, label: 'statusInvisible' },
  ]

/** My own status as it holds now. */
export const useOwnStatus = (): OwnStatus =>
  statusNow(
    useSelector((state) => state.preferences),
    Date.now(),
  )

/** My picture, with what I am shown as; offers to change that. */
export const OwnStatusMenu = () => {
  const t = useT()
  const me = useSelector((state) => state.me)
  const { status, text, until } = useOwnStatus()
  if (!me) return null
  const chosen = ownStatuses.find((one) => one.status === status)
  const choose = (next: Status) => void orToast(t, client.call('presence.set', statusChange(next, { text, until })))
  const items = [
    ...ownStatuses.map(({ status: offered, icon, label }) => ({
      label: t(label),
      icon,
      checked: offered === status,
      onSelect: () => choose(offered),
    })),
    { label: t('setStatusText'), icon: Smile, onSelect: () => openDialog({ name: 'status' }) },
    { label: t('settings'), icon: Settings, onSelect: () => navigate(paths.settings) },
  ]
  return (
    <Menu label={t('ownStatus')} items={items} side="right" align="end">
      {(trigger) => (
        <button
          {...trigger}
          type="button"
          aria-label={t('ownStatusIs', { name: me.name, status: chosen ? t(chosen.label) : '' })}
          className="relative grid rounded-full [--dot-ring:var(--color-canvas)]"
          data-testid="own-status"
        >
          <UserAvatar userId={me.id} size={32} />
          <StatusDot status={status === 'invisible' ? 'offline' : status} on={32} t={t} />
        </button>
      )}
    </Menu>
  )
}
