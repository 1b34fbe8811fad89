import type { ChatId } from '@parley/protocol'
import { useEffect } from 'react'
import { createStore } from 'zustand/vanilla'

interface OpenPane {
  readonly chatId?: ChatId
  /** Lets the person choose a day, and goes there. */
  readonly chooseDay?: () => void
}

/** What the rest of the shell can ask of the chat on screen. */
export const openPaneStore = createStore<OpenPane>(() => ({}))

/** Offers what the pane of a chat can do while it is on screen. */
export const useOpenPane = (chatId: ChatId, chooseDay: () => void): void => {
  useEffect(() => {
    const offered: OpenPane = { chatId, chooseDay }
    openPaneStore.setState(offered, true)
    return () => {
      if (openPaneStore.getState() === offered) openPaneStore.setState({}, true)
    }
  }, [chatId, chooseDay])
}
