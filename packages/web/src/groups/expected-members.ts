import type { ChatId, Member, UserId } from '@parley/protocol'
import { createStore } from 'zustand/vanilla'

/** What becomes of a member's row by an act that is on its way. */
export type MemberChange = Partial<Pick<Member, 'role' | 'mutedUntil' | 'leftSeq'>>

interface Expected {
  /** What the server has not answered yet, in the order in which it was asked. */
  readonly pending: readonly MemberChange[]
  /** What it answered last: the delta that says the same may come later. */
  readonly answered?: Member
}

const none: Expected = { pending: [] }

/** Of a chat and a user, what is known beyond the rows that are held. */
export const expectedMembers = createStore<ReadonlyMap<string, Expected>>(() => new Map())

interface Named {
  readonly chatId: ChatId
  readonly userId: UserId
}
const keyOf = ({ chatId, userId }: Named): string => `${chatId}${userId}`

const put = (member: Named, change: (before: Expected) => Expected): void =>
  expectedMembers.setState((all) => new Map(all).set(keyOf(member), change(all.get(keyOf(member)) ?? none)), true)

/** A member as the acts that are on their way will leave them. */
export const expectedOf = (all: ReadonlyMap<string, Expected>, member: Member): Member => {
  const { pending, answered } = all.get(keyOf(member)) ?? none
  const row = answered && answered.rev > member.rev ? answered : member
  return Object.assign({}, row, ...pending)
}

/**
 * Shows what an act makes of a member while the server is asked for it, and takes it back when that fails.
 * @param ask answers the member's row, where there is one
 */
export const actOnMember = async (
  { to, ...member }: Named & { readonly to: MemberChange },
  ask: Promise<Member | undefined>,
): Promise<void> => {
  put(member, ({ pending, ...known }) => ({ ...known, pending: [...pending, to] }))
  let answered: Member | undefined
  try {
    answered = await ask
  } finally {
    put(member, ({ pending, ...known }) => ({
      ...known,
      pending: pending.filter((one) => one !== to),
      ...(answered && { answered }),
    }))
  }
}
