import type { ChatId } from '@parley/protocol'
import { createStore } from 'zustand/vanilla'

/** The open menu of a chat, or the one that was open last: it is still there while it fades out. */
interface ChatMenuState {
  readonly open: boolean
  readonly chatId?: ChatId
  /** It stands beside this, or at `point` of the window. */
  readonly anchor?: HTMLElement
  readonly point?: { readonly x: number; readonly y: number } | undefined
  /** Has the focus again when the menu is closed. */
  readonly focusBack?: HTMLElement
}

export const chatMenuStore = createStore<ChatMenuState>(() => ({ open: false }))

/** Opens the menu of a chat beside an element, or where a press was. */
export const openChatMenu = (chatId: ChatId, anchor: HTMLElement, point?: ChatMenuState['point']): void =>
  chatMenuStore.setState({ open: true, chatId, anchor, point, focusBack: anchor }, true)

interface OpenPane {
  readonly chatId?: ChatId
  /** Lets the person choose a day, and goes there. */
  readonly chooseDay?: () => void
}

/** What the menu of the chat on screen offers besides. */
export const openPaneStore = createStore<OpenPane>(() => ({}))
