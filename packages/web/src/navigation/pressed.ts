/** Macs use different modifier keys. */
export const onMac = /Mac|iPhone|iPad/.test(navigator.platform)

/** The part of a keyboard event that identifies the pressed keys. */
export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'code' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey' | 'keyCode' | 'isComposing'
>

/**
 * Whether an input method is composing, whose keys are never shortcuts. Safari ends the composition before the Enter
 * that confirms it. There only key code 229 shows it.
 */
export const isComposing = (event: Pick<KeyPress, 'isComposing' | 'keyCode'>): boolean =>
  event.isComposing || event.keyCode === 229

/** The physical key, where the typed character depends on the layout: with Alt, and for digits with Shift. */
const physical = ({ code, key, altKey, shiftKey, ctrlKey, metaKey }: KeyPress): string | undefined => {
  // Letters of other scripts match by position. Latin letters match by character, so that Mod+C is where the user's
  // layout has it.
  if (altKey || !/^[a-z]$/i.test(key)) {
    const letter = /^Key([A-Z])$/.exec(code)?.[1]
    if (letter) return letter
  }
  if (altKey && code === 'Period') return '.'
  if (altKey || (shiftKey && (ctrlKey || metaKey))) return /^Digit([1-9])$/.exec(code)?.[1]
  return undefined
}

/**
 * The combination of keys in the format of the shortcut tables, such as `Mod+Shift+7`. `Mod` is Ctrl, or ⌘ on a Mac,
 * where Ctrl is listed as well. Shift is omitted if it only selects another character (`?`).
 */
export const pressed = (event: KeyPress): string => {
  const { key, shiftKey, ctrlKey, altKey, metaKey } = event
  const place = physical(event) ?? (/^[a-z]$/i.test(key) ? key.toUpperCase() : undefined)
  const named = place ?? key
  const mod = onMac ? metaKey : ctrlKey
  const shift = shiftKey && (named.length > 1 || place !== undefined)
  return [mod && 'Mod', onMac && ctrlKey && 'Ctrl', altKey && 'Alt', shift && 'Shift', named].filter(Boolean).join('+')
}
