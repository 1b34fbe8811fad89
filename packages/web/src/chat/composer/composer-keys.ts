import { onMac } from '../../shell/on-mac'
import { isComposing, type KeyPress, pressed } from '../../shell/pressed'
import type { EnterChoice } from '../../theme/appearance'
import type { Format } from './format-text'

/** What a key does while something is written. */
export type ComposerAct =
  | Format
  | 'send'
  | 'new-line'
  | 'edit-last'
  | 'stop-editing'
  | 'attach-files'
  | 'choose-emoji'
  | 'suggest-emojis'
  | 'suggest-people'

interface ComposerKey {
  /** As `pressed` writes it. */
  readonly keys: string
  readonly does: ComposerAct
}

/** Option types other signs on a Mac. */
const alt = onMac ? 'Ctrl+Alt' : 'Alt'

/** Every key of the composer, once: this table binds them and is what the help shows, in this order. */
export const composerKeys = (enter: EnterChoice): readonly ComposerKey[] => [{ keys: 'Enter', does: enter }, ...others]

const others: readonly ComposerKey[] = [
  { keys: 'Mod+Enter', does: 'send' },
  { keys: 'Shift+Enter', does: 'new-line' },
  { keys: 'ArrowUp', does: 'edit-last' },
  { keys: 'Escape', does: 'stop-editing' },
  { keys: 'Mod+B', does: 'format-bold' },
  { keys: 'Mod+I', does: 'format-italic' },
  { keys: 'Mod+E', does: 'format-code' },
  { keys: 'Mod+Shift+X', does: 'format-strike' },
  { keys: 'Mod+Shift+7', does: 'format-numbers' },
  { keys: 'Mod+Shift+8', does: 'format-bullets' },
  { keys: 'Mod+Shift+9', does: 'format-quote' },
  { keys: `${alt}+U`, does: 'attach-files' },
  { keys: `${alt}+.`, does: 'choose-emoji' },
  { keys: ':', does: 'suggest-emojis' },
  { keys: '@', does: 'suggest-people' },
]

export const isFormat = (act: ComposerAct): act is Format => act.startsWith('format-')

/** Whether it also works while the focus is elsewhere in the chat. */
export const worksInChat = (act: ComposerAct): boolean => act === 'attach-files' || act === 'choose-emoji'

/** What a key means, if anything; nothing while an input method has it. */
export const composerActOf = (event: KeyPress, enter: EnterChoice): ComposerAct | undefined => {
  if (isComposing(event)) return undefined
  const keys = pressed(event)
  return keys === 'Enter' ? enter : others.find((one) => one.keys === keys)?.does
}
