import { WORLD_CHAT_ID } from '@parley/protocol/ids'
import { Bookmark, Globe, type LucideIcon, MessagesSquare, Settings, ShieldCheck, UsersRound } from 'lucide-react'
import { Suspense } from 'react'
import { Link } from 'wouter'
import { useSelector } from '../client'
import { useT } from '../i18n'
import { useUnreadTotal } from '../list/muted'
import { unreadText } from '../list/unread-text'
import { UserAvatar } from '../people/chat-avatar'
import { chatSort } from '../people/chat-name'
import { openRequests } from '../people/relation'
import { ThemeButton } from '../settings/theme-button'
import { Badge, cx, Tooltip } from '../ui'
import { late } from '../ui/late'
import { activePlace } from './active-place'
import { idle } from './idle'
import { paths, usePlace } from './places'
import styles from './shell.module.css'

/** The picture is there from the start; what it offers comes after the first look. */
const OwnStatusMenu = late(async () => (await import('../people/own-status')).OwnStatusMenu, idle)

interface RailItem {
  readonly label: string
  /** For the narrow tabs. */
  readonly short?: string
  readonly icon: LucideIcon
  readonly href: string
  readonly active: boolean
  /** What waits there, and how it is read out. */
  readonly badge?: { readonly count: number; readonly label: string }
}

/** The places that the rail and the tabs lead to. */
export const useRailItems = (): readonly RailItem[] => {
  const t = useT()
  const place = usePlace()
  const unread = useUnreadTotal()
  const requests = useSelector(openRequests)
  const saved = useSelector((state) => [...state.chats.values()].find((entry) => chatSort(entry) === 'saved')?.id)
  const active = activePlace(place, saved)
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
    { label: t('world'), icon: Globe, href: paths.chat(WORLD_CHAT_ID), active: active === 'world' },
    ...(saved
      ? [
          {
            label: t('savedMessages'),
            short: t('savedShort'),
            icon: Bookmark,
            href: paths.chat(saved),
            active: active === 'saved',
          },
        ]
      : []),
    { label: t('settings'), icon: Settings, href: paths.settings, active: active === 'settings' },
  ]
}

const RailBadge = ({ badge }: { readonly badge: RailItem['badge'] | undefined }) =>
  badge && badge.count > 0 ? <Badge label={`(${badge.label})`}>{unreadText(badge.count)}</Badge> : null

const RailLink = ({ label, icon: Icon, href, active, badge }: RailItem) => {
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
        </span>
      </Link>
    </Tooltip>
  )
}

/** The narrow bar at the side (a row above the list on tablets). */
export const Rail = () => {
  const t = useT()
  const me = useSelector((state) => state.me)
  const items = useRailItems()
  const [settings] = items.slice(-1)
  return (
    <nav aria-label={t('navigation')} className={cx(styles.rail, 'bg-canvas')} data-focus-stop>
      {items.slice(0, -1).map((item) => (
        <RailLink key={item.href} {...item} />
      ))}
      <span className="flex-1" />
      {me?.admin && <RailLink label={t('administration')} icon={ShieldCheck} href={paths.admin} active={false} />}
      <span className="hidden desktop:contents">
        <ThemeButton side="right" className="size-44 rounded-12" />
      </span>
      {settings && <RailLink {...settings} />}
      {me && (
        <span className={styles.railMe}>
          <Suspense fallback={<UserAvatar userId={me.id} size={32} />}>
            <OwnStatusMenu />
          </Suspense>
        </span>
      )}
    </nav>
  )
}

/** The same places at the bottom of a phone. */
export const Tabs = () => {
  const t = useT()
  const items = useRailItems()
  return (
    <nav aria-label={t('navigation')} className={cx(styles.tabs, 'bg-surface-sidebar')} data-focus-stop>
      {items.map(({ label, short = label, icon: Icon, href, active, badge }) => (
        <Link
          key={href}
          href={href}
          aria-current={active ? 'page' : undefined}
          className={cx(
            'relative flex h-full min-w-0 flex-1 flex-col items-center justify-center gap-2 px-4',
            active ? 'text-accent' : 'text-text-2',
          )}
        >
          <span className="relative">
            <Icon size={22} strokeWidth={1.75} aria-hidden />
            <span className="absolute -top-6 left-12">
              <RailBadge badge={badge} />
            </span>
          </span>
          <span className="max-w-full truncate text-caption">{short}</span>
        </Link>
      ))}
    </nav>
  )
}
