import { slowChoices } from './durations'

/** What of a draft of settings differs from how they were. */
export const changesOf = <Draft extends object>(was: Draft, draft: Draft): Partial<Draft> =>
  Object.fromEntries(
    Object.entries(draft).filter(([key, value]) => was[key as keyof Draft] !== value),
  ) as Partial<Draft>

/** For how long members can be made to wait between two messages, the present choice among them; in milliseconds. */
export const slowModeOffers = (presentMs: number): readonly number[] =>
  [...new Set<number>([...slowChoices, presentMs])].sort((a, b) => a - b)

const leastMembers = 2

/** What is wrong with the most members that a group is to have; undefined when it is right. */
export const memberLimitWrong = (
  limit: number,
  most: number,
): { readonly least: number; readonly most: number } | undefined =>
  limit >= leastMembers && limit <= most ? undefined : { least: leastMembers, most }
