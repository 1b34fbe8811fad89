import type { ContentKind } from '@parley/protocol'
import { type ChatId, isUuidV7, type UserId } from '@parley/protocol/ids'
import { useMemo } from 'react'
import { useLocation } from 'wouter'
import { layers, navigate } from '../history/navigate'

/** The kinds of contents in the details of a chat, in the order of the tabs. */
export const contentKinds = ['media', 'files', 'voice', 'links'] as const satisfies readonly ContentKind[]

/** All addresses of the client after sign-in. */
export const paths = {
  list: '/',
  chat: (chatId: ChatId) => `/c/${chatId}`,
  message: (chatId: ChatId, seq: number) => `/c/${chatId}/${seq}`,
  details: (chatId: ChatId) => `/c/${chatId}/details`,
  contents: (chatId: ChatId, kind: ContentKind) => `/c/${chatId}/${kind}`,
  people: '/people',
  person: (userId: UserId) => `/people/${userId}`,
  settings: '/settings',
  admin: '/admin',
} as const

/** Marks an entry of the browser's history that was opened from inside the client, so that "back" returns there. */
export const fromInside = { inside: true } as const

/** Goes back to where this was opened from, or to `fallback` if the page was opened here. */
export const goBack = (fallback: string): void => {
  if ((history.state as { inside?: boolean } | null)?.inside) layers.back()
  else navigate(fallback, { replace: true })
}

/** A chat, and the pane beside it. */
interface ChatPlace {
  readonly pane: 'chat'
  readonly chatId: ChatId
  readonly details: boolean
  /** The kind of contents that the details list, if they do. */
  readonly contents?: ContentKind
  /** The message to open the chat at. */
  readonly seq?: number
}

/** The target of an address. */
export type Place =
  | { readonly pane: 'list' }
  | ChatPlace
  | { readonly pane: 'people'; readonly userId?: UserId }
  | { readonly pane: 'settings' }
  | { readonly pane: 'admin' }
  | { readonly pane: 'invite'; readonly code: string }
  | { readonly pane: 'elsewhere' }

/** Undefined for a broken escape. */
const decoded = (part: string): string | undefined => {
  try {
    return decodeURIComponent(part)
  } catch {
    return undefined
  }
}

const chatPlace = (chatId: ChatId, part = ''): Place => {
  if (part === '' || part === 'details') return { pane: 'chat', chatId, details: part === 'details' }
  const contents = contentKinds.find((kind) => kind === part)
  if (contents) return { pane: 'chat', chatId, details: true, contents }
  if (/^[1-9]\d{0,14}$/.test(part)) return { pane: 'chat', chatId, details: false, seq: Number(part) }
  return { pane: 'elsewhere' }
}

/** Parses an address. */
export const placeOf = (path: string): Place => {
  const [first = '', second = '', third, ...rest] = path.split('/').slice(1)
  if (rest.length > 0) return { pane: 'elsewhere' }
  if (first === '') return { pane: 'list' }
  if (first === 'settings' && second === '') return { pane: 'settings' }
  if (first === 'admin' && second === '') return { pane: 'admin' }
  if (first === 'people' && third === undefined) {
    if (second === '') return { pane: 'people' }
    if (isUuidV7(second)) return { pane: 'people', userId: second as UserId }
  }
  const code = first === 'i' && third === undefined ? decoded(second) : undefined
  if (code) return { pane: 'invite', code }
  if (first === 'c' && isUuidV7(second)) return chatPlace(second as ChatId, third)
  return { pane: 'elsewhere' }
}

/** The current place. */
export const usePlace = (): Place => {
  const [path] = useLocation()
  return useMemo(() => placeOf(path), [path])
}

/** The chat on screen. */
export const useOpenChat = (): ChatId | undefined => {
  const place = usePlace()
  return place.pane === 'chat' ? place.chatId : undefined
}

/** The person whose profile is on screen beside the list of people. */
export const useOpenPerson = (): UserId | undefined => {
  const place = usePlace()
  return place.pane === 'people' ? place.userId : undefined
}
