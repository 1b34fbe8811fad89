/** What this browser remembers between visits; everything else lives in the SDK's local store. */
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
  | `announcement.${string}`

const storageKey = (key: RememberedKey) => `parley.${key}`

/** Undefined when nothing was remembered, or when the browser keeps nothing. */
export const recall = (key: RememberedKey): string | undefined => {
  try {
    return localStorage.getItem(storageKey(key)) ?? undefined
  } catch {
    return undefined
  }
}

/** Undefined forgets. A browser that keeps nothing is not an error: the choice then lasts for this visit. */
export const remember = (key: RememberedKey, value: string | undefined): void => {
  try {
    if (value === undefined) localStorage.removeItem(storageKey(key))
    else localStorage.setItem(storageKey(key), value)
  } catch {
    // Storage is switched off.
  }
}
