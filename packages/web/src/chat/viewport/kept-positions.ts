import type { ChatId, UserId } from '@parley/protocol'
import { recall } from '../../lib/remembered'
import { recallInTab, rememberInTab } from '../../lib/remembered-in-tab'
import type { SavedPosition } from '../opening'

type Positions = readonly (readonly [ChatId, SavedPosition])[]

interface Kept {
  /** The user whose positions these are. */
  readonly me: UserId
  readonly positions: Positions
}

/** Keeps the scroll positions of a user's chats for the next page of this tab. After a sign-out, it keeps none. */
export const keepPositions = (me: UserId | undefined, positions: Positions): void => {
  const kept = me && recall('signedIn') !== undefined && positions.length > 0 ? { me, positions } : undefined
  rememberInTab('positions', kept && JSON.stringify(kept satisfies Kept))
}

/** The positions that the previous page of this tab kept for this user. */
export const keptPositions = (me: UserId | undefined): Positions => {
  const kept: Kept | undefined = JSON.parse(recallInTab('positions') ?? 'null') ?? undefined
  return kept && kept.me === me ? kept.positions : []
}
