import type { UserId } from '@parley/protocol/ids'
import type { ClientState } from '@parley/sdk/api'
import { isBlocked, relationOf } from './relation'

/** Whether a direct chat with a person, or a group with them, can be begun now. */
export const mayReach = (state: ClientState, id: UserId): boolean => {
  if (isBlocked(state, id)) return false
  return state.directChats === 'everyone' || ['self', 'friends'].includes(relationOf(state, id))
}
