import type { User, UserId } from '@parley/protocol'
import type { ChatEntry, ClientState } from '@parley/sdk/api'
import { everybodysWords } from '../markdown/mention-words'

export const mostSuggested = 8

interface Wanted {
  readonly entry: ChatEntry
  /** What was typed behind the sign. */
  readonly query: string
  /** Who wrote here, the last one at the end. */
  readonly writers: readonly UserId[]
  /** People whom the server found for the query, or in this chat. */
  readonly found: readonly User[]
  /** Names are sorted as this language sorts them. */
  readonly locale: string
}

type People = Pick<ClientState, 'users' | 'friends' | 'me'>

/** Whom a chat's messages may name, as far as they are known: in groups who is there, in channels anybody. */
const peopleOf = ({ users, friends }: People, { entry, query, writers, found }: Wanted): Map<UserId, User> => {
  const present = [...entry.members.values()].flatMap(({ userId, leftSeq }) => (leftSeq === undefined ? userId : []))
  const near = [
    ...writers,
    ...[...friends.values()].flatMap(({ userId, state }) => (state === 'friends' ? userId : [])),
  ]
  const ids = entry.chat.kind === 'group' ? present : [...present, ...near, ...(query === '' ? [] : users.keys())]
  const known = ids.flatMap((id) => users.get(id) ?? [])
  return new Map([...found, ...known].map((user) => [user.id, user]))
}

const lower = (text: string | undefined): string => text?.toLowerCase() ?? ''

/** People to suggest behind an at sign: who wrote here last comes first, then by name. What was typed begins the user name, or stands in a name. */
export const mentionCandidates = (state: People, wanted: Wanted): readonly User[] => {
  const { entry, query, writers, locale } = wanted
  const { friends, me } = state
  const needle = query.toLowerCase()
  const namesOf = ({ id, name }: User) => [friends.get(id)?.remark, entry.members.get(id)?.nickname, name].map(lower)
  const fits = (user: User) => user.username.startsWith(needle) || namesOf(user).some((name) => name.includes(needle))
  const mayNotBe = ({ id }: User) => id === me?.id || friends.get(id)?.blockedAt !== undefined
  const { compare } = new Intl.Collator(locale, { numeric: true })
  const shownName = (user: User) => namesOf(user).find((name) => name !== '') ?? ''
  const latest = (a: User, b: User) => writers.lastIndexOf(b.id) - writers.lastIndexOf(a.id)
  return [...peopleOf(state, wanted).values()]
    .filter((user) => !mayNotBe(user) && fits(user))
    .sort((a, b) => latest(a, b) || compare(shownName(a), shownName(b)) || compare(a.username, b.username))
    .slice(0, mostSuggested)
}

/** Whether what was typed may become the word for everybody. */
export const fitsEverybody = (query: string): boolean =>
  everybodysWords.some((word) => word.startsWith(query.toLowerCase()))
