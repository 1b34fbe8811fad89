import type { MessageId, UserId } from '@parley/protocol'
import { createContext, useContext } from 'react'

/** `bubbles` for direct chats and groups, `flat` where many unknown people write. */
export type ChatLayout = 'bubbles' | 'flat'

/** What every row of a chat shares; it changes only with the chat, so that rows do not render again for it. */
export interface RowSurroundings {
  readonly layout: ChatLayout
  /** Whether names and pictures of senders are shown: not in direct chats. */
  readonly showPeople: boolean
  readonly me: UserId | undefined
  readonly retry: (id: MessageId) => void
  readonly discard: (id: MessageId) => void
}

export const RowContext = createContext<RowSurroundings>({
  layout: 'bubbles',
  showPeople: false,
  me: undefined,
  retry: () => undefined,
  discard: () => undefined,
})

export const useRowSurroundings = (): RowSurroundings => useContext(RowContext)
