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
  Mail,
  MailOpen,
  Pin,
  PinOff,
} from 'lucide-react'
import { useStore } from 'zustand'
import { useSelector } from '../client'
import { openDialog } from '../dialogs/dialog-store'
import { useT } from '../i18n'
import { MenuAt, type MenuItem } from '../ui'
import { chatActs } from './chat-acts'
import { type ChatAct, chatMenuActs } from './chat-menu-acts'
import { chatMenuStore, openPaneStore } from './chat-menu-store'
import { pinnedOf } from './pinned'

const hourMs = 3_600_000

/** What can be done with a chat now. */
const useItems = (chatId: ChatId): readonly MenuItem[] => {
  const t = useT()
  const entry = useSelector((state) => state.chats.get(chatId))
  const pinned = useSelector(pinnedOf)
  const chooseDay = useStore(openPaneStore, (pane) => (pane.chatId === chatId ? pane.chooseDay : undefined))
  if (!entry) return []
  const acts = chatActs(t, chatId)
  const silence = (hours: number): MenuItem => ({
    label: t('muteForHours', { count: hours }),
    icon: BellOff,
    onSelect: () => void acts.silence(hours * hourMs),
  })
  const items: Record<ChatAct, MenuItem> = {
    pin: { label: t('pinChat'), icon: Pin, onSelect: () => void acts.pin() },
    unpin: { label: t('unpinChat'), icon: PinOff, onSelect: () => void acts.unpin() },
    moveUp: { label: t('movePinUp'), icon: ArrowUp, onSelect: () => acts.move(-1) },
    moveDown: { label: t('movePinDown'), icon: ArrowDown, onSelect: () => acts.move(1) },
    markRead: { label: t('markChatRead'), icon: MailOpen, onSelect: acts.markRead },
    markUnread: { label: t('markChatUnread'), icon: Mail, onSelect: acts.markUnread },
    unmute: { label: t('unmuteChat'), icon: Bell, onSelect: () => void acts.silence(0) },
    muteHour: silence(1),
    muteEightHours: silence(8),
    muteForever: { label: t('muteForever'), icon: BellOff, onSelect: () => void acts.silence('forever') },
    archive: { label: t('archiveChat'), icon: Archive, onSelect: () => void acts.archive(true) },
    unarchive: { label: t('unarchiveChat'), icon: ArchiveRestore, onSelect: () => void acts.archive(false) },
    clear: {
      label: t('clearChat'),
      icon: BrushCleaning,
      danger: true,
      onSelect: () => openDialog({ name: 'clearChat', chatId }),
    },
  }
  const place = { at: pinned.indexOf(chatId), count: pinned.length }
  const all = chatMenuActs(entry, place, Date.now()).map((act) => items[act])
  return chooseDay
    ? all.toSpliced(-1, 0, { label: t('goToDate'), icon: CalendarSearch, onSelect: () => chooseDay() })
    : all
}

const ChatMenuOf = ({ chatId }: { readonly chatId: ChatId }) => {
  const t = useT()
  const { open, anchor, point, focusBack } = useStore(chatMenuStore)
  const items = useItems(chatId)
  if (!anchor || !focusBack) return null
  return (
    <MenuAt
      label={t('chatActions')}
      items={items}
      anchor={anchor}
      point={point}
      focusBack={focusBack}
      open={open}
      onOpenChange={(next) => chatMenuStore.setState({ open: next })}
    />
  )
}

/** The menu of a chat, one for the whole shell; it shows itself where `openChatMenu` asks for it. */
export const ChatMenu = () => {
  const chatId = useStore(chatMenuStore, (menu) => menu.chatId)
  return chatId && <ChatMenuOf chatId={chatId} />
}
