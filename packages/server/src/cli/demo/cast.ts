/** A person in the demo. */
export interface Role {
  readonly username: string
  readonly name: string
  /** Friends by their usernames, in both directions. */
  readonly friends: readonly string[]
}

/** Accounts for signing in. The others only talk. */
export const demoUsers = ['demo', 'test', 'admin'] as const
/** Only allowed here, in a demo on one machine. */
export const demoPassword = '111111'

/** The first one is administrator. */
export const cast: readonly Role[] = [
  { username: 'admin', name: 'Admin', friends: [] },
  { username: 'demo', name: 'Demo', friends: ['admin', 'test', 'sofia', 'jonas', 'wei', 'mei', 'lin'] },
  { username: 'test', name: 'Test', friends: ['sofia', 'jonas', 'wei'] },
  { username: 'sofia', name: 'Sofia Lindqvist', friends: ['jonas', 'wei'] },
  { username: 'jonas', name: 'Jonas', friends: ['wei'] },
  { username: 'wei', name: '伟 Wei', friends: ['mei', 'lin'] },
  { username: 'mei', name: '梅子', friends: ['lin'] },
  { username: 'lin', name: '小林', friends: [] },
]

/** Groups by the names that the scripts have for them; the first member is the owner. */
export const groups: Readonly<Record<string, { readonly name: string; readonly members: readonly string[] }>> = {
  cabin: { name: 'Cabin weekend 🌲', members: ['sofia', 'demo', 'test', 'jonas', 'wei'] },
  hotpot: { name: '周六火锅', members: ['mei', 'demo', 'wei', 'lin'] },
}
