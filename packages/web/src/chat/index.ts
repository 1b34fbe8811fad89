/** One chat on screen. */
export { ChatPane, type ChatPaneProps } from './chat-pane'
