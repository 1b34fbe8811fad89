import type { MouseEvent } from 'react'
import { navigate } from '../../history/navigate'
import { fromInside } from '../../navigation/places'
import { opensHere } from './opens-here'

/** Opens links to chats and messages of this server here, not in another tab. */
export const openLink = (event: MouseEvent<HTMLElement>): void => {
  const link = event.target instanceof Element ? event.target.closest('a') : null
  if (!link || !opensHere(link, event, location.origin)) return
  event.preventDefault()
  navigate(link.pathname, { state: fromInside })
}
