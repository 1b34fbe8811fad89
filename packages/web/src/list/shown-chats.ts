import type { ChatId } from '@parley/protocol'
import type { ChatEntry, ClientState } from '@parley/sdk/api'
import type { T } from '../i18n/catalog'
import { chatName, peerOf } from '../people/names'
import type { ListFilter } from './list-store'

const passes = (entry: ChatEntry, filter: ListFilter): boolean => {
  if (filter === 'unread') return entry.unread > 0
  return filter === 'all' || entry.chat.kind === 'group'
}

const matches = (state: ClientState, entry: ChatEntry, { query, t }: { query: string; t: T }): boolean => {
  const needle = query.trim().toLowerCase()
  const peer = peerOf(state, entry)
  const username = (peer && state.users.get(peer)?.username) ?? ''
  if (needle.startsWith('@')) return needle.length > 1 && username.startsWith(needle.slice(1))
  return needle === '' || chatName(state, entry, t).toLowerCase().includes(needle) || username.startsWith(needle)
}

interface Wanted {
  readonly filter: ListFilter
  readonly query: string
  /** Stays on the list even when reading it takes it out of the filter. */
  readonly open: ChatId | undefined
  readonly t: T
}

/** The chats to list, newest first. A search looks through all of them, whatever the filter. */
export const shownChats = (state: ClientState, { filter, query, open, t }: Wanted): readonly ChatId[] =>
  state.order.filter((id) => {
    const entry = state.chats.get(id)
    if (!entry) return false
    if (query.trim() !== '') return matches(state, entry, { query, t })
    return passes(entry, filter) || (id === open && filter === 'unread')
  })
