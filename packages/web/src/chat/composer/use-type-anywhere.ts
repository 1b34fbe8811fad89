import { type RefObject, useEffect } from 'react'
import { isOverlayOpen } from '../../shell/overlay-open'
import { isComposing } from '../../shell/pressed'

const takesKeys = 'input, textarea, select, [contenteditable], [role="dialog"], [role="alertdialog"], [role="menu"]'
/** Single letters are shortcuts on a message that the keyboard focused, not on one that was clicked. */
const keyboardFeed = '[data-testid="viewport"]:not([data-by-pointer])'
const onMessage = (element: Element): boolean =>
  element.matches('article, [data-testid="viewport"]') && element.closest(keyboardFeed) !== null

/** A space also presses buttons. */
const usesKey = (element: Element, key: string): boolean =>
  element.closest(takesKeys) !== null || onMessage(element) || (key === ' ' && element !== document.body)

/** Any printable key, and pasting, goes to the composer when nothing else takes it. */
export const useTypeAnywhere = (composer: RefObject<HTMLTextAreaElement | null>) => {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const pastes = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'v'
      const types = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey
      if (event.defaultPrevented || isComposing(event) || !(pastes || types)) return
      if (isOverlayOpen()) return
      const element = event.target instanceof Element ? event.target : document.body
      if (!usesKey(element, event.key)) composer.current?.focus({ preventScroll: true })
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [composer])
}
