import { onMac } from './on-mac'

/** What tells which keys are pressed. */
export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'code' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey' | 'keyCode' | 'isComposing'
>

/**
 * Whether an input method is at work: its keys are never shortcuts. Safari ends the composition before the Enter that
 * confirms it and tells only by key code 229.
 */
export const isComposing = (event: Pick<KeyPress, 'isComposing' | 'keyCode'>): boolean =>
  event.isComposing || event.keyCode === 229

/** Alt types other signs, and Shift with a digit, depending on the layout: there the place of the key counts. */
const physical = ({ code, key, altKey, shiftKey, ctrlKey, metaKey }: KeyPress): string | undefined => {
  // Of other scripts' letters the place counts; where somebody types Latin, Mod+C is where they copy.
  if (altKey || !/^[a-z]$/i.test(key)) {
    const letter = /^Key([A-Z])$/.exec(code)?.[1]
    if (letter) return letter
  }
  if (altKey && code === 'Period') return '.'
  if (altKey || (shiftKey && (ctrlKey || metaKey))) return /^Digit([1-9])$/.exec(code)?.[1]
  return undefined
}

/**
 * The combination of keys as the tables of shortcuts write it, such as `Mod+Shift+7`. `Mod` is Ctrl, or ⌘ on a Mac, where
 * Ctrl is named, too. Shift is not named where it only makes another sign (`?`).
 */
export const pressed = (event: KeyPress): string => {
  const { key, shiftKey, ctrlKey, altKey, metaKey } = event
  const place = physical(event) ?? (/^[a-z]$/i.test(key) ? key.toUpperCase() : undefined)
  const named = place ?? key
  const mod = onMac ? metaKey : ctrlKey
  const shift = shiftKey && (named.length > 1 || place !== undefined)
  return [mod && 'Mod', onMac && ctrlKey && 'Ctrl', altKey && 'Alt', shift && 'Shift', named].filter(Boolean).join('+')
}
