import type { Member } from '@parley/protocol'
import type { T } from '../i18n/catalog'

/** From this many members on there is a field to find one. */
const searchedFrom = 8

/** Whether the list of members has a field to find one; it stays while something is typed. */
export const offersMemberSearch = (count: number | undefined, query: string): boolean =>
  (count ?? 0) >= searchedFrom || query !== ''

/** Whether a search that is over found no member. */
export const foundNoMember = ({ query, found, loading }: { query: string; found: number; loading: boolean }): boolean =>
  query !== '' && found === 0 && !loading

const roleKeys = { owner: 'roleOwner', admin: 'roleAdmin', member: undefined } as const

/** What stands at the end of a member's row. */
export const roleText = (t: T, role: Member['role']): string | undefined => {
  const key = roleKeys[role]
  return key && t(key)
}

/** What stands beside a member's name: their nickname, that it is the viewer, and that they are muted. */
export const memberNotes = (
  { nickname, mutedUntil = 0 }: Pick<Member, 'nickname' | 'mutedUntil'>,
  { t, own, nowMs }: { readonly t: T; readonly own: boolean; readonly nowMs: number },
): string | undefined => {
  const notes = [nickname, own && t('you'), mutedUntil > nowMs && t('memberMuted')].filter((note) => note)
  return notes.length > 0 ? notes.join(' · ') : undefined
}
