import type { ChatId } from '@parley/protocol'
import { BellOff, Check, CheckCheck, CircleAlert, Clock3, type LucideIcon, Pin } from 'lucide-react'
import { type MouseEvent, memo } from 'react'
import { Link } from 'wouter'
import { useStore } from 'zustand'
import { useFormat, useLocale, useT } from '../i18n'
import { useSelector } from '../lib/client'
import { useFormatting } from '../markdown/shown-text'
import { Ring } from '../media/ring'
import { chatMenuStore, openChatMenu } from '../navigation/chat-menu-store'
import { fromInside, paths } from '../navigation/places'
import { ChatAvatar } from '../people/chat-avatar'
import { useChatName } from '../people/chat-name'
import { useMuted } from '../people/muted'
import { isUnread, unreadText } from '../people/unread'
import { Badge, cx, holdMenu, useLongPress } from '../ui'
import { type LastMark, lastMark } from './last-mark'
import { type Preview, previewOf } from './preview'

const TypingDots = () => (
  <span aria-hidden className="inline-flex gap-2 pe-4">
    {[0, 1, 2].map((dot) => (
      <span
        key={dot}
        className="typing-dot inline-block size-4 rounded-full bg-current"
        style={{ animationDelay: `${dot * 160}ms` }}
      />
    ))}
  </span>
)

const PreviewLine = ({ preview: { kind, text }, strong }: { readonly preview: Preview; readonly strong: boolean }) => {
  const t = useT()
  const ink = {
    typing: 'text-accent',
    draft: 'text-text-2',
    message: strong ? 'text-text' : 'text-text-2',
    empty: 'text-text-3',
  }
  return (
    <span className={cx('min-w-0 flex-1 truncate text-small', ink[kind])}>
      {kind === 'typing' && <TypingDots />}
      {kind === 'draft' && <span className="text-danger">{t('draftLabel')} </span>}
      <bdi>{text}</bdi>
    </span>
  )
}

const StatusMark = ({ mark }: { readonly mark: LastMark | undefined }) => {
  const t = useT()
  if (mark === undefined) return null
  const {
    icon: Icon,
    label,
    ink,
  } = {
    failed: { icon: CircleAlert, label: t('failedLabel'), ink: 'text-danger' },
    queued: { icon: Clock3, label: t('queuedLabel'), ink: 'text-text-3' },
    sent: { icon: Check, label: t('sentLabel'), ink: 'text-text-3' },
    read: { icon: CheckCheck, label: t('readLabel'), ink: 'text-accent' },
  }[mark]
  return (
    <span className={cx('shrink-0', ink)}>
      <Icon size={14} strokeWidth={2} aria-hidden />
      <span className="sr-only">{label}</span>
    </span>
  )
}

/** The upload progress of the last message. */
const UploadMark = ({ share }: { readonly share: number }) => {
  const t = useT()
  const format = useFormat()
  return (
    <span className="size-16 shrink-0 text-accent" data-testid="row-upload">
      <Ring share={share} />
      <span className="sr-only">{t('uploadingLabel', { share: format.percent(share) })}</span>
    </span>
  )
}

const RowMark = ({ icon: Icon, label }: { readonly icon: LucideIcon; readonly label: string }) => (
  <span className="shrink-0 text-text-3">
    <Icon size={14} strokeWidth={1.75} aria-hidden />
    <span className="sr-only">{label}</span>
  </span>
)

/** The chat was marked as unread by the user. */
const UnreadDot = ({ muted }: { readonly muted: boolean }) => {
  const t = useT()
  return (
    <span className={cx('size-12 shrink-0 rounded-full', muted ? 'bg-badge-muted' : 'bg-badge')}>
      <span className="sr-only">{t('markedUnreadLabel')}</span>
    </span>
  )
}

