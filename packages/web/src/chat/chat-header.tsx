import type { ChatId } from '@parley/protocol'
import { ArrowLeft, BellOff, EllipsisVertical, PanelRight } from 'lucide-react'
import { useStore } from 'zustand'
import { useMemberCount } from '../groups/member-count'
import { useT } from '../i18n'
import { useSelector } from '../lib/client'
import { chatMenuStore, openChatMenu } from '../navigation/chat-menu-store'
import { ChatAvatar } from '../people/chat-avatar'
import { peerOf, useChatName } from '../people/chat-name'
import { useMuted } from '../people/muted'
import { typingText } from '../people/typing-text'
import { useDisconnected } from '../people/use-disconnected'
import { usePresence, usePresenceText } from '../people/use-presence'
import { IconButton } from '../ui'
import styles from './chat-pane.module.css'
import { chatAbout, subtitleOf } from './chat-subtitle'
import { ownBans } from './own-bans'

export interface ChatHeaderProps {
  readonly chatId: ChatId
  /** On phones: goes back to the list. */
  readonly onBack?: (() => void) | undefined
  /** Without it, the page shows only this chat, and the header has no menu. */
  readonly onOpenDetails?: (() => void) | undefined
  readonly detailsOpen?: boolean | undefined
}

/** The line below the name, with the most urgent state first. */
const useSubtitle = (chatId: ChatId): { readonly text: string; readonly typing: boolean } => {
  const t = useT()
  const connecting = useDisconnected()
  const peer = useSelector((state) => {
    const entry = state.chats.get(chatId)
    return entry && peerOf(state, entry)
  })
  const presence = usePresenceText(usePresence(peer))
  const count = useMemberCount(chatId)
  const bans = useStore(ownBans, ({ chats }) => chats)
  const { about, typing, handle } = useSelector((state) => {
    const entry = state.chats.get(chatId)
    const user = peer && state.users.get(peer)
    const username = user && !user.deleted ? user.username : undefined
    return {
      about: entry ? chatAbout(entry, { t, count, me: state.me?.id, bans }) : '',
      typing: entry ? typingText(state, entry, t) : '',
      handle: peer && (username === undefined ? '' : `@${username}`),
    }
  })
  return subtitleOf({ connecting: connecting ? t('connecting') : undefined, typing, presence, handle, about })
}

/** Picture, name and state of the chat. Goes back to the list on phones, and opens the details. */
export const ChatHeader = ({ chatId, onBack, onOpenDetails, detailsOpen }: ChatHeaderProps) => {
  const t = useT()
  const name = useChatName(chatId)
  const subtitle = useSubtitle(chatId)
  const muted = useMuted(useSelector((state) => state.chats.get(chatId)?.state))
  const menuOpen = useStore(chatMenuStore, (menu) => menu.open && menu.chatId === chatId)
  return (
    <header className={styles.header}>
      {onBack && (
        <IconButton
          icon={ArrowLeft}
          label={t('backToList')}
          onClick={onBack}
          className={styles.back ?? ''}
          data-testid="chat-back"
        />
      )}
      <div className={styles.titles}>
        <ChatAvatar chatId={chatId} size={36} />
        <div className={styles.names}>
          <h1 className={styles.title} data-testid="chat-title">
            {onOpenDetails ? (
              <button type="button" className={styles.titleButton} onClick={onOpenDetails}>
                <bdi>{name}</bdi>
              </button>
            ) : (
              <bdi>{name}</bdi>
            )}
            {muted && (
              <BellOff size={14} strokeWidth={1.75} aria-label={t('mutedLabel')} className={styles.mutedMark} />
            )}
          </h1>
          <p className={styles.subtitle} data-typing={subtitle.typing || undefined} data-testid="chat-subtitle">
            {subtitle.text}
          </p>
        </div>
      </div>
      {onOpenDetails && (
        <IconButton
          icon={EllipsisVertical}
          label={t('chatActions')}
          aria-haspopup="menu"
          aria-expanded={menuOpen}
          onClick={(event) => openChatMenu(chatId, event.currentTarget)}
          data-testid="chat-menu"
        />
      )}
      {onOpenDetails && (
        <IconButton
          icon={PanelRight}
          label={t('openDetails')}
          aria-expanded={detailsOpen}
          onClick={onOpenDetails}
          className="aria-expanded:bg-selected aria-expanded:text-accent"
          data-testid="chat-details"
        />
      )}
    </header>
  )
}
