import { giveFocus } from './give-focus'

/** Without a secure origin there is no clipboard API, but a selection and the old command still work. */
const copyBySelection = (text: string): boolean => {
  const area = document.createElement('textarea')
  const focused = document.activeElement
  area.value = text
  area.style.position = 'fixed'
  area.style.opacity = '0'
  document.body.append(area)
  area.select()
  const done = document.execCommand('copy')
  area.remove()
  if (focused instanceof HTMLElement) giveFocus(focused, { preventScroll: true })
  return done
}

/** Copies a text. Returns false if the browser refuses. */
export const copyToClipboard = async (text: string): Promise<boolean> => {
  try {
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(text)
      return true
    }
  } catch {
    // Permission was denied. The old command may still work.
  }
  return copyBySelection(text)
}
