/** The data that this browser keeps between visits. All other data is in the SDK's local store. */
type RememberedKey =
  | 'theme'
  | 'language'
  | 'signedIn'
  | 'listWidth'
  | 'layout'
  | 'textSize'
  | 'enter'
  | 'notify'
  | 'loads'
  | 'visits'
  | 'voiceSpeed'
  | 'emojis'
  | 'debug'
  | 'knownSignIns'
  | 'request'
  | `announcement.${string}`
  | `pins.${string}`

const storageKey = (key: RememberedKey) => `parley.${key}`

/** Undefined if there is no stored value, or if the browser's storage is off. */
export const recall = (key: RememberedKey): string | undefined => {
  try {
    return localStorage.getItem(storageKey(key)) ?? undefined
  } catch {
    return undefined
  }
}

/**
 * Undefined deletes the value. If the browser's storage is off, the choice lasts only for this visit, which is not an
 * error.
 */
export const remember = (key: RememberedKey, value: string | undefined): void => {
  try {
    if (value === undefined) localStorage.removeItem(storageKey(key))
    else localStorage.setItem(storageKey(key), value)
  } catch {
    // The storage is off.
  }
}
