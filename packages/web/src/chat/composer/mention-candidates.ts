import type { User, UserId } from '@parley/protocol'
import type { ChatEntry, ClientState } from '@parley/sdk/api'
import { everyoneWords } from '../../markdown/mention-words'

export const mostSuggested = 8

interface MentionQuery {
  readonly entry: ChatEntry
  /** The text after the `@`. */
  readonly query: string
  /** The senders of messages here, the latest last. */
  readonly writers: readonly UserId[]
  /** People whom the server found for the query, or in this chat. */
  readonly found: readonly User[]
  /** The language whose rules sort the names. */
  readonly locale: string
}

type People = Pick<ClientState, 'users' | 'friends' | 'me'>

/** The known people whom messages of a chat can mention: in groups the members, in channels anyone. */
const peopleOf = ({ users, friends }: People, { entry, query, writers, found }: MentionQuery): Map<UserId, User> => {
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

/**
 * People to suggest after an `@`: recent writers first, then by name. The query is the beginning of the user name, or a
 * part of a name.
 */
export const mentionCandidates = (state: People, wanted: MentionQuery): readonly User[] => {
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

/** Whether the query may become the word for "everyone". */
export const matchesEveryone = (query: string): boolean =>
  everyoneWords.some((word) => word.startsWith(query.toLowerCase()))
