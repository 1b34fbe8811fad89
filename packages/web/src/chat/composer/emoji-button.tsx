import { Smile } from 'lucide-react'
import type { RefObject } from 'react'
import { useStore } from 'zustand'
import { emojiPopoverStore, openEmojiPopover } from '../../emoji/emoji-popover-store'
import { useT } from '../../i18n'
import { IconButton } from '../../ui'
import styles from './composer.module.css'
import { insertText } from './insert-text'

/** Opens the picker. The chosen emoji is inserted at the caret. */
export const chooseEmoji = (field: HTMLTextAreaElement, anchor: HTMLElement): void =>
  openEmojiPopover({ anchor, focusBack: field, onPick: (emoji) => insertText(field, emoji) })

export const EmojiButton = ({ field }: { readonly field: RefObject<HTMLTextAreaElement | null> }) => {
  const t = useT()
  const open = useStore(emojiPopoverStore, (state) => state.open && state.focusBack === field.current)
  return (
    <IconButton
      icon={Smile}
      label={t('emoji')}
      side="top"
      aria-haspopup="dialog"
      aria-expanded={open}
      className={styles.emojiButton}
      data-testid="emoji-button"
      onClick={(event) => field.current && chooseEmoji(field.current, event.currentTarget)}
    />
  )
}
