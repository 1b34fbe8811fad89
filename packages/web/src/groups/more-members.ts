import type { Member, UserId } from '@parley/protocol'
import type { Members } from './member-order'

const worthRows = 100

interface MoreMembers {
  readonly fetched: Members
  /** There are no further pages. */
  readonly exhausted: boolean
}

/**
 * Loads further pages of the members of a large group. The first pages mostly have members that the client holds. So a
 * click loads pages until enough new members arrived.
 * @param ask fetches the page after a member. If it fails, it resolves to undefined, and earlier pages count.
 */
export const moreMembers = async (
  { fetched, held }: { readonly fetched: Members; readonly held: Members },
  ask: (
    after: UserId | undefined,
  ) => Promise<{ readonly members: readonly Member[]; readonly more: boolean } | undefined>,
): Promise<MoreMembers> => {
  const all = new Map(fetched)
  for (let news = 0; news < worthRows; ) {
    const page = await ask([...all.keys()].at(-1))
    if (!page) break
    for (const member of page.members) all.set(member.userId, member)
    news += page.members.filter(({ userId }) => !held.has(userId)).length
    if (!page.more) return { fetched: all, exhausted: true }
  }
  return { fetched: all, exhausted: false }
}
