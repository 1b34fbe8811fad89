import type { ChatId, UserId } from '@parley/protocol'
import type { ChatEntry } from '@parley/sdk/api'
import type { Relation } from '../../people/relation'
import { type MemberEnd, memberEnd } from '../member-end'

type Refusal = NonNullable<ChatEntry['writeRefused']>

/** The viewer's next step that reopens a closed direct chat. */
export type NextStep = 'unblock' | 'accept' | 'withdraw' | 'ask'

/** The next step if two people can't write to each other. Undefined if the chat is closed for another reason. */
export const nextStepOf = (refusal: Refusal, relation: Relation | undefined): NextStep | undefined => {
  if (refusal === 'blocked') return 'unblock'
  if (refusal !== 'not_friends') return undefined
  if (relation === 'received') return 'accept'
  return relation === 'requested' ? 'withdraw' : 'ask'
}

/** Longer mutes show their date. */
const countedSeconds = 12 * 3_600

/** Why a chat is closed, other than by the viewer's friendship. */
export type WhyClosed =
  | 'world'
  | 'dissolved'
  | 'peer-closed'
  | 'muted-all'
  | 'flooded'
  | 'muted-until'
  | 'muted'
  | 'left-channel'
  | MemberEnd

interface Viewer {
  readonly me: UserId | undefined
  /** How long the viewer is still muted. */
  readonly seconds: number
  /** The chats that are known to have banned the viewer. */
  readonly bans: ReadonlySet<ChatId>
}

export const whyClosed = (
  refusal: Refusal,
  entry: Pick<ChatEntry, 'id' | 'chat' | 'last'> | undefined,
  { seconds, ...viewer }: Viewer,
): WhyClosed => {
  switch (refusal) {
    case 'channel_closed':
      return 'world'
    case 'dissolved':
      return 'dissolved'
    case 'peer_closed':
      return 'peer-closed'
    case 'muted_all':
      return 'muted-all'
    case 'flood_muted':
      return 'flooded'
    case 'muted':
      return seconds > countedSeconds ? 'muted-until' : 'muted'
    default: {
      if (entry?.chat.kind === 'channel') return 'left-channel'
      return entry ? memberEnd(entry, viewer) : 'left'
    }
  }
}
