import type { UserId } from '@parley/protocol/ids'
import type { ClientState } from '@parley/sdk/api'

/** What a person is to me. `requested`: I asked; `received`: they did. */
export type Relation = 'self' | 'none' | 'requested' | 'received' | 'friends'

/** What a person is to me now. */
export const relationOf = (state: ClientState, id: UserId): Relation => {
  if (id === state.me?.id) return 'self'
  const held = state.friends.get(id)?.state
  return held === undefined || held === 'removed' ? 'none' : held
}

/** Whether I blocked a person. */
export const isBlocked = (state: ClientState, id: UserId): boolean => state.friends.get(id)?.blockedAt !== undefined

/** How many people wait for my answer. Whoever is blocked waits in vain. */
export const openRequests = (state: ClientState): number =>
  [...state.friends.values()].filter((friend) => friend.state === 'received' && friend.blockedAt === undefined).length
