import { placeOf } from '../../shell/places'

interface Press {
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
}

/** Whether a press on a link leads to a chat or message of this server, here and not in another tab. */
export const opensHere = (
  link: { readonly origin: string; readonly pathname: string },
  { ctrlKey, metaKey, shiftKey, altKey }: Press,
  origin: string,
): boolean =>
  link.origin === origin && !(ctrlKey || metaKey || shiftKey || altKey) && placeOf(link.pathname).pane === 'chat'
