import { type KeyboardEvent, type RefObject, useLayoutEffect } from 'react'

const stopsOf = (dialog: HTMLElement): HTMLElement[] => [
  ...dialog.querySelectorAll<HTMLElement>('button:enabled, a[href]'),
]

/** Tab goes around in the dialog: a modal of the browser's own would let it out to the browser's bars. Answers whether it did. */
export const tabAround = (event: KeyboardEvent, dialog: HTMLElement | null): boolean => {
  if (event.key !== 'Tab' || !dialog) return false
  const stops = stopsOf(dialog)
  const [first, last] = [stops[0], stops.at(-1)]
  const [edge, other] = event.shiftKey ? [first, last] : [last, first]
  if (document.activeElement !== edge) return false
  event.preventDefault()
  other?.focus()
  return true
}

/** What had the focus may go away, such as the arrow to the next picture at the last one: the focus stays in the dialog. */
export const useKeptInside = (dialog: RefObject<HTMLElement | null>): void =>
  useLayoutEffect(() => {
    const element = dialog.current
    if (element && document.activeElement === document.body) stopsOf(element)[0]?.focus({ preventScroll: true })
  })
