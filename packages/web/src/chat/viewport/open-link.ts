import type { MouseEvent } from 'react'
import { navigate } from 'wouter/use-browser-location'
import { fromInside } from '../../shell/places'
import { opensHere } from './opens-here'

/** A link to a chat or message of this server opens here, not in another tab. */
export const openLink = (event: MouseEvent<HTMLElement>): void => {
  const link = event.target instanceof Element ? event.target.closest('a') : null
  if (!link || !opensHere(link, event, location.origin)) return
  event.preventDefault()
  navigate(link.pathname, { state: fromInside })
}
