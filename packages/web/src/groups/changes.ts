import { slowChoices } from '../i18n/durations'

/** The fields of a draft that differ from the saved settings. */
export const changesOf = <Draft extends object>(was: Draft, draft: Draft): Partial<Draft> =>
  Object.fromEntries(
    Object.entries(draft).filter(([key, value]) => was[key as keyof Draft] !== value),
  ) as Partial<Draft>

/** The offered slow mode delays, including the current one, in milliseconds. */
export const slowModeOffers = (presentMs: number): readonly number[] =>
  [...new Set<number>([...slowChoices, presentMs])].sort((a, b) => a - b)

const leastMembers = 2

/** The error for an invalid member limit. Undefined if the limit is valid. */
export const memberLimitWrong = (
  limit: number,
  most: number,
): { readonly least: number; readonly most: number } | undefined =>
  limit >= leastMembers && limit <= most ? undefined : { least: leastMembers, most }
