import { isUuidV7 } from '@parley/protocol/ids'
import { type Place, placeOf } from '../navigation/places'

/** The target of a pasted link or id. */
export type JoinTarget = Extract<Place, { pane: 'invite' | 'chat' }>

const withoutScheme = (address: string): string => address.replace(/^https?:\/\//i, '')

/** The path of an address of this server, with or without a scheme. */
const pathIn = (text: string, origins: readonly string[]): string | undefined => {
  if (text.startsWith('/')) return text
  const bare = withoutScheme(text)
  const hosts = origins.map((origin) => withoutScheme(origin).toLowerCase())
  const host = hosts.find((one) => bare.toLowerCase().startsWith(`${one}/`))
  return host === undefined ? undefined : bare.slice(host.length)
}

/**
 * The target of text that a user pasted to join a group: an invite link, the address of a chat or message, or an id.
 * Undefined for other text, including addresses of other servers.
 *
 * @param origins the addresses under which devices reach this server
 */
export const joinTarget = (pasted: string, origins: readonly string[]): JoinTarget | undefined => {
  const text = pasted.trim()
  const id = text.toLowerCase()
  const path = isUuidV7(id) ? `/c/${id}` : pathIn(text, origins)?.replace(/[?#].*$/, '')
  const place = path === undefined ? undefined : placeOf(path)
  return place?.pane === 'invite' || place?.pane === 'chat' ? place : undefined
}
