const tabbable =
  ':is(a[href],button:not(:disabled),input:not(:disabled),textarea:not(:disabled)):not([tabindex="-1"]),[tabindex="0"]'

/** Marked panes; the history and the composer of the open chat. */
const paneSelector = '[data-focus-stop],[role=feed],main textarea'

/** The stops, without those that hold stops of their own. */
const stops = (): readonly HTMLElement[] =>
  [...document.querySelectorAll<HTMLElement>(paneSelector)].filter(
    (stop) =>
      !stop.querySelector(paneSelector) &&
      !stop.closest('[inert]') &&
      stop.checkVisibility?.({ visibilityProperty: true }) !== false,
  )

/** Gives the focus to a pane: to what is chosen there, else to its first control. */
export const focusInside = (stop: HTMLElement): void => {
  const inside = stop.matches(tabbable)
    ? stop
    : (stop.querySelector<HTMLElement>('[aria-current=page],[data-chat-row][tabindex="0"]') ??
      stop.querySelector<HTMLElement>(tabbable))
  inside?.focus()
}

/** Moves the focus to the next pane: rail, list, timeline, composer, details, and round again. */
export const focusNextPane = (direction: 'forward' | 'back'): void => {
  const all = stops()
  const at = all.findIndex((stop) => stop.contains(document.activeElement))
  const next = direction === 'forward' ? at + 1 : (at === -1 ? all.length : at) - 1
  const stop = all.at(next % all.length)
  if (stop) focusInside(stop)
}
