import type { ClientState } from '@parley/sdk/api'
import { chatSort } from '../people/names'

/** Whether the viewer has no contacts yet: the list has only the world chat and saved messages. */
export const isAlone = ({ chats }: Pick<ClientState, 'chats'>): boolean =>
  [...chats.values()].every((entry) => ['world', 'saved'].includes(chatSort(entry)))

/** Whether the chats are still loading, so that none are known. */
export const isLoading = ({ chats, connection }: Pick<ClientState, 'chats' | 'connection'>): boolean =>
  chats.size === 0 && connection.phase !== 'live'
