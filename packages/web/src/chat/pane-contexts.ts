import type { MediaId, MessageId, ReplyTo, UserId } from '@parley/protocol'
import type { Timeline, TimelineMessage } from '@parley/sdk/api'
import type { StoreApi } from 'zustand/vanilla'
import { requiredContext } from '../lib/required-context'
import type { MessageAct } from './actions/message-acts'
import type { ToolsState } from './actions/shown-tools'
import type { Selection } from './selecting/selection'

// The values that all rows of a chat share. They change only with the chat, so that rows don't render again.

/** `bubbles` for direct chats and groups, `flat` for chats with many unknown writers. */
export type ChatLayout = 'bubbles' | 'flat'

export interface RowLook {
  readonly layout: ChatLayout
  /** Whether the senders' names and pictures are shown. Direct chats don't show them. */
  readonly showPeople: boolean
  readonly me: UserId | undefined
}
export const [RowLookContext, useRowLook] = requiredContext<RowLook>('RowLookContext')

/** Data of the open history. Undefined until it is open. */
export interface HistoryData {
  /** The originals of replies. */
  readonly quotes: Timeline['quotes'] | undefined
  /** The reactions to messages. */
  readonly reactions: Timeline['reactions'] | undefined
  /** The senders of the loaded messages, in order. */
  readonly writers: () => readonly UserId[]
}
export const [HistoryDataContext, useHistoryData] = requiredContext<HistoryData>('HistoryDataContext')

/** Actions on messages that are not sent yet. */
export interface OutboxActions {
  readonly retry: (id: MessageId) => void
  readonly discard: (id: MessageId) => void
  /** Puts the text of a failed message into the composer. */
  readonly edit: (message: TimelineMessage) => void
  /** Pauses or resumes the uploads of a message. */
  readonly pause: (id: MessageId) => void
  readonly resume: (id: MessageId) => void
}
export const [OutboxActionsContext, useOutboxActions] = requiredContext<OutboxActions>('OutboxActionsContext')

/** The open menu of a message, or the last open one: it still renders while it fades out. */
export interface MenuState {
  readonly open: boolean
  readonly message?: TimelineMessage
  /** The menu opens beside this element, or at `point` of the window. */
  readonly anchor?: HTMLElement
  readonly point?: { readonly x: number; readonly y: number } | undefined
  /** The bubble, which the menu doesn't cover. */
  readonly about?: HTMLElement | undefined
  /** Gets the focus back when the menu closes. */
  readonly focusBack?: HTMLElement
}

/** The state of a pane that its rows share. */
export interface PaneStores {
  readonly menu: StoreApi<MenuState>
  readonly tools: StoreApi<ToolsState>
  readonly selection: StoreApi<Selection>
}
export const [PaneStoresContext, usePaneStores] = requiredContext<PaneStores>('PaneStoresContext')

/** Actions on messages. */
export interface MessageActions {
  /** The actions that a message offers now. */
  readonly actsOf: (message: TimelineMessage) => readonly MessageAct[]
  readonly run: (act: MessageAct, message: TimelineMessage) => void
  /** Adds the viewer's reaction, or removes it. */
  readonly react: (message: TimelineMessage, emoji: string) => void
  /** Opens the picker with all emojis. */
  readonly reactWithAny: (message: TimelineMessage) => void
  /** Opens the forwarding dialog. Calls `done` after the messages were forwarded. */
  readonly forward: (messages: readonly TimelineMessage[], done?: () => void) => void
  /** Retracts messages together, with a single undo. */
  readonly retract: (messages: readonly TimelineMessage[]) => void
  readonly isPinned: (id: MessageId) => boolean
  /** Starts to edit the last own message, if it is editable. */
  readonly editLast: () => void
}
export const [MessageActionsContext, useMessageActions] = requiredContext<MessageActions>('MessageActionsContext')

/** The viewer, the calendar and the jumps of a pane. */
export interface PaneNavigation {
  /** Opens a picture in the viewer, or the given one of an album. The focus returns to `opener`. */
  readonly view: (message: TimelineMessage, opener: HTMLElement, mediaId?: MediaId) => void
  /** Jumps to a message, from a row or from the bar above the history. The back button returns there. */
  readonly jump: (fromKey: string | undefined, to: Pick<ReplyTo, 'seq'>) => void
  /** Opens the calendar on the day of `atMs`, then jumps to the first message of the chosen day. */
  readonly chooseDay: (atMs?: number) => void
}
export const [PaneNavigationContext, usePaneNavigation] = requiredContext<PaneNavigation>('PaneNavigationContext')
