import type { Friend, UserId } from '@parley/protocol'
import { listOf } from './people-lists'

/** Whether no list of people holds anybody: no friends, no requests, nobody blocked. */
export const hasNobody = (friends: ReadonlyMap<UserId, Friend>): boolean =>
  [...friends.values()].every((row) => listOf(row) === 'removed')
