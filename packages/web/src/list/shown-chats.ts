import type { ChatId } from '@parley/protocol'
import { isVisible, visibleText } from '@parley/protocol/visible'
import type { ChatEntry, ClientState } from '@parley/sdk/api'
import type { T } from '../i18n/catalog'
import type { ListFilter } from '../navigation/list-store'
import { chatName, nameMatches, peerOf } from '../people/names'
import { isUnread } from '../people/unread'
import { pinnedOf } from './pinned'

/** A channel that the viewer left can be found among the channels. */
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
  return chatName(state, entry, t).toLowerCase().includes(visibleText(query).toLowerCase())
}

interface ListQuery {
  readonly filter: ListFilter
  readonly query: string
  /** Stays in the list even if reading it takes it out of the filter. */
  readonly open: ChatId | undefined
  readonly t: T
}

/** The chats to list: pinned ones first, then by activity. A search includes all chats, whatever the filter. */
export const shownChats = (state: ClientState, { filter, query, open, t }: ListQuery): readonly ChatId[] => {
  const shown = state.order.filter((id) => {
    const entry = state.chats.get(id)
    if (!entry || isGone(entry)) return false
    if (isVisible(query)) return matches(state, entry, { query, t })
    return passes(entry, filter) || (id === open && (filter === 'unread' || filter === 'mentions'))
  })
  const pinned = pinnedShown(state, { filter, query })
  return pinned.length === 0 ? shown : [...pinned, ...shown.filter((id) => !pinned.includes(id))]
}

/** The pinned chats at the top of the list. Empty during a search or with a filter. */
export const pinnedShown = (state: ClientState, { filter, query }: Pick<ListQuery, 'filter' | 'query'>) =>
  filter === 'all' && !isVisible(query) ? pinnedOf(state) : []
