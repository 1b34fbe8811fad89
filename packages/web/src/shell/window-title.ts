import { useEffect } from 'react'
import icon from '../brand/icon.svg'
import unreadIcon from '../brand/icon-unread.svg'
import { useSelector } from '../client'
import { useT } from '../i18n'
import { useUnreadTotal } from '../list/muted'
import { unreadText } from '../list/unread-text'
import { chatName } from '../people/chat-name'
import { useOpenChat } from './places'

/** `(3) Name` in the tab, with a dot on its icon while something is unread. */
export const useWindowTitle = (): void => {
  const t = useT()
  const chatId = useOpenChat()
  const name = useSelector((state) => {
    const entry = chatId && state.chats.get(chatId)
    return entry ? chatName(state, entry, t) : undefined
  })
  const unread = useUnreadTotal()
  useEffect(() => {
    const count = unread > 0 ? `(${unreadText(unread)}) ` : ''
    document.title = count + (name ?? t('appName'))
  }, [unread, name, t])
  const some = unread > 0
  useEffect(() => {
    document.querySelector('link[rel=icon]')?.setAttribute('href', some ? unreadIcon : icon)
  }, [some])
}
