import type { ChatId } from '@parley/protocol'
import type { Relation } from '../people/relation'

/** How the viewer stands to a person. */
export interface StandingTo {
  readonly relation: Relation
  readonly blocked: boolean
  /** A direct chat with them can be begun. */
  readonly reachable: boolean
  /** The direct chat with them, if there is one. */
  readonly chatId: ChatId | undefined
}

/** What one most likely wants to do about a person, in the order of the buttons. */
export type MainAct = 'unblock' | 'add' | 'withdraw' | 'message' | 'editProfile'

/** @param open the chat on screen: nothing leads to where one is already */
export const mainActs = (
  { relation, blocked, reachable, chatId }: StandingTo,
  open: ChatId | undefined,
): readonly MainAct[] => {
  const may: Record<MainAct, boolean> = {
    unblock: blocked,
    add: relation === 'none' && !blocked,
    withdraw: relation === 'requested' && !blocked,
    message: chatId === undefined ? reachable : chatId !== open,
    editProfile: relation === 'self',
  }
  return (Object.keys(may) as MainAct[]).filter((act) => may[act])
}

/** The rest, line by line. */
export type MoreAct = 'remark' | 'remove' | 'block'

export const moreActs = ({ relation, blocked }: Pick<StandingTo, 'relation' | 'blocked'>): readonly MoreAct[] => {
  if (relation === 'self') return []
  return [...(relation === 'friends' ? (['remark', 'remove'] as const) : []), ...(blocked ? [] : (['block'] as const))]
}

/** What a profile says of how the viewer stands to a person; undefined where the buttons say enough. */
export type StandingWord = 'blocked' | 'friends' | 'requested' | 'stranger'

/** @param open whether everybody may write to everybody here */
export const standingWord = (
  { relation, blocked }: Pick<StandingTo, 'relation' | 'blocked'>,
  { open }: { readonly open: boolean },
): StandingWord | undefined => {
  if (blocked) return 'blocked'
  if (relation === 'friends' || relation === 'requested') return relation
  return relation === 'none' && !open ? 'stranger' : undefined
}

/** Whose words stand in a profile, those of the last request or answer: the viewer's own or the other person's. */
export const noteOf = (
  { relation, blocked }: Pick<StandingTo, 'relation' | 'blocked'>,
  note: string | undefined,
): 'own' | 'theirs' | undefined => {
  // A request that waits for the viewer shows its words itself.
  if (note === undefined || blocked || relation === 'received') return undefined
  return relation === 'requested' ? 'own' : 'theirs'
}
