import { createStore } from 'zustand/vanilla'

export interface EmojiPopoverState {
  readonly open: boolean
  /** Counts, so that each opening starts afresh. */
  readonly opening: number
  readonly anchor?: HTMLElement
  /** Has the focus again when it is closed. */
  readonly focusBack?: HTMLElement
  /** These stand at hand, and all others behind one more press; without any, all are shown at once. */
  readonly quick?: readonly string[]
  /** Those of `quick` that are chosen already. */
  readonly chosen?: readonly string[]
  readonly onPick?: (emoji: string) => void
}

export const emojiPopoverStore = createStore<EmojiPopoverState>(() => ({ open: false, opening: 0 }))

/** Lets the person choose an emoji beside an element; their choice closes it. */
export const openEmojiPopover = (state: Omit<EmojiPopoverState, 'open' | 'opening'> & { anchor: HTMLElement }): void =>
  emojiPopoverStore.setState(({ opening }) => ({ ...state, open: true, opening: opening + 1 }), true)
