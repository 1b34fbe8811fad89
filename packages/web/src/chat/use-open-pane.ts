import type { ChatId } from '@parley/protocol'
import { useEffect } from 'react'
import { openPaneStore } from '../list/chat-menu-store'

/** Offers in the menu of a chat what its pane can do while it is on screen. */
export const useOpenPane = (chatId: ChatId, chooseDay: () => void): void => {
  useEffect(() => {
    const offered = { chatId, chooseDay }
    openPaneStore.setState(offered, true)
    return () => {
      if (openPaneStore.getState() === offered) openPaneStore.setState({}, true)
    }
  }, [chatId, chooseDay])
}
