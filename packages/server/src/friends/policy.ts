import type { Result } from '@parley/protocol'
import type { PairStanding } from '../storage/schema'

/** With whom people may open a direct chat. */
export type DirectChats = Result<'session.open'>['directChats']

/**
 * The reason why a user can't contact another one, by a direct chat or by adding them to a group. A block looks like a
 * missing friendship.
 */
export const pairRefused = (
  { friends, blocks, isBlocked }: PairStanding,
  rule: DirectChats,
): 'blocked' | 'not_friends' | undefined => {
  if (blocks) return 'blocked'
  if (isBlocked || (rule === 'friends' && !friends)) return 'not_friends'
  return undefined
}
