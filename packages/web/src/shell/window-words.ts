import { unreadText } from '../list/unread-text'

/** The title of the tab: how much is unread, and the name of the open chat or of the app. */
export const windowTitle = (unread: number, name: string): string =>
  unread > 0 ? `(${unreadText(unread)}) ${name}` : name
