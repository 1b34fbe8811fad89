import type { ClientState } from '@parley/sdk/api'
import { chatSort } from '../people/names'

/** Whether the viewer has nobody to write to yet: only the world and saved messages are there. */
export const isAlone = ({ chats }: Pick<ClientState, 'chats'>): boolean =>
  [...chats.values()].every((entry) => ['world', 'saved'].includes(chatSort(entry)))

/** Whether nothing is known of the chats yet: they are on their way. */
export const isLoading = ({ chats, connection }: Pick<ClientState, 'chats' | 'connection'>): boolean =>
  chats.size === 0 && connection.phase !== 'live'
