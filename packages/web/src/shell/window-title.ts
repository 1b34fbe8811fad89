import { useEffect } from 'react'
import icon from '../brand/icon.svg'
import unreadIcon from '../brand/icon-unread.svg'
import { useSelector } from '../client'
import { useT } from '../i18n'
import { useUnreadTotal } from '../list/muted'
import { chatName } from '../people/chat-name'
import { useOpenChat } from './places'
import { windowTitle } from './window-words'

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
    document.title = windowTitle(unread, name ?? t('appName'))
  }, [unread, name, t])
  const some = unread > 0
  useEffect(() => {
    document.querySelector('link[rel=icon]')?.setAttribute('href', some ? unreadIcon : icon)
  }, [some])
}
