import type { Member } from '@parley/protocol'
import type { T } from '../i18n/catalog'
import { isolated } from '../i18n/isolated'

/** The search field appears from this number of members on. */
const searchedFrom = 8

/** Whether the list of members has a search field. It stays while it has text. */
export const offersMemberSearch = (count: number | undefined, query: string): boolean =>
  (count ?? 0) >= searchedFrom || query !== ''

/** Whether a finished search found no member. */
export const foundNoMember = ({ query, found, loading }: { query: string; found: number; loading: boolean }): boolean =>
  query !== '' && found === 0 && !loading

const roleKeys = { owner: 'roleOwner', admin: 'roleAdmin', member: undefined } as const

/** The text at the end of a member's row. */
export const roleText = (t: T, role: Member['role']): string | undefined => {
  const key = roleKeys[role]
  return key && t(key)
}

/** The notes beside a member's name: their nickname, "you" for the viewer, and muted. */
export const memberNotes = (
  { nickname, mutedUntil = 0 }: Pick<Member, 'nickname' | 'mutedUntil'>,
  { t, own, nowMs }: { readonly t: T; readonly own: boolean; readonly nowMs: number },
): string | undefined => {
  const notes = [nickname && isolated(nickname), own && t('you'), mutedUntil > nowMs && t('memberMuted')].filter(
    (note) => note,
  )
  return notes.length > 0 ? notes.join(' · ') : undefined
}
