import { isUuidV7 } from '@parley/protocol/ids'
import { type Place, placeOf } from '../shell/places'

/** Where a pasted link or id leads. */
export type JoinTarget = Extract<Place, { pane: 'invite' | 'chat' }>

const withoutScheme = (address: string): string => address.replace(/^https?:\/\//i, '')

/** The path of an address of this server, with its scheme or without. */
const pathIn = (text: string, origin: string): string | undefined => {
  const [host, bare] = [withoutScheme(origin).toLowerCase(), withoutScheme(text)]
  if (text.startsWith('/')) return text
  return bare.toLowerCase().startsWith(`${host}/`) ? bare.slice(host.length) : undefined
}

/**
 * What somebody pasted to come into a group: an invite link, the address of a chat or of a message, or an id. Undefined for
 * everything else, also for addresses of other servers.
 */
export const joinTarget = (pasted: string, origin: string): JoinTarget | undefined => {
  const text = pasted.trim()
  const id = text.toLowerCase()
  const path = isUuidV7(id) ? `/c/${id}` : pathIn(text, origin)?.replace(/[?#].*$/, '')
  const place = path === undefined ? undefined : placeOf(path)
  return place?.pane === 'invite' || place?.pane === 'chat' ? place : undefined
}
