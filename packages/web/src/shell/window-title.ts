import { isolated } from '../i18n/isolated'
import { unreadText } from '../people/unread'

/** The title of the tab: the unread count, and the name of the open chat or of the app. */
export const windowTitle = (unread: number, name: string): string =>
  unread > 0 ? `(${unreadText(unread)}) ${isolated(name)}` : isolated(name)
