import type { Member } from '@parley/protocol'

type Role = Member['role']

const rank = { member: 0, admin: 1, owner: 2 } as const satisfies Record<Role, number>

/** Whether somebody runs a group: its owner and admins. */
export const runs = (role: Role): boolean => rank[role] >= rank.admin

/** Whether somebody may do to another what only those above may do. */
export const isAbove = (role: Role, other: Role): boolean => runs(role) && rank[role] > rank[other]
