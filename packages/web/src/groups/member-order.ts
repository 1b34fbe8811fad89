import type { Member, User, UserId } from '@parley/protocol'
import type { ClientState } from '@parley/sdk/api'
import { nameMatches } from '../people/names'
import { fitsPinyin, nameOrder } from '../people/pinyin'
import { withPending } from './pending-members'

export type Members = ReadonlyMap<UserId, Member>

const rank = { owner: 0, admin: 1, member: 2 } as const

export interface MembersInput {
  /** The members that the client holds, kept up to date. */
  readonly held: Members
  /** Pages of a large group, as of when they were loaded. */
  readonly fetched: Members
  /** The server's results for the query. */
  readonly found: Members
  /** The effects of pending actions on members. */
  readonly expected: Parameters<typeof withPending>[0]
  readonly friends: ClientState['friends']
  readonly userOf: (id: UserId) => User | undefined
  /** The query without surrounding space. An empty one matches all members. */
  readonly query: string
  /** The name to show for unknown people. */
  readonly nameless: string
}

/**
 * The current members of a group that match a query: the owner first, then admins, then by name. Also the total number
 * of current members. Of several rows of a member, the newest counts.
 */
export const orderedMembers = (
  input: MembersInput,
): { readonly members: readonly Member[]; readonly present: number } => {
  const { held, fetched, found, expected, friends, userOf, query, nameless } = input
  const newest = (member: Member) => {
    const known = held.get(member.userId)
    return withPending(expected, known && known.rev > member.rev ? known : member)
  }
  const all = [...new Map([...found, ...fetched, ...held]).values()].map(newest)
  const there = all.filter(({ leftSeq }) => leftSeq === undefined)
  const matches = ({ userId, nickname, nicknamePinyin }: Member) => {
    const user = userOf(userId)
    const nicknamed = nickname?.toLowerCase().includes(query.toLowerCase()) || fitsPinyin(query, nicknamePinyin)
    return query === '' || found.has(userId) || nicknamed || (user && nameMatches({ friends }, user, query))
  }
  const named = there.filter(matches).map((member) => {
    const { userId, nickname, nicknamePinyin } = member
    const { remark, remarkPinyin } = friends.get(userId) ?? {}
    if (remark) return { member, name: { name: remark, pinyin: remarkPinyin } }
    if (nickname) return { member, name: { name: nickname, pinyin: nicknamePinyin } }
    return { member, name: userOf(userId) ?? { name: nameless } }
  })
  const compare = nameOrder()
  named.sort((a, b) => rank[a.member.role] - rank[b.member.role] || compare(a.name, b.name))
  return { members: named.map(({ member }) => member), present: there.length }
}
