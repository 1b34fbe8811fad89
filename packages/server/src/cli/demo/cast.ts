/** Somebody of the demo. */
export interface Role {
  readonly username: string
  readonly name: string
  /** Friends by their user names; the others hear of it as well. */
  readonly friends: readonly string[]
}

/** Who can be signed in as; the others only talk. */
export const demoUsers = ['demo', 'test', 'admin'] as const
/** Allowed here alone, in what is on show on one machine. */
export const demoPassword = '111111'

/** The first one is administrator. */
export const cast: readonly Role[] = [
  { username: 'admin', name: 'Admin', friends: [] },
  { username: 'demo', name: 'Demo', friends: ['admin', 'test', 'sofia', 'jonas', 'wei', 'mei', 'lin'] },
  { username: 'test', name: 'Test', friends: ['admin', 'sofia', 'jonas', 'wei'] },
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
