import type { Queries } from '../storage/database'

/** Takes or renews a lease in one statement, so that of several nodes one gets it. */
export const takeLease = (
  db: Queries,
  lease: { name: string; holder: string; nowMs: number; until: number },
): Promise<{ fence: number } | undefined> =>
  db
    .insertInto('leases')
    .values({ name: lease.name, holder: lease.holder, fence: 1, until: lease.until })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet((row) => ({
          holder: lease.holder,
          fence: row
            .case()
            .when('leases.holder', '=', lease.holder)
            .then(row.ref('leases.fence'))
            .else(row('leases.fence', '+', 1))
            .end(),
          until: lease.until,
        }))
        .where((row) => row.or([row('leases.holder', '=', lease.holder), row('leases.until', '<=', lease.nowMs)])),
    )
    .returning('fence')
    .executeTakeFirst()

/** Locks a lease by writing it; false when its fence has risen. */
export const touchLease = async (db: Queries, { name, fence }: { name: string; fence: number }): Promise<boolean> => {
  const row = await db
    .updateTable('leases')
    .set({ fence })
    .where('name', '=', name)
    .where('fence', '=', fence)
    .returning('name')
    .executeTakeFirst()
  return row !== undefined
}

export const endLease = async (
  db: Queries,
  { name, fence, until }: { name: string; fence: number; until: number },
): Promise<void> => {
  await db.updateTable('leases').set({ until }).where('name', '=', name).where('fence', '=', fence).execute()
}
