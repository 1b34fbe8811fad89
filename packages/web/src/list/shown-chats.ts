import type { ChatId } from '@parley/protocol'
import type { ChatEntry, ClientState } from '@parley/sdk/api'
import type { T } from '../i18n/catalog'
import { chatName, nameMatches, peerOf } from '../people/names'
import type { ListFilter } from './list-store'
import { pinnedOf } from './pinned'
import { isUnread } from './unread'

/** A channel that was left is found again among the channels. */
const isGone = ({ chat, canRead }: ChatEntry): boolean => chat.kind === 'channel' && !canRead

const passes = (entry: ChatEntry, filter: ListFilter): boolean => {
  const archived = entry.state?.archivedAt !== undefined
  if (archived || filter === 'archive') return archived && filter === 'archive'
  if (filter === 'unread') return isUnread(entry)
  if (filter === 'mentions') return entry.mentions > 0
  return filter === 'all' || entry.chat.kind === 'group'
}

const matches = (state: ClientState, entry: ChatEntry, { query, t }: { query: string; t: T }): boolean => {
  const peer = peerOf(state, entry)
  const user = peer && state.users.get(peer)
  if (user && nameMatches(state, user, query)) return true
  return chatName(state, entry, t).toLowerCase().includes(query.trim().toLowerCase())
}

interface Wanted {
  readonly filter: ListFilter
  readonly query: string
  /** Stays on the list even when reading it takes it out of the filter. */
  readonly open: ChatId | undefined
  readonly t: T
}

/** The chats to list: pinned ones first, then by their activity. A search looks through all of them, whatever the filter. */
export const shownChats = (state: ClientState, { filter, query, open, t }: Wanted): readonly ChatId[] => {
  const shown = state.order.filter((id) => {
    const entry = state.chats.get(id)
    if (!entry || isGone(entry)) return false
    if (query.trim() !== '') return matches(state, entry, { query, t })
    return passes(entry, filter) || (id === open && (filter === 'unread' || filter === 'mentions'))
  })
  const pinned = pinnedShown(state, { filter, query })
  return pinned.length === 0 ? shown : [...pinned, ...shown.filter((id) => !pinned.includes(id))]
}

/** The pinned chats at the head of the list; a search or a filter has none. */
export const pinnedShown = (state: ClientState, { filter, query }: Pick<Wanted, 'filter' | 'query'>) =>
  filter === 'all' && query.trim() === '' ? pinnedOf(state) : []
