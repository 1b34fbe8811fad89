import type { User, UserId } from '@parley/protocol'
import type { ChatEntry, ClientState } from '@parley/sdk/api'
import { everyoneWords } from '../../markdown/mention-words'
import { fitsPinyin, nameOrder } from '../../people/pinyin'

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
 * part of a name, also in pinyin.
 */
export const mentionCandidates = (state: People, wanted: MentionQuery): readonly User[] => {
  const { entry, query, writers, locale } = wanted
  const { friends, me } = state
  const needle = query.toLowerCase()
  const namesOf = ({ id, name }: User) => [friends.get(id)?.remark, entry.members.get(id)?.nickname, name].map(lower)
  const readingsOf = ({ id, pinyin }: User) => [
    friends.get(id)?.remarkPinyin,
    entry.members.get(id)?.nicknamePinyin,
    pinyin,
  ]
  const fits = (user: User) =>
    user.username.startsWith(needle) ||
    namesOf(user).some((name) => name.includes(needle)) ||
    readingsOf(user).some((reading) => fitsPinyin(needle, reading))
  const mayNotBe = ({ id }: User) => id === me?.id || friends.get(id)?.blockedAt !== undefined
  const compare = nameOrder(locale)
  const shownName = (user: User) => {
    const [names, readings] = [namesOf(user), readingsOf(user)]
    const at = names.findIndex((name) => name !== '')
    return { name: names[at] ?? '', pinyin: readings[at] }
  }
  const latest = (a: User, b: User) => writers.lastIndexOf(b.id) - writers.lastIndexOf(a.id)
  return [...peopleOf(state, wanted).values()]
    .filter((user) => !mayNotBe(user) && fits(user))
    .sort((a, b) => latest(a, b) || compare(shownName(a), shownName(b)) || (a.username < b.username ? -1 : 1))
    .slice(0, mostSuggested)
}

/** Whether the query may become the word for "everyone". */
export const matchesEveryone = (query: string): boolean =>
  everyoneWords.some((word) => word.startsWith(query.toLowerCase()))
