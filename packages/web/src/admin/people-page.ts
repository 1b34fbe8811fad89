import type { AdminUser, Result } from '@parley/protocol'

/** What is shown of the people of a server. */
export interface ShownPeople {
  readonly people: readonly AdminUser[]
  /** How many there are in all; undefined until that is known. */
  readonly total: number | undefined
  readonly more: boolean
}

/** The people with another page: behind those that are shown when it came after them, else in their place. */
export const withPeoplePage = (
  { people }: ShownPeople,
  page: Result<'admin.users'>,
  after: string | undefined,
): ShownPeople => ({
  people: after === undefined ? page.users : [...people, ...page.users],
  total: page.total,
  more: page.more,
})

/** The people with a changed one in its place. */
export const withPerson = (shown: ShownPeople, changed: AdminUser): ShownPeople => ({
  ...shown,
  people: shown.people.map((person) => (person.id === changed.id ? changed : person)),
})
