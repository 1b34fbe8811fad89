import type { ChatEntry } from '@parley/sdk/api'
import type { Relation } from '../../people/relation'

type Refusal = NonNullable<ChatEntry['writeRefused']>

/** What opens a direct chat again that is closed between two people: the next step of the viewer. */
export type NextStep = 'unblock' | 'accept' | 'withdraw' | 'ask'

/** The next step where two people may not write to each other; undefined where something else closes the chat. */
export const nextStepOf = (refusal: Refusal, relation: Relation | undefined): NextStep | undefined => {
  if (refusal === 'blocked') return 'unblock'
  if (refusal !== 'not_friends') return undefined
  if (relation === 'received') return 'accept'
  return relation === 'requested' ? 'withdraw' : 'ask'
}

/** Longer than this is said by its date. */
const countedSeconds = 12 * 3_600

/** Why a chat of many is closed. */
export type WhyClosed =
  | 'world'
  | 'dissolved'
  | 'muted-all'
  | 'muted-until'
  | 'muted'
  | 'left-channel'
  | 'removed'
  | 'left'

/** @param seconds for how long the viewer is still muted */
export const whyClosed = (
  refusal: Refusal,
  entry: Pick<ChatEntry, 'chat' | 'last'> | undefined,
  { me, seconds }: { readonly me: string | undefined; readonly seconds: number },
): WhyClosed => {
  switch (refusal) {
    case 'channel_closed':
      return 'world'
    case 'dissolved':
      return 'dissolved'
    case 'muted_all':
      return 'muted-all'
    case 'muted':
      return seconds > countedSeconds ? 'muted-until' : 'muted'
    default: {
      if (entry?.chat.kind === 'channel') return 'left-channel'
      const body = entry?.last?.body
      const removed = body?.type === 'system' && body.event === 'member_removed' ? body.userIds : undefined
      return removed?.some((id) => id === me) ? 'removed' : 'left'
    }
  }
}
