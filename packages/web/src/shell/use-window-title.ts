import { useEffect } from 'react'
import icon from '../brand/icon.svg'
import unreadIcon from '../brand/icon-unread.svg'
import { useT } from '../i18n'
import { useSelector } from '../lib/client'
import { useOpenChat } from '../navigation/places'
import { chatName } from '../people/chat-name'
import { useUnreadTotal } from '../people/muted'
import { windowTitle } from './window-title'

/** Shows `(3) Name` as the title of the tab. Its icon has a dot while there are unread messages. */
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