const useRow = (chatId: ChatId, open: boolean) => {
  const t = useT()
  const locale = useLocale()
  useFormatting()
  const entry = useSelector((state) => state.chats.get(chatId))
  const preview = useSelector((state) => {
    const held = state.chats.get(chatId)
    return held ? previewOf(state, held, { t, locale, open }) : undefined
  })
  const own = useSelector((state) => state.me !== undefined && entry?.last?.senderId === state.me.id)
  return { entry, preview, own }
}

export interface ChatRowProps {
  readonly chatId: ChatId
  /** The chat is on screen. */
  readonly open: boolean
  /** The one row that Tab reaches. Arrow keys move on from it. */
  readonly tabStop: boolean
}

/** One chat of the list: 64 px high. */
export const ChatRow = memo(({ chatId, open, tabStop }: ChatRowProps) => {
  const t = useT()
  const format = useFormat()
  const name = useChatName(chatId)
  const { entry, preview, own } = useRow(chatId, open)
  const muted = useMuted(entry?.state)
  const marked = useStore(
    chatMenuStore,
    (menu) => menu.open && menu.chatId === chatId && menu.anchor?.dataset.chatRow === chatId,
  )
  const press = useLongPress((row, point) => openChatMenu(chatId, row, point))
  if (!entry || !preview) return null
  const unread = isUnread(entry)
  return (
    <Link
      href={paths.chat(chatId)}
      state={fromInside}
      data-chat-row={chatId}
      tabIndex={tabStop ? 0 : -1}
      aria-current={open ? 'page' : undefined}
      data-menu={marked || undefined}
      {...press}
      onContextMenu={(event: MouseEvent<HTMLAnchorElement>) => {
        event.preventDefault()
        const { clientX: x, clientY: y, currentTarget } = event
        if (event.nativeEvent instanceof PointerEvent && event.nativeEvent.pointerType === 'touch') holdMenu()
        openChatMenu(chatId, currentTarget, x + y > 0 ? { x, y } : undefined)
      }}
      className={cx(
        'flex h-64 [-webkit-touch-callout:none] select-none items-center gap-12 rounded-10 px-12 -outline-offset-2 transition-colors duration-120',
        open
          ? 'bg-selected [--dot-ring:var(--color-selected)]'
          : '[--dot-ring:var(--color-surface-sidebar)] hover:bg-hover',
        marked && 'shadow-[inset_0_0_0_2px_var(--color-border-control)]',
        marked && !open && 'bg-hover',
      )}
    >
      <ChatAvatar chatId={chatId} size={44} />
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-6">
          <span className="flex min-w-0 flex-1 items-center gap-4">
            <bdi className={cx('min-w-0 truncate text-ui text-text', unread && 'font-600')} data-testid="row-name">
              {name}
            </bdi>
            {muted && <RowMark icon={BellOff} label={t('mutedLabel')} />}
          </span>
          {entry.failed === 0 && entry.last?.progress !== undefined ? (
            <UploadMark share={entry.last.progress} />
          ) : (
            <StatusMark mark={lastMark(entry, { own })} />
          )}
          {entry.last && (
            <time
              dateTime={new Date(entry.last.at).toISOString()}
              title={format.full(entry.last.at)}
              className={cx('tabular shrink-0 text-meta', unread ? 'text-accent' : 'text-text-3')}
            >
              {format.listTime(entry.last.at)}
            </time>
          )}
        </span>
        <span className="mt-2 flex h-[18px] items-center gap-8">
          <PreviewLine preview={preview} strong={unread} />
          {entry.mentions > 0 && <Badge label={t('mentionsCount', { count: entry.mentions })}>@</Badge>}
          {entry.unread > 0 && (
            <Badge muted={muted} label={t('unreadCount', { count: entry.unread })}>
              {unreadText(entry.unread)}
            </Badge>
          )}
          {entry.unread === 0 && unread && <UnreadDot muted={muted} />}
          {!unread && entry.state?.pinnedAt !== undefined && <RowMark icon={Pin} label={t('pinnedLabel')} />}
        </span>
      </span>
    </Link>
  )
})
