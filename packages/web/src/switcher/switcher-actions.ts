import {
  Keyboard,
  type LucideIcon,
  MessageSquarePlus,
  Moon,
  QrCode,
  Settings,
  ShieldCheck,
  Smile,
  Users,
  UsersRound,
} from 'lucide-react'
import { openDialog } from '../dialogs/dialog-store'
import { navigate } from '../history/navigate'
import type { Key } from '../i18n/catalog'
import { paths } from '../navigation/places'
import { chooseTheme } from '../theme/theme'
import type { ActionContext } from '../ui/action-context'

export interface SwitcherAction {
  readonly label: Key & (typeof labels)[number]
  readonly icon: LucideIcon
  readonly run: () => void
}

const labels = [
  ...(['newChat', 'newGroup', 'invitePeople', 'peoplePlace', 'setStatusText'] as const),
  ...(['switchTheme', 'settings', 'administration', 'keyboardShortcuts'] as const),
] as const

const isDark = () => document.documentElement.dataset.theme === 'dark'

/** The actions of the quick switcher for the signed-in user. */
export const switcherActions = ({ client }: ActionContext): readonly SwitcherAction[] => {
  const { me } = client.state.get()
  return [
    { label: 'newChat', icon: MessageSquarePlus, run: () => openDialog({ name: 'newChat' }) },
    { label: 'newGroup', icon: Users, run: () => openDialog({ name: 'newGroup' }) },
    { label: 'invitePeople', icon: QrCode, run: () => openDialog({ name: 'invite' }) },
    { label: 'setStatusText', icon: Smile, run: () => openDialog({ name: 'status' }) },
    { label: 'peoplePlace', icon: UsersRound, run: () => navigate(paths.people) },
    { label: 'settings', icon: Settings, run: () => navigate(paths.settings) },
    { label: 'switchTheme', icon: Moon, run: () => chooseTheme(isDark() ? 'light' : 'dark') },
    { label: 'keyboardShortcuts', icon: Keyboard, run: () => openDialog({ name: 'shortcuts' }) },
    ...(me?.admin ? ([{ label: 'administration', icon: ShieldCheck, run: () => navigate(paths.admin) }] as const) : []),
  ]
}
