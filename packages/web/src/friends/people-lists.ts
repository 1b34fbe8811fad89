import type { Friend, User } from '@parley/protocol'
import type { UserId } from '@parley/protocol/ids'
import type { ClientState } from '@parley/sdk/api'
import { nameMatches, remarkOf } from '../people/names'

type People = Pick<ClientState, 'friends' | 'users'>

/** The lists that people are on; whoever is blocked is on that list alone. */
export type PeopleList = Friend['state'] | 'blocked'

interface Wanted {
  readonly state: PeopleList
  /** What was typed; an empty text finds everybody. */
  readonly query: string
  /** Names are sorted as this language sorts them. */
  readonly locale: string
}

/** People by the name they go by for me, as a language sorts them. */
export const byName = (people: People, users: readonly User[], locale: string): readonly User[] => {
  const { compare } = new Intl.Collator(locale, { numeric: true })
  const nameOf = (user: User) => remarkOf(people, user.id) ?? user.name
  return [...users].sort((a, b) => compare(nameOf(a), nameOf(b)) || compare(a.username, b.username))
}

const newestFirst = (a: Friend, b: Friend): number => b.rev - a.rev

/** Which list somebody is on. */
export const listOf = ({ state, blockedAt }: Friend): PeopleList => (blockedAt === undefined ? state : 'blocked')

/** The people of one list: requests with the newest first, all others by the name they go by for me. */
export const peopleWho = (people: People, { state, query, locale }: Wanted): readonly User[] => {
  const rows = [...people.friends.values()].filter((row) => listOf(row) === state).sort(newestFirst)
  const users = rows.flatMap(({ userId }) => {
    const user = people.users.get(userId)
    return user && (query.trim() === '' || nameMatches(people, user, query)) ? [user] : []
  })
  return state === 'friends' || state === 'blocked' ? byName(people, users, locale) : users
}

/** The ids alone, to look them up by. */
export const idsOf = (users: readonly User[]): ReadonlySet<UserId> => new Set(users.map(({ id }) => id))
