import type { ChatId } from '@parley/protocol'
import { createStore } from 'zustand/vanilla'

export type ListFilter = 'all' | 'unread' | 'groups' | 'mentions' | 'archive'

/** What the chat list shows: outside of it, so that it outlives the list and shortcuts can walk along it. */
export const listStore = createStore<{
  readonly filter: ListFilter
  readonly query: string
  /** The chats on the list, in its order. */
  readonly shown: readonly ChatId[]
}>(() => ({ filter: 'all', query: '', shown: [] }))
