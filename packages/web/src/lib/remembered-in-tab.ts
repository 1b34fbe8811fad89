/** The data that a tab keeps until it is closed, also if the page reloads or the browser discards it. */
type TabKey = 'positions' | 'joining' | 'proving' | 'proof' | 'elsewhere'

const storageKey = (key: TabKey) => `parley.${key}`

/** Undefined if there is no stored value, or if the browser's storage is off. */
export const recallInTab = (key: TabKey): string | undefined => {
  try {
    return sessionStorage.getItem(storageKey(key)) ?? undefined
  } catch {
    return undefined
  }
}

/** Undefined deletes the value. Without the browser's storage, the value isn't kept. */
export const rememberInTab = (key: TabKey, value: string | undefined): void => {
  try {
    if (value === undefined) sessionStorage.removeItem(storageKey(key))
    else sessionStorage.setItem(storageKey(key), value)
  } catch {
    // The storage is off.
  }
}
