import type { ChatId, UserId } from '@parley/protocol'
import type { ClientState } from '@parley/sdk/api'
import { chatSort, peerOf } from './names'
import { isBlocked, relationOf } from './relation'

/** The viewer's direct chat with a person, if it is in the list. For the viewer, it is saved messages. */
export const directChatWith = (state: ClientState, userId: UserId): ChatId | undefined => {
  const wanted = userId === state.me?.id ? 'saved' : 'direct'
  const isIt = ([, entry]: readonly [ChatId, Parameters<typeof peerOf>[1] & Parameters<typeof chatSort>[0]]) =>
    chatSort(entry) === wanted && (wanted === 'saved' || peerOf(state, entry) === userId)
  return [...state.chats].find(isIt)?.[0]
}

/** Whether the viewer can start a direct chat with a person, or add them to a group. */
export const canContact = (state: ClientState, id: UserId): boolean => {
  if (isBlocked(state, id)) return false
  return state.directChats === 'everyone' || ['self', 'friends'].includes(relationOf(state, id))
}
