import type { Member } from '@parley/protocol'

type Role = Member['role']

const rank = { member: 0, admin: 1, owner: 2 } as const satisfies Record<Role, number>

/** Whether a member moderates a group: its owner and admins. */
export const isModerator = (role: Role): boolean => rank[role] >= rank.admin

/** Whether a member may act on another one with a lower role. */
export const isAbove = (role: Role, other: Role): boolean => isModerator(role) && rank[role] > rank[other]
