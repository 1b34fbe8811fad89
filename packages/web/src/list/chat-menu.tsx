import type { ChatId } from '@parley/protocol'
import {
  Archive,
  ArchiveRestore,
  ArrowDown,
  ArrowUp,
  Bell,
  BellOff,
  BrushCleaning,
  CalendarSearch,
  Clock3,
  Info,
  LogOut,
  Mail,
  MailOpen,
  Pin,
  PinOff,
} from 'lucide-react'
import { useStore } from 'zustand'
import { openDialog } from '../dialogs/dialog-store'
import { navigate } from '../history/navigate'
import { useT } from '../i18n'
import { useSelector } from '../lib/client'
import { chatMenuStore, openMenuPart, openPaneStore } from '../navigation/chat-menu-store'
import { fromInside, paths } from '../navigation/places'
import { chatSort } from '../people/chat-name'
import { MenuAt, type MenuItem } from '../ui'
import { useActionContext } from '../ui/action-context'
import { chatActs } from './chat-acts'
import { type ChatAct, chatMenuActs } from './chat-menu-acts'
import { pinnedOf } from './pinned'

const hourMs = 3_600_000

const infoLabels = {
  direct: 'profile',
  group: 'groupInfo',
  world: 'details',
  channel: 'details',
  saved: 'details',
} as const

/** The durations for silencing a chat. */
const useMuteItems = (chatId: ChatId): readonly MenuItem[] => {
  const context = useActionContext()
  const { t } = context
  const { silence } = chatActs(context, chatId)
  const forHours = (hours: number): MenuItem => ({
    label: t('muteForHours', { count: hours }),
    icon: Clock3,
    onSelect: () => void silence(hours * hourMs),
  })
  return [forHours(1), forHours(8), { label: t('muteForever'), icon: BellOff, onSelect: () => void silence('forever') }]
}

/** The current actions on a chat. */
const useItems = (chatId: ChatId): readonly MenuItem[] => {
  const context = useActionContext()
  const { t } = context
  const entry = useSelector((state) => state.chats.get(chatId))
  const pinned = useSelector(pinnedOf)
  const chooseDay = useStore(openPaneStore, (pane) => (pane.chatId === chatId ? pane.chooseDay : undefined))
  if (!entry) return []
  const acts = chatActs(context, chatId)
  const items: Record<ChatAct, MenuItem> = {
    pin: { label: t('pinChat'), icon: Pin, onSelect: () => void acts.pin() },
    unpin: { label: t('unpinChat'), icon: PinOff, onSelect: () => void acts.unpin() },
    moveUp: { label: t('movePinUp'), icon: ArrowUp, onSelect: () => acts.move(-1) },
    moveDown: { label: t('movePinDown'), icon: ArrowDown, onSelect: () => acts.move(1) },
    markRead: { label: t('markChatRead'), icon: MailOpen, onSelect: acts.markRead },
    markUnread: { label: t('markChatUnread'), icon: Mail, onSelect: acts.markUnread },
    unmute: { label: t('unmuteChat'), icon: Bell, onSelect: () => void acts.silence(0) },
    mute: { label: t('muteChat'), icon: BellOff, onSelect: () => openMenuPart('mute') },
    info: {
      label: t(infoLabels[chatSort(entry)]),
      icon: Info,
      onSelect: () => navigate(paths.details(chatId), { state: fromInside }),
    },
    archive: { label: t('archiveChat'), icon: Archive, onSelect: () => void acts.archive(true) },
    unarchive: { label: t('unarchiveChat'), icon: ArchiveRestore, onSelect: () => void acts.archive(false) },
    clear: {
      label: t('clearChat'),
      icon: BrushCleaning,
      danger: true,
      onSelect: () => openDialog({ name: 'clearChat', chatId }),
    },
    leave: {
      label: t(entry.chat.kind === 'channel' ? 'leaveChannel' : 'leaveGroup'),
      icon: LogOut,
      danger: true,
      onSelect: () => openDialog({ name: 'group', chatId, what: 'leave' }),
    },
  }
  const place = { at: pinned.indexOf(chatId), count: pinned.length }
  const all = chatMenuActs(entry, place, Date.now()).map((act) => items[act])
  return chooseDay
    ? all.toSpliced(all.indexOf(items.clear), 0, {
        label: t('goToDate'),
        icon: CalendarSearch,
        onSelect: () => chooseDay(),
      })
    : all
}

const ChatMenuOf = ({ chatId }: { readonly chatId: ChatId }) => {
  const t = useT()
  const { open, anchor, point, focusBack, part } = useStore(chatMenuStore)
  const [all, muting] = [useItems(chatId), useMuteItems(chatId)]
  if (!anchor || !focusBack) return null
  return (
    <MenuAt
      label={t(part === 'mute' ? 'muteChat' : 'chatActions')}
      items={part === 'mute' ? muting : all}
      anchor={anchor}
      point={point}
      focusBack={focusBack}
      open={open}
      onOpenChange={(next) => chatMenuStore.setState({ open: next })}
    />
  )
}

/** The menu of a chat, one for the whole shell. `openChatMenu` opens it. */
export const ChatMenu = () => {
  const chatId = useStore(chatMenuStore, (menu) => menu.chatId)
  return chatId && <ChatMenuOf chatId={chatId} />
}
