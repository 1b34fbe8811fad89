import type { Preferences } from '@parley/protocol'
import { CircleDot, CircleMinus, EyeOff, type LucideIcon, Moon, MoonStar, Settings, Smile, Sun } from 'lucide-react'
import { openDialog } from '../dialogs/dialog-store'
import { navigate } from '../history/navigate'
import { type Key, useT } from '../i18n'
import { useClient, useSelector } from '../lib/client'
import { paths } from '../navigation/places'
import { chooseTheme, useTheme } from '../theme/theme'
import { Menu } from '../ui'
import { orToast } from '../ui/problem'
import { OwnAvatar, useOwnStatus } from './own-avatar'
import { statusChange } from './status-now'

type Status = Preferences['status']
type StatusKey = Key & ('statusOnline' | 'statusAway' | 'statusDnd' | 'statusInvisible')

/** The statuses to choose from, in the order of the menu. */
export const ownStatuses: readonly { readonly status: Status; readonly icon: LucideIcon; readonly label: StatusKey }[] =
  [
    { status: 'online', icon: CircleDot, label: 'statusOnline' },
    { status: 'away', icon: Moon, label: 'statusAway' },
    { status: 'dnd', icon: CircleMinus, label: 'statusDnd' },
    { status: 'invisible', icon: EyeOff, label: 'statusInvisible' },
  ]

/** The viewer's picture with their status, and a menu that changes it. */
export const OwnStatusMenu = () => {
  const t = useT()
  const client = useClient()
  const me = useSelector((state) => state.me)
  const { status, text, until } = useOwnStatus()
  const dark = useTheme().shown === 'dark'
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
    {
      label: t(dark ? 'switchToLight' : 'switchToDark'),
      icon: dark ? Sun : MoonStar,
      onSelect: () => chooseTheme(dark ? 'light' : 'dark'),
    },
    { label: t('settings'), icon: Settings, onSelect: () => navigate(paths.settings) },
  ]
  return (
    <Menu label={t('ownStatus')} items={items} side="right" align="end">
      {(trigger) => (
        <button
          {...trigger}
          type="button"
          aria-label={t('ownStatusIs', { name: me.name, status: chosen ? t(chosen.label) : '' })}
          className="rounded-full"
          data-testid="own-status"
        >
          <OwnAvatar userId={me.id} />
        </button>
      )}
    </Menu>
  )
}
