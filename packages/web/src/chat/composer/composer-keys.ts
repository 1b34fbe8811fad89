import { isComposing, type KeyPress, onMac, pressed } from '../../navigation/pressed'
import type { EnterChoice } from '../../theme/appearance'
import type { Format } from './format-text'

/** The actions of keys in the composer. */
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
  /** In the format of `pressed`. */
  readonly keys: string
  readonly does: ComposerAct
}

/** On a Mac, Option types other characters. */
const alt = onMac ? 'Ctrl+Alt' : 'Alt'

/** The single table of the composer's keys, in the order of the help. It binds the keys, and the help shows it. */
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

/** Whether the key also works while the focus is elsewhere in the chat. */
export const worksInChat = (act: ComposerAct): boolean => act === 'attach-files' || act === 'choose-emoji'

/** The action of a key, if it has one. An input method that composes gets all keys. */
export const composerActOf = (event: KeyPress, enter: EnterChoice): ComposerAct | undefined => {
  if (isComposing(event)) return undefined
  const keys = pressed(event)
  return keys === 'Enter' ? enter : others.find((one) => one.keys === keys)?.does
}
