import type { Session } from '@parley/protocol'

/**
 * The live sessions of these rows, by the newest row of each. This browser's session comes first, then the others by
 * last use.
 */
export const liveSessions = (rows: readonly Session[], ownId: Session['id'] | undefined): readonly Session[] => {
  const own = ownId ?? rows.find(({ current }) => current)?.id
  const newest = new Map<Session['id'], Session>()
  for (const row of rows) {
    const other = newest.get(row.id)
    if (!other || row.rev > other.rev) newest.set(row.id, row)
  }
  return [...newest.values()]
    .filter(({ revokedAt }) => revokedAt === undefined)
    .map((row) => ({ ...row, current: row.id === own }))
    .sort((a, b) => Number(b.current) - Number(a.current) || b.lastSeenAt - a.lastSeenAt)
}
