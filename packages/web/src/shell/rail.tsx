import { Hash, type LucideIcon, MessagesSquare, Settings, ShieldCheck, UsersRound } from 'lucide-react'
import { type ReactNode, Suspense } from 'react'
import { Link } from 'wouter'
import { openDialog } from '../dialogs/dialog-store'
import { useT } from '../i18n'
import { useSelector } from '../lib/client'
import { idle } from '../lib/idle'
import { activePlace } from '../navigation/active-place'
import { paths, usePlace } from '../navigation/places'
import { useUnreadTotal } from '../people/muted'
import { OwnAvatar } from '../people/own-avatar'
import { openRequests } from '../people/relation'
import { unreadText } from '../people/unread'
import { Badge, cx, Tooltip } from '../ui'
import { lazyPart } from '../ui/lazy-part'
import { ThemeButton } from '../ui/theme-button'
import styles from './shell.module.css'

/** The picture renders at once. Its menu loads after the first screen. */
const OwnStatusMenu = lazyPart(async () => (await import('../people/own-status')).OwnStatusMenu, idle)

const ReportsBadge = lazyPart(async () => (await import('../reports/reports-badge')).ReportsBadge, idle)

interface RailItem {
  readonly label: string
  readonly icon: LucideIcon
  readonly href: string
  readonly active: boolean
  /** The number of waiting items, and its accessible name. */
  readonly badge?: { readonly count: number; readonly label: string }
  /** A badge that loads later. */
  readonly mark?: ReactNode
}

/** The destinations of the rail and the tabs. */
export const useRailItems = (): readonly RailItem[] => {
  const t = useT()
  const place = usePlace()
  const unread = useUnreadTotal()
  const requests = useSelector(openRequests)
  const active = activePlace(place)
  return [
    {
      label: t('chats'),
      icon: MessagesSquare,
      href: paths.list,
      active: active === 'chats',
      badge: { count: unread, label: t('unreadCount', { count: unread }) },
    },
    {
      label: t('peoplePlace'),
      icon: UsersRound,
      href: paths.people,
      active: active === 'people',
      badge: { count: requests, label: t('openRequests', { count: requests }) },
    },
    { label: t('settings'), icon: Settings, href: paths.settings, active: active === 'settings' },
  ]
}

const RailBadge = ({ badge }: { readonly badge: RailItem['badge'] | undefined }) =>
  badge && badge.count > 0 ? <Badge label={`(${badge.label})`}>{unreadText(badge.count)}</Badge> : null

const RailLink = ({ label, icon: Icon, href, active, badge, mark }: RailItem) => {
  return (
    <Tooltip label={label} side="right">
      <Link
        href={href}
        aria-current={active ? 'page' : undefined}
        className={cx(
          styles.railItem,
          active ? 'bg-selected text-accent' : 'text-text-2 hover:bg-hover hover:text-text',
        )}
      >
        <Icon size={22} strokeWidth={1.75} aria-hidden />
        <span className="sr-only">{label}</span>
        <span className="absolute -top-2 -right-2 grid rounded-full shadow-[0_0_0_2px_var(--color-canvas)] empty:hidden">
          <RailBadge badge={badge} />
          {mark}
        </span>
      </Link>
    </Tooltip>
  )
}

/** Opens the channels of this server, which the list doesn't show before the user joins one. */
const ChannelsButton = () => {
  const label = useT()('channels')
  return (
    <Tooltip label={label} side="right">
      <button
        type="button"
        aria-haspopup="dialog"
        onClick={() => openDialog({ name: 'channels' })}
        className={cx(styles.railItem, 'text-text-2 hover:bg-hover hover:text-text')}
      >
        <Hash size={22} strokeWidth={1.75} aria-hidden />
        <span className="sr-only">{label}</span>
      </button>
    </Tooltip>
  )
}

/**
 * The narrow bar at the side. On tablets it is a row above the list, and the menu of the user's own picture has the
 * theme.
 */
export const Rail = () => {
  const t = useT()
  const me = useSelector((state) => state.me)
  const onAdmin = usePlace().pane === 'admin'
  const items = useRailItems()
  const [settings] = items.slice(-1)
  return (
    <nav aria-label={t('navigation')} className={cx(styles.rail, 'bg-canvas')} data-focus-stop data-testid="rail">
      {items.slice(0, -1).map((item) => (
        <RailLink key={item.href} {...item} />
      ))}
      <ChannelsButton />
      <span className="flex-1" />
      {me?.admin && (
        <RailLink
          label={t('administration')}
          icon={ShieldCheck}
          href={paths.admin}
          active={onAdmin}
          mark={
            <Suspense>
              <ReportsBadge />
            </Suspense>
          }
        />
      )}
      <span className="hidden desktop:contents">
        <ThemeButton side="right" className="size-44 rounded-12" />
      </span>
      {settings && <RailLink {...settings} />}
      {me && (
        <span className={styles.railMe}>
          <Suspense fallback={<OwnAvatar userId={me.id} />}>
            <OwnStatusMenu />
          </Suspense>
        </span>
      )}
    </nav>
  )
}

const tab = 'relative flex h-full min-w-0 flex-1 flex-col items-center justify-center gap-2 px-4'

const TabLink = ({ label, icon: Icon, href, active, badge }: RailItem) => (
  <Link
    href={href}
    aria-current={active ? 'page' : undefined}
    className={cx(tab, active ? 'text-accent' : 'text-text-2')}
  >
    <span className="relative">
      <Icon size={22} strokeWidth={1.75} aria-hidden />
      <span className="absolute -top-6 left-12">
        <RailBadge badge={badge} />
      </span>
    </span>
    <span className="max-w-full truncate text-caption">{label}</span>
  </Link>
)

/** On phones, it precedes the settings, which come last. */
const ChannelsTab = () => {
  const label = useT()('channels')
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      onClick={() => openDialog({ name: 'channels' })}
      className={cx(tab, 'text-text-2')}
    >
      <Hash size={22} strokeWidth={1.75} aria-hidden />
      <span className="max-w-full truncate text-caption">{label}</span>
    </button>
  )
}

/** The same destinations at the bottom of the screen on phones. */
export const Tabs = () => {
  const t = useT()
  const items = useRailItems()
  const [settings] = items.slice(-1)
  return (
    <nav aria-label={t('navigation')} className={cx(styles.tabs, 'bg-surface-sidebar')} data-focus-stop>
      {items.slice(0, -1).map((item) => (
        <TabLink key={item.href} {...item} />
      ))}
      <ChannelsTab />
      {settings && <TabLink {...settings} />}
    </nav>
  )
}
