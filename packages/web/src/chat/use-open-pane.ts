import type { ChatId } from '@parley/protocol'
import { useEffect } from 'react'
import { openPaneStore } from '../navigation/chat-menu-store'

/** Registers the pane's actions with the menu of its chat, while the pane is on screen. */
export const useOpenPane = (chatId: ChatId, chooseDay: () => void): void => {
  useEffect(() => {
    const offered = { chatId, chooseDay }
    openPaneStore.setState(offered, true)
    return () => {
      if (openPaneStore.getState() === offered) openPaneStore.setState({}, true)
    }
  }, [chatId, chooseDay])
}
