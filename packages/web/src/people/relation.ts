import type { UserId } from '@parley/protocol/ids'
import type { ClientState } from '@parley/sdk/api'

/** The viewer's relation to a person. `requested`: the viewer sent the request. `received`: the person did. */
export type Relation = 'self' | 'none' | 'requested' | 'received' | 'friends'

/** The viewer's current relation to a person. */
export const relationOf = (state: ClientState, id: UserId): Relation => {
  if (id === state.me?.id) return 'self'
  const held = state.friends.get(id)?.state
  return held === undefined || held === 'removed' ? 'none' : held
}

/** Whether the viewer blocked a person. */
export const isBlocked = (state: ClientState, id: UserId): boolean => state.friends.get(id)?.blockedAt !== undefined

/** The number of received friend requests, except those of blocked people. */
export const openRequests = (state: ClientState): number =>
  [...state.friends.values()].filter((friend) => friend.state === 'received' && friend.blockedAt === undefined).length
