import type { Member, User, UserId } from '@parley/protocol'

interface Page {
  readonly members: readonly Member[]
  readonly users: readonly User[]
  readonly more: boolean
}

/**
 * Members of a large group with a name. The server searches in parts, so pages can be short. Loads pages until they
 * have enough members, or end.
 * @param ask fetches the page after a member
 */
export const findMembers = async (
  enough: number,
  ask: (after: UserId | undefined) => Promise<Page>,
): Promise<Omit<Page, 'more'>> => {
  const members: Member[] = []
  const users: User[] = []
  for (;;) {
    const page = await ask(members.at(-1)?.userId)
    members.push(...page.members)
    users.push(...page.users)
    if (!page.more || members.length >= enough) return { members, users }
  }
}
