import type { ChatId } from '@parley/protocol'
import type { Relation } from '../people/relation'

/** The viewer's relation to a person. */
export interface RelationTo {
  readonly relation: Relation
  readonly blocked: boolean
  /** The viewer can start a direct chat with them. */
  readonly reachable: boolean
  /** The direct chat with them, if there is one. */
  readonly chatId: ChatId | undefined
}

/** The most likely actions on a person, in the order of the buttons. */
export type MainAct = 'unblock' | 'add' | 'withdraw' | 'message' | 'editProfile'

/** @param open the chat on screen, to which no button leads */
export const mainActs = (
  { relation, blocked, reachable, chatId }: RelationTo,
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

/** The other actions, one per row. */
export type MoreAct = 'remark' | 'remove' | 'block' | 'report'

export const moreActs = ({ relation, blocked }: Pick<RelationTo, 'relation' | 'blocked'>): readonly MoreAct[] => {
  if (relation === 'self') return []
  return [
    ...(relation === 'friends' ? (['remark', 'remove'] as const) : []),
    ...(blocked ? [] : (['block'] as const)),
    'report',
  ]
}

/** The text about the viewer's relation to a person. Undefined if the buttons make it clear. */
export type RelationText = 'blocked' | 'friends' | 'requested' | 'stranger'

/** @param open whether anyone can write to anyone on this server */
export const relationText = (
  { relation, blocked }: Pick<RelationTo, 'relation' | 'blocked'>,
  { open }: { readonly open: boolean },
): RelationText | undefined => {
  if (blocked) return 'blocked'
  if (relation === 'friends' || relation === 'requested') return relation
  return relation === 'none' && !open ? 'stranger' : undefined
}

/**
 * The author of the note in a profile, which is that of the last request or response: the viewer or the other person.
 */
export const noteAuthor = (
  { relation, blocked }: Pick<RelationTo, 'relation' | 'blocked'>,
  note: string | undefined,
): 'own' | 'theirs' | undefined => {
  // A received request shows its note itself.
  if (note === undefined || blocked || relation === 'received') return undefined
  return relation === 'requested' ? 'own' : 'theirs'
}
