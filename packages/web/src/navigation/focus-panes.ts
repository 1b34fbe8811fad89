import { giveFocus } from '../ui/give-focus'

const tabbable =
  ':is(a[href],button:not(:disabled),input:not(:disabled),textarea:not(:disabled)):not([tabindex="-1"]),[tabindex="0"]'

/** Marked panes, and the history and the composer of the open chat. */
const paneSelector = '[data-focus-stop],[role=feed],main textarea'

/** The stops, without those that contain other stops. */
const stops = (): readonly HTMLElement[] =>
  [...document.querySelectorAll<HTMLElement>(paneSelector)].filter(
    (stop) =>
      !stop.querySelector(paneSelector) &&
      !stop.closest('[inert]') &&
      stop.checkVisibility?.({ visibilityProperty: true }) !== false,
  )

/** The selected element of a pane: the open chat or place, the current row of a list, or the current message. */
const chosenSelectors = ['[aria-current=page]', '[data-chat-row][tabindex="0"]', 'article[tabindex="0"]']

/** Focuses a pane: its selected element, else its first control. */
export const focusInside = (stop: HTMLElement): void => {
  const inside = [...chosenSelectors, tabbable].map((selector) => stop.querySelector<HTMLElement>(selector))
  const first = stop.matches(tabbable) ? stop : inside.find((one) => one !== null)
  giveFocus(first)
}

/** Whether the focus is in a pane, or on its scroller. */
const isAt = (stop: HTMLElement, focused: Element | null): boolean =>
  stop.contains(focused) || (focused !== document.body && focused?.contains(stop) === true)

/** Moves the focus to the next pane, in a cycle: rail, list, timeline, composer, details. */
export const focusNextPane = (direction: 'forward' | 'back'): void => {
  const all = stops()
  const at = all.findIndex((stop) => isAt(stop, document.activeElement))
  const next = direction === 'forward' ? at + 1 : (at === -1 ? all.length : at) - 1
  const stop = all.at(next % all.length)
  if (stop) focusInside(stop)
}
