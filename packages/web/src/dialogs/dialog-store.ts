import type { ChatId, ContactBody, LocationBody, Message, MessageId, UserId } from '@parley/protocol'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { focusInside } from '../navigation/focus-panes'
import { giveFocus } from '../ui/give-focus'

/** The dialogs about a group or one of its members. */
export type GroupDialogName =
  | {
      readonly name: 'group'
      readonly chatId: ChatId
      readonly what: 'settings' | 'channel' | 'links' | 'requests' | 'bans' | 'leave' | 'dissolve'
    }
  | {
      readonly name: 'member'
      readonly chatId: ChatId
      readonly userId: UserId
      readonly what: 'nickname' | 'mute' | 'remove' | 'ban' | 'transfer'
    }

/** The dialogs of the shell. Only one is open at a time. */
export type ShellDialogName =
  | { readonly name: 'newChat' | 'newGroup' | 'join' | 'channels' | 'invite' | 'shortcuts' | 'status' | 'switcher' }
  | { readonly name: 'readers'; readonly chatId: ChatId; readonly id: MessageId }
  | { readonly name: 'reactors'; readonly chatId: ChatId; readonly id: MessageId; readonly emoji?: string }
  | { readonly name: 'forward'; readonly messages: readonly Message[]; readonly done?: () => void }
  | { readonly name: 'addPeople' | 'clearChat' | 'groupReports'; readonly chatId: ChatId }
  | {
      readonly name: 'report'
      /** The reported person, or the sender of the message. */
      readonly userId: UserId
      readonly message?: { readonly chatId: ChatId; readonly id: MessageId }
    }
  | {
      readonly name: 'day'
      readonly chatId: ChatId
      readonly at: number
      readonly onPick: (atMs: number) => void
    }
  | { readonly name: 'sendLocation'; readonly onSend: (body: LocationBody) => void }
  | { readonly name: 'sendContact'; readonly onSend: (body: ContactBody) => void }
  | GroupDialogName
  | { readonly name: 'person'; readonly userId: UserId; readonly chatId?: ChatId }
  | { readonly name: 'addFriend' | 'remark' | 'removeFriend' | 'block'; readonly userId: UserId }

interface DialogState {
  /** The last opened dialog. It still renders while it fades out. */
  readonly dialog?: ShellDialogName
  readonly open: boolean
  /** A counter, so that each opening starts with fresh state. */
  readonly opening: number
  /** The element that had the focus before, and the pane around it. */
  readonly opener?: Element | null
  readonly pane?: HTMLElement | null
}

const dialogStore = createStore<DialogState>(() => ({ open: false, opening: 0 }))

/** Opens a dialog, which replaces an open one. */
export const openDialog = (dialog: ShellDialogName): void =>
  dialogStore.setState(({ open, opening, opener: first }) => {
    const opener = (open && first) || document.activeElement
    const pane = opener?.closest<HTMLElement>('[data-focus-stop]')
    return { dialog, open: true, opening: opening + 1, opener, ...(pane && { pane }) }
  })

/** The dialog fades out, and its action may remove the focused control a moment later. */
const watchedMs = 2_000
const lookEveryMs = 50

/**
 * Closes the open dialog. The focus returns to the element that opened it, or that opened the first in a row of
 * dialogs. If the action removed that element, the focus goes to its pane.
 */
export const closeDialog = (): void => {
  const { opening } = dialogStore.getState()
  dialogStore.setState({ open: false })
  const pointed = new AbortController()
  // A click sets the focus, even if it clears it.
  addEventListener('pointerdown', () => pointed.abort(), { capture: true, signal: pointed.signal })
  const endsAt = performance.now() + watchedMs
  const look = () => {
    const closed = dialogStore.getState()
    if (closed.opening !== opening) return pointed.abort()
    if (!pointed.signal.aborted) holdFocus(closed)
    if (!pointed.signal.aborted && performance.now() < endsAt) return setTimeout(look, lookEveryMs)
    // References to these elements would keep the whole chat in memory.
    dialogStore.setState({ opener: null, pane: null })
    pointed.abort()
  }
  setTimeout(look, lookEveryMs)
}

/** Moves a lost focus to the element that opened the dialog, or to its pane. */
const holdFocus = ({ opener, pane }: DialogState): void => {
  if (document.activeElement !== document.body) return
  if (opener instanceof HTMLElement && opener.isConnected) giveFocus(opener)
  else if (pane?.isConnected) focusInside(pane)
}

export const useOpenDialog = (): DialogState => useStore(dialogStore)
