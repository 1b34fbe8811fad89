import { type KeyboardEvent, type RefObject, useLayoutEffect } from 'react'
import { giveFocus } from '../ui/give-focus'

const stopsOf = (dialog: HTMLElement): HTMLElement[] => [
  ...dialog.querySelectorAll<HTMLElement>('button:enabled, a[href]'),
]

/**
 * Keeps Tab inside the dialog, since the browser's own modals let it out to the browser's toolbars. Returns whether it
 * handled the key.
 */
export const cycleTab = (event: KeyboardEvent, dialog: HTMLElement | null): boolean => {
  if (event.key !== 'Tab' || !dialog) return false
  const stops = stopsOf(dialog)
  const [first, last] = [stops[0], stops.at(-1)]
  const [edge, other] = event.shiftKey ? [first, last] : [last, first]
  const { activeElement } = document
  if (activeElement !== edge && !(event.shiftKey && activeElement === dialog)) return false
  event.preventDefault()
  giveFocus(other)
  return true
}

/**
 * The focused element may be removed, such as the arrow to the next picture at the last one. The focus then stays in
 * the dialog.
 */
export const useFocusTrap = (dialog: RefObject<HTMLElement | null>): void =>
  useLayoutEffect(() => {
    const element = dialog.current
    if (element && document.activeElement === document.body) giveFocus(stopsOf(element)[0], { preventScroll: true })
  })
