import { placeOf } from '../../navigation/places'

interface Press {
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
}

/** Whether a click on a link opens a chat or message of this server here, not in another tab. */
export const opensHere = (
  link: { readonly origin: string; readonly pathname: string },
  { ctrlKey, metaKey, shiftKey, altKey }: Press,
  origin: string,
): boolean =>
  link.origin === origin && !(ctrlKey || metaKey || shiftKey || altKey) && placeOf(link.pathname).pane === 'chat'
