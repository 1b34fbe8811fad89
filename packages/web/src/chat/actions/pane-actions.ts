import type { MediaId, MessageId, ReplyTo, UserId } from '@parley/protocol'
import type { TimelineMessage } from '@parley/sdk/api'
import type { StoreApi } from 'zustand/vanilla'
import type { Selection } from '../selecting/selection'
import type { MessageAct } from './message-acts'

/** The open menu of a message, or the one that was open last: it is still there while it fades out. */
export interface MenuState {
  readonly open: boolean
  readonly message?: TimelineMessage
  /** It stands beside this, or at `point` of the window. */
  readonly anchor?: HTMLElement
  readonly point?: { readonly x: number; readonly y: number } | undefined
  /** Has the focus again when the menu is closed. */
  readonly focusBack?: HTMLElement
}

/** What rows can ask of the pane that they are in. */
export interface PaneActions {
  readonly menu: StoreApi<MenuState>
  readonly selection: StoreApi<Selection>
  /** Asks where to forward messages; `done` is called when they were. */
  readonly forward: (messages: readonly TimelineMessage[], done?: () => void) => void
  /** Takes messages back together, with one way to undo it. */
  readonly retract: (messages: readonly TimelineMessage[]) => void
  /** What can be done with a message now. */
  readonly actsOf: (message: TimelineMessage) => readonly MessageAct[]
  readonly run: (act: MessageAct, message: TimelineMessage) => void
  /** Reacts with an emoji, or takes that back. */
  readonly react: (message: TimelineMessage, emoji: string) => void
  readonly isPinned: (id: MessageId) => boolean
  /** Whether the person may pin messages here. */
  readonly mayPin: () => boolean
  readonly unpin: (id: MessageId) => void
  /** Who wrote what is shown, in its order. */
  readonly writers: () => readonly UserId[]
  /** Changes the last own message, if it can be changed. */
  readonly editLast: () => void
  /** Shows a picture over the whole window, of an album the named one; the focus comes back to `opener`. */
  readonly view: (message: TimelineMessage, opener: HTMLElement, mediaId?: MediaId) => void
  /** Goes to a message, from a row or from what is at the top: there the way back leads. */
  readonly jump: (fromKey: string | undefined, to: Pick<ReplyTo, 'seq'>) => void
  /** Lets the person choose a day, beginning with that of a moment, and goes to its first message. */
  readonly chooseDay: (atMs?: number) => void
}

/** Opens the menu of a message; the focus comes back to where it is now. */
export const openMenu = (
  { menu, actsOf }: PaneActions,
  message: TimelineMessage,
  place: { readonly anchor: HTMLElement; readonly point?: MenuState['point'] },
): void => {
  if (actsOf(message).length === 0) return
  const { activeElement } = document
  const focusBack = activeElement instanceof HTMLElement && activeElement !== document.body && activeElement
  const viewport = place.anchor.closest<HTMLElement>('[data-testid=viewport]')
  menu.setState({ open: true, message, ...place, focusBack: focusBack || viewport || place.anchor }, true)
}
