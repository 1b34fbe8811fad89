import type { Friend, User, UserId } from '@parley/protocol'
import { isVisible } from '@parley/protocol/visible'
import type { ClientState } from '@parley/sdk/api'
import { nameMatches, remarkOf } from './names'

type People = Pick<ClientState, 'friends' | 'users'>

/** The lists of people. Blocked people are only on the list of blocked people. */
export type PeopleList = Friend['state'] | 'blocked'

interface PeopleQuery {
  readonly state: PeopleList
  /** The query. An empty one matches all people. */
  readonly query: string
  /** The language whose rules sort the names. */
  readonly locale: string
}

/** People sorted by the viewer's names for them, in the order of a language. */
export const byName = (people: People, users: readonly User[], locale: string): readonly User[] => {
  const { compare } = new Intl.Collator(locale, { numeric: true })
  const nameOf = (user: User) => remarkOf(people, user.id) ?? user.name
  return [...users].sort((a, b) => compare(nameOf(a), nameOf(b)) || compare(a.username, b.username))
}

const newestFirst = (a: Friend, b: Friend): number => b.rev - a.rev

/** The list of a person. */
export const listOf = ({ state, blockedAt }: Friend): PeopleList => (blockedAt === undefined ? state : 'blocked')

/** The people of one list: requests with the newest first, all others by the viewer's names for them. */
export const peopleOfList = (people: People, { state, query, locale }: PeopleQuery): readonly User[] => {
  const rows = [...people.friends.values()].filter((row) => listOf(row) === state).sort(newestFirst)
  const users = rows.flatMap(({ userId }) => {
    const user = people.users.get(userId)
    return user && (!isVisible(query) || nameMatches(people, user, query)) ? [user] : []
  })
  return state === 'friends' || state === 'blocked' ? byName(people, users, locale) : users
}

export const idsOf = (users: readonly User[]): ReadonlySet<UserId> => new Set(users.map(({ id }) => id))

/** Whether all lists of people are empty: no friends, no requests, no blocked people. */
export const hasNoPeople = (friends: ReadonlyMap<UserId, Friend>): boolean =>
  [...friends.values()].every((row) => listOf(row) === 'removed')
