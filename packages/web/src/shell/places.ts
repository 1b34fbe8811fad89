import type { ContentKind } from '@parley/protocol'
import { type ChatId, isUuidV7, type UserId } from '@parley/protocol/ids'
import { useMemo } from 'react'
import { useLocation } from 'wouter'
import { navigate } from 'wouter/use-browser-location'

/** What the details list of a chat, in the order of the tabs. */
export const contentKinds = ['media', 'files', 'voice', 'links'] as const satisfies readonly ContentKind[]

/** Every address of the client behind the sign-in. */
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

/** Marks an entry of the history as reached from the one that "back" leads to. */
export const fromInside = { inside: true } as const

/** Back to where this was opened from; to `fallback` when the page was opened right here. */
export const goBack = (fallback: string): void => {
  if ((history.state as { inside?: boolean } | null)?.inside) history.back()
  else navigate(fallback, { replace: true })
}

/** A chat, and what is open beside it. */
interface ChatPlace {
  readonly pane: 'chat'
  readonly chatId: ChatId
  readonly details: boolean
  /** What the details list of the chat, if they do. */
  readonly contents?: ContentKind
  /** At this message. */
  readonly seq?: number
}

/** What an address shows. */
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

/** Reads an address. */
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

/** What is shown now. */
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
