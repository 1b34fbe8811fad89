import { type RefObject, useEffect } from 'react'
import { isOverlayOpen } from '../../navigation/overlay-open'
import { isComposing } from '../../navigation/pressed'
import { giveFocus } from '../../ui/give-focus'

const takesKeys = 'input, textarea, select, [contenteditable], [role="dialog"], [role="alertdialog"], [role="menu"]'
/** On a message with the keyboard focus, single letters are shortcuts. On a clicked message they are not. */
const keyboardFeed = '[data-testid="viewport"]:not([data-by-pointer])'
const onMessage = (element: Element): boolean =>
  element.matches('article, [data-testid="viewport"]') && element.closest(keyboardFeed) !== null

/** The space key also presses buttons. */
const usesKey = (element: Element, key: string): boolean =>
  element.closest(takesKeys) !== null || onMessage(element) || (key === ' ' && element !== document.body)

/** Sends printable keys and pasted content to the composer, unless another element handles them. */
export const useTypeAnywhere = (composer: RefObject<HTMLTextAreaElement | null>) => {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const pastes = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'v'
      const types = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey
      if (event.defaultPrevented || isComposing(event) || !(pastes || types)) return
      if (isOverlayOpen()) return
      const element = event.target instanceof Element ? event.target : document.body
      if (!usesKey(element, event.key)) giveFocus(composer.current, { preventScroll: true })
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [composer])
}
