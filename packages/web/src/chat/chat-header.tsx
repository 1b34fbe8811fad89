import type { ChatId } from '@parley/protocol'
import { ArrowLeft, BellOff, EllipsisVertical, PanelRight } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { useSelector } from '../client'
import { useMemberCount } from '../groups/member-count'
import { useT } from '../i18n'
import { chatMenuStore, openChatMenu } from '../list/chat-menu-store'
import { useMuted } from '../list/muted'
import { ChatAvatar } from '../people/chat-avatar'
import { peerOf, useChatName } from '../people/chat-name'
import { typingText } from '../people/typing-text'
import { usePresence, usePresenceText } from '../people/use-presence'
import { IconButton } from '../ui'
import styles from './chat-pane.module.css'
import { chatAbout, subtitleOf } from './chat-subtitle'

export interface ChatHeaderProps {
  readonly chatId: ChatId
  /** Phones: leads back to the list. */
  readonly onBack?: (() => void) | undefined
  readonly onOpenDetails?: (() => void) | undefined
  readonly detailsOpen?: boolean | undefined
}

/** Short interruptions are nobody's business; without a network the banner says so. */
const connectingAfterMs = 1_000

const useConnecting = (): boolean => {
  const apart = useSelector(({ connection: { phase, offline } }) => phase !== 'live' && phase !== 'ended' && !offline)
  const [shown, setShown] = useState(false)
  useEffect(() => {
    if (!apart) return setShown(false)
    const timer = setTimeout(() => setShown(true), connectingAfterMs)
    return () => clearTimeout(timer)
  }, [apart])
  return shown
}

/** What stands below the name, the most pressing thing first. */
const useSubtitle = (chatId: ChatId): { readonly text: string; readonly typing: boolean } => {
  const t = useT()
  const connecting = useConnecting()
  const peer = useSelector((state) => {
    const entry = state.chats.get(chatId)
    return entry && peerOf(state, entry)
  })
  const presence = usePresenceText(usePresence(peer))
  const count = useMemberCount(chatId)
  const { about, typing, handle } = useSelector((state) => {
    const entry = state.chats.get(chatId)
    const username = peer && state.users.get(peer)?.username
    return {
      about: entry ? chatAbout(entry, t, count) : '',
      typing: entry ? typingText(state, entry, t) : '',
      handle: peer && (username === undefined ? '' : `@${username}`),
    }
  })
  return subtitleOf({ connecting: connecting ? t('connecting') : undefined, typing, presence, handle, about })
}

/** Picture, name and state of the chat; leads back to the list on phones, and to the details. */
export const ChatHeader = ({ chatId, onBack, onOpenDetails, detailsOpen }: ChatHeaderProps) => {
  const t = useT()
  const name = useChatName(chatId)
  const subtitle = useSubtitle(chatId)
  const muted = useMuted(useSelector((state) => state.chats.get(chatId)))
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
      <IconButton
        icon={EllipsisVertical}
        label={t('chatActions')}
        aria-haspopup="menu"
        aria-expanded={menuOpen}
        onClick={(event) => openChatMenu(chatId, event.currentTarget)}
        data-testid="chat-menu"
      />
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
