import type { ChatId } from '@parley/protocol'
import { createStore } from 'zustand/vanilla'

/** The open menu of a chat, or the last open one: it still renders while it fades out. */
interface ChatMenuState {
  readonly open: boolean
  /** The visible part: all of it, or only the durations for silencing the chat. */
  readonly part?: 'mute'
  readonly chatId?: ChatId
  /** The menu opens beside this element, or at `point` of the window. */
  readonly anchor?: HTMLElement
  readonly point?: { readonly x: number; readonly y: number } | undefined
  /** Gets the focus back when the menu closes. */
  readonly focusBack?: HTMLElement
}

export const chatMenuStore = createStore<ChatMenuState>(() => ({ open: false }))

/** Opens the menu of a chat beside an element, or at the position of a click. */
export const openChatMenu = (chatId: ChatId, anchor: HTMLElement, point?: ChatMenuState['point']): void =>
  chatMenuStore.setState({ open: true, chatId, anchor, point, focusBack: anchor }, true)

export const closeChatMenu = (): void => chatMenuStore.setState({ open: false })

/** Shows another part of the open menu, in the same place. */
export const openMenuPart = (part: 'mute'): void => chatMenuStore.setState({ open: true, part })

interface OpenPane {
  readonly chatId?: ChatId
  /** Opens the calendar, and jumps to the chosen day. */
  readonly chooseDay?: () => void
}

/** Additional entries in the menu of the chat on screen. */
export const openPaneStore = createStore<OpenPane>(() => ({}))
