import type { ChatId } from '@parley/protocol'
import { createStore } from 'zustand/vanilla'

export type ListFilter = 'all' | 'unread' | 'groups' | 'mentions' | 'archive'

/**
 * The content of the chat list. It is outside the component, so that it stays when the list is removed, and shortcuts
 * can step through it.
 */
export const listStore = createStore<{
  readonly filter: ListFilter
  readonly query: string
  /** The chats in the order of the list. */
  readonly shown: readonly ChatId[]
}>(() => ({ filter: 'all', query: '', shown: [] }))
