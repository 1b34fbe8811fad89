import { createStore } from 'zustand/vanilla'

export interface EmojiPopoverState {
  readonly open: boolean
  /** A counter, so that each opening starts with fresh state. */
  readonly opening: number
  readonly anchor?: HTMLElement
  /** Gets the focus back when the popover closes. */
  readonly focusBack?: HTMLElement
  /** Emojis to show first, with a button for all others. Without them, the popover shows all at once. */
  readonly quick?: readonly string[]
  /** Those of `quick` that are already chosen. */
  readonly chosen?: readonly string[]
  readonly onPick?: (emoji: string) => void
}

export const emojiPopoverStore = createStore<EmojiPopoverState>(() => ({ open: false, opening: 0 }))

/** Opens the popover beside an element. Choosing an emoji closes it. */
export const openEmojiPopover = (state: Omit<EmojiPopoverState, 'open' | 'opening'> & { anchor: HTMLElement }): void =>
  emojiPopoverStore.setState(({ opening }) => ({ ...state, open: true, opening: opening + 1 }), true)

export const closeEmojiPopover = (): void => emojiPopoverStore.setState({ open: false })
