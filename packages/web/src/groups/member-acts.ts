import type { Member } from '@parley/protocol'

/** The actions on a member, in the order of the menu. */
export type MemberAct = 'nickname' | 'makeAdmin' | 'takeAdmin' | 'transfer' | 'mute' | 'unmute' | 'remove' | 'ban'

export interface Viewer {
  /** Undefined for non-members. */
  readonly role: Member['role'] | undefined
  /** The member is the viewer. */
  readonly own: boolean
  readonly dissolved: boolean
  readonly nowMs: number
}

const rank = { member: 0, admin: 1, owner: 2 } as const

/** The viewer's permitted actions on a member, as in docs/spec/permissions.md. */
export const memberActs = (member: Member, { role, own, dissolved, nowMs }: Viewer): readonly MemberAct[] => {
  if (role === undefined || dissolved || member.leftSeq !== undefined) return []
  const above = rank[role] >= rank.admin && rank[role] > rank[member.role]
  const owner = role === 'owner' && !own
  const muted = (member.mutedUntil ?? 0) > nowMs
  const may: Record<MemberAct, boolean> = {
    nickname: own || above,
    makeAdmin: owner && member.role === 'member',
    takeAdmin: owner && member.role === 'admin',
    transfer: owner,
    mute: above && !muted,
    unmute: above && muted,
    remove: above,
    ban: above,
  }
  return (Object.keys(may) as MemberAct[]).filter((act) => may[act])
}
