import type { Friend, User, UserId } from '@parley/protocol'
import { isVisible } from '@parley/protocol/visible'
import type { ClientState } from '@parley/sdk/api'
import { nameMatches, sortedName } from './names'
import { nameOrder } from './pinyin'

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
  const compare = nameOrder(locale)
  const named = users.map((user) => ({ user, name: sortedName(people, user) }))
  named.sort((a, b) => compare(a.name, b.name) || (a.user.username < b.user.username ? -1 : 1))
  return named.map(({ user }) => user)
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
