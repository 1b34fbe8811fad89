import type { AdminUser, Result } from '@parley/protocol'

/** The visible part of the list of a server's accounts. */
export interface ShownPeople {
  readonly people: readonly AdminUser[]
  /** The total number of accounts. Undefined until it is known. */
  readonly total: number | undefined
  readonly more: boolean
  /** Leads to the next page. */
  readonly next?: string | undefined
}

/** Adds a page to the list, or replaces the list if the page is the first. */
export const withPeoplePage = (
  { people, total }: ShownPeople,
  page: Result<'admin.users'>,
  after: string | undefined,
): ShownPeople => ({
  people: after === undefined ? page.users : [...people, ...page.users],
  total: after === undefined ? page.total : (page.total ?? total),
  more: page.more,
  next: page.next,
})

/** The list with a changed person in their place. */
export const withPerson = (shown: ShownPeople, changed: AdminUser): ShownPeople => ({
  ...shown,
  people: shown.people.map((person) => (person.id === changed.id ? changed : person)),
})
