import type { MouseEvent } from 'react'
import { navigate } from 'wouter/use-browser-location'
import { fromInside, placeOf } from '../../shell/places'

/** A link to a chat or message of this server opens here, not in another tab. */
export const openLink = (event: MouseEvent<HTMLElement>): void => {
  const link = event.target instanceof Element ? event.target.closest('a') : null
  const { ctrlKey, metaKey, shiftKey, altKey } = event
  if (!link || link.origin !== location.origin || ctrlKey || metaKey || shiftKey || altKey) return
  if (placeOf(link.pathname).pane !== 'chat') return
  event.preventDefault()
  navigate(link.pathname, { state: fromInside })
}
