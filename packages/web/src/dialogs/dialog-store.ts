import type { ChatId, ContactBody, LocationBody, Message, MessageId, UserId } from '@parley/protocol'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { focusInside } from '../shell/focus-panes'

/** The dialogs about a group, and about somebody in it. */
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

/** The dialogs of the shell; one is open at a time. */
export type ShellDialogName =
  | { readonly name: 'newChat' | 'newGroup' | 'join' | 'channels' | 'invite' | 'shortcuts' | 'status' | 'switcher' }
  | { readonly name: 'readers'; readonly chatId: ChatId; readonly id: MessageId }
  | { readonly name: 'reactors'; readonly chatId: ChatId; readonly id: MessageId; readonly emoji?: string }
  | { readonly name: 'forward'; readonly messages: readonly Message[]; readonly done?: () => void }
  | { readonly name: 'addPeople' | 'clearChat'; readonly chatId: ChatId }
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
  /** The last one that was opened; it is still there while it fades out. */
  readonly dialog?: ShellDialogName
  readonly open: boolean
  /** Counts, so that each opening starts afresh. */
  readonly opening: number
  /** Where the focus was before, and the pane around it. */
  readonly opener?: Element | null
  readonly pane?: HTMLElement | null
}

const dialogStore = createStore<DialogState>(() => ({ open: false, opening: 0 }))

/** Opens a dialog, in place of one that is open. */
export const openDialog = (dialog: ShellDialogName): void =>
  dialogStore.setState(({ open, opening, opener: first }) => {
    const opener = (open && first) || document.activeElement
    const pane = opener?.closest<HTMLElement>('[data-focus-stop]')
    return { dialog, open: true, opening: opening + 1, opener, ...(pane && { pane }) }
  })

/** The dialog fades, and what it did may remove the focused control a moment later. */
const watchedMs = 2_000
const lookEveryMs = 50

/**
 * Closes the open dialog. Where one dialog led to another, the focus goes back to what opened the first; when that went
 * away with what the dialog did, to its pane.
 */
export const closeDialog = (): void => {
  const { opening } = dialogStore.getState()
  dialogStore.setState({ open: false })
  const pointed = new AbortController()
  // A click chooses where the focus is, also when it is nowhere.
  addEventListener('pointerdown', () => pointed.abort(), { capture: true, signal: pointed.signal })
  const endsAt = performance.now() + watchedMs
  const look = () => {
    const closed = dialogStore.getState()
    if (closed.opening !== opening) return pointed.abort()
    if (!pointed.signal.aborted) holdFocus(closed)
    if (!pointed.signal.aborted && performance.now() < endsAt) return setTimeout(look, lookEveryMs)
    // What is kept here keeps the whole chat that it stood in.
    dialogStore.setState({ opener: null, pane: null })
    pointed.abort()
  }
  setTimeout(look, lookEveryMs)
}

/** Gives a focus that was lost to what opened the dialog, or to its pane. */
const holdFocus = ({ opener, pane }: DialogState): void => {
  if (document.activeElement !== document.body) return
  if (opener instanceof HTMLElement && opener.isConnected) opener.focus()
  else if (pane?.isConnected) focusInside(pane)
}

export const useOpenDialog = (): DialogState => useStore(dialogStore)
