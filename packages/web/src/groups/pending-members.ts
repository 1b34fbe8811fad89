import type { ChatId, Member, UserId } from '@parley/protocol'
import { createStore } from 'zustand/vanilla'

/** The effect of a pending action on a member's row. */
export type MemberChange = Partial<Pick<Member, 'role' | 'mutedUntil' | 'leftSeq'>>

interface PendingMember {
  /** The changes of requests without a response yet, in order. */
  readonly pending: readonly MemberChange[]
  /** The last response. The delta with the same change may arrive later. */
  readonly answered?: Member
}

const none: PendingMember = { pending: [] }

/** By chat and user: changes that the held rows don't have yet. */
export const pendingMembers = createStore<ReadonlyMap<string, PendingMember>>(() => new Map())

interface Named {
  readonly chatId: ChatId
  readonly userId: UserId
}
const keyOf = ({ chatId, userId }: Named): string => `${chatId}${userId}`

const put = (member: Named, change: (before: PendingMember) => PendingMember): void =>
  pendingMembers.setState((all) => new Map(all).set(keyOf(member), change(all.get(keyOf(member)) ?? none)), true)

/** A member with the effects of pending actions. */
export const withPending = (all: ReadonlyMap<string, PendingMember>, member: Member): Member => {
  const { pending, answered } = all.get(keyOf(member)) ?? none
  const row = answered && answered.rev > member.rev ? answered : member
  return Object.assign({}, row, ...pending)
}

/**
 * Shows the effect of an action on a member while the request is pending, and reverts it on failure.
 * @param ask resolves with the member's row, if there is one
 */
export const changeMember = async (
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
