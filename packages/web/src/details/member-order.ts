import type { Member, User, UserId } from '@parley/protocol'
import type { ClientState } from '@parley/sdk/api'
import { expectedOf } from '../groups/expected-members'
import { nameMatches, remarkOf } from '../people/names'

export type Members = ReadonlyMap<UserId, Member>

const rank = { owner: 0, admin: 1, member: 2 } as const

export interface MembersInput {
  /** The members that the client holds, kept current. */
  readonly held: Members
  /** Pages of a large group, as old as their loading. */
  readonly fetched: Members
  /** What the server found for the query. */
  readonly found: Members
  /** What acts that are on their way make of members. */
  readonly expected: Parameters<typeof expectedOf>[0]
  readonly friends: ClientState['friends']
  readonly userOf: (id: UserId) => User | undefined
  /** What was typed, without space around it; an empty text finds everybody. */
  readonly query: string
  /** Stands for the name of somebody unknown. */
  readonly nameless: string
}

/**
 * The present members of a group that a query finds, the owner first, then admins, then by name; and how many are present in all.
 * Of rows that came in several ways the newest counts.
 */
export const orderedMembers = (
  input: MembersInput,
): { readonly members: readonly Member[]; readonly present: number } => {
  const { held, fetched, found, expected, friends, userOf, query, nameless } = input
  const newest = (member: Member) => {
    const known = held.get(member.userId)
    return expectedOf(expected, known && known.rev > member.rev ? known : member)
  }
  const all = [...new Map([...found, ...fetched, ...held]).values()].map(newest)
  const there = all.filter(({ leftSeq }) => leftSeq === undefined)
  const matches = ({ userId, nickname }: Member) => {
    const user = userOf(userId)
    const nicknamed = nickname?.toLowerCase().includes(query.toLowerCase())
    return query === '' || found.has(userId) || nicknamed || (user && nameMatches({ friends }, user, query))
  }
  const named = there.filter(matches).map((member) => {
    const { userId, nickname } = member
    return { member, name: remarkOf({ friends }, userId) ?? nickname ?? userOf(userId)?.name ?? nameless }
  })
  const { compare } = new Intl.Collator()
  named.sort((a, b) => rank[a.member.role] - rank[b.member.role] || compare(a.name, b.name))
  return { members: named.map(({ member }) => member), present: there.length }
}
