import type { ChatId, UserId } from '@parley/protocol'
import type { ClientState } from '@parley/sdk/api'
import { chatSort, peerOf } from './names'

/** The chat with a person that is on my list, if there is one; with myself, saved messages. */
export const directChatWith = (state: ClientState, userId: UserId): ChatId | undefined => {
  const wanted = userId === state.me?.id ? 'saved' : 'direct'
  const isIt = ([, entry]: readonly [ChatId, Parameters<typeof peerOf>[1] & Parameters<typeof chatSort>[0]]) =>
    chatSort(entry) === wanted && (wanted === 'saved' || peerOf(state, entry) === userId)
  return [...state.chats].find(isIt)?.[0]
}
