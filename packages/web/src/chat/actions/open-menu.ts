import type { TimelineMessage } from '@parley/sdk/api'
import { type MenuState, useMessageActions, usePaneStores } from '../pane-contexts'

/** Opens the menu of a message. The focus returns to the element that has it when the menu opens. */
export const useOpenMenu = () => {
  const { menu } = usePaneStores()
  const { actsOf } = useMessageActions()
  return (
    message: TimelineMessage,
    place: { readonly anchor: HTMLElement; readonly point?: MenuState['point'] },
  ): void => {
    if (actsOf(message).length === 0) return
    const { activeElement } = document
    const focusBack = activeElement instanceof HTMLElement && activeElement !== document.body && activeElement
    const viewport = place.anchor.closest<HTMLElement>('[data-testid=viewport]')
    const about = place.anchor.closest('article')?.querySelector<HTMLElement>('[data-bubble]') ?? undefined
    menu.setState({ open: true, message, ...place, about, focusBack: focusBack || viewport || place.anchor }, true)
  }
}
