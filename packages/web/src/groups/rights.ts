import type { Rights } from '@parley/protocol'
import type { ChatEntry } from '@parley/sdk/api'

/** Whether this person may do in a group what it leaves to its members or keeps for its admins. */
export const hasRight = (entry: ChatEntry | undefined, right: keyof Rights): boolean =>
  entry?.role !== undefined &&
  entry.chat.dissolvedAt === undefined &&
  (entry.moderates || entry.chat.rights?.[right] === 'members')
