import type { ChatId } from '@parley/protocol'
import {
  Archive,
  ArchiveRestore,
  ArrowDown,
  ArrowUp,
  Bell,
  BellOff,
  BrushCleaning,
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
import { chatMenuStore } from './chat-menu-store'
import { pinnedOf } from './pinned'
import { isMuted, isUnread } from './unread'

const hourMs = 3_600_000

/** What can be done with a chat now. */
const useItems = (chatId: ChatId): readonly MenuItem[] => {
  const t = useT()
  const entry = useSelector((state) => state.chats.get(chatId))
  const pinned = useSelector(pinnedOf)
  if (!entry) return []
  const acts = chatActs(t, chatId)
  const at = pinned.indexOf(chatId)
  const archived = entry.state?.archivedAt !== undefined
  const silenceFor = (hours: number): MenuItem => ({
    label: t('muteForHours', { count: hours }),
    icon: BellOff,
    onSelect: () => void acts.silence(hours * hourMs),
  })
  return [
    at === -1
      ? { label: t('pinChat'), icon: Pin, onSelect: () => void acts.pin() }
      : { label: t('unpinChat'), icon: PinOff, onSelect: () => void acts.unpin() },
    ...(at > 0 ? [{ label: t('movePinUp'), icon: ArrowUp, onSelect: () => acts.move(-1) }] : []),
    ...(at !== -1 && at < pinned.length - 1
      ? [{ label: t('movePinDown'), icon: ArrowDown, onSelect: () => acts.move(1) }]
      : []),
    isUnread(entry)
      ? { label: t('markChatRead'), icon: MailOpen, onSelect: acts.markRead }
      : { label: t('markChatUnread'), icon: Mail, onSelect: acts.markUnread },
    ...(isMuted(entry, Date.now())
      ? [{ label: t('unmuteChat'), icon: Bell, onSelect: () => void acts.silence(0) }]
      : [
          silenceFor(1),
          silenceFor(8),
          { label: t('muteForever'), icon: BellOff, onSelect: () => void acts.silence('forever') },
        ]),
    archived
      ? { label: t('unarchiveChat'), icon: ArchiveRestore, onSelect: () => void acts.archive(false) }
      : { label: t('archiveChat'), icon: Archive, onSelect: () => void acts.archive(true) },
    {
      label: t('clearChat'),
      icon: BrushCleaning,
      danger: true,
      onSelect: () => openDialog({ name: 'clearChat', chatId }),
    },
  ]
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
