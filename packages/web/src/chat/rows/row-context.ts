import type { MessageId, UserId } from '@parley/protocol'
import type { Timeline } from '@parley/sdk/api'
import { createContext, useContext } from 'react'
import { createStore } from 'zustand/vanilla'
import type { PaneActions } from '../actions/pane-actions'
import { createSelection } from '../selecting/selection'

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
  /** Stops the uploads of a message, or goes on with them. */
  readonly pause: (id: MessageId) => void
  readonly resume: (id: MessageId) => void
  /** What messages answer; undefined until the history is open. */
  readonly quotes: Timeline['quotes'] | undefined
  /** How people reacted to them. */
  readonly reactions: Timeline['reactions'] | undefined
  readonly actions: PaneActions
}

export const RowContext = createContext<RowSurroundings>({
  layout: 'bubbles',
  showPeople: false,
  me: undefined,
  retry: () => undefined,
  discard: () => undefined,
  pause: () => undefined,
  resume: () => undefined,
  quotes: undefined,
  reactions: undefined,
  actions: {
    menu: createStore(() => ({ open: false })),
    selection: createSelection(),
    forward: () => undefined,
    retract: () => undefined,
    actsOf: () => [],
    run: () => undefined,
    react: () => undefined,
    isPinned: () => false,
    mayPin: () => false,
    unpin: () => undefined,
    writers: () => [],
    editLast: () => undefined,
    view: () => undefined,
    jump: () => undefined,
    chooseDay: () => undefined,
  },
})

export const useRowSurroundings = (): RowSurroundings => useContext(RowContext)
