import type { Queries } from '../storage/database'

/** What an account wrote and uploaded on one day, in bytes. */
export interface DayUsage {
  readonly written: number
  readonly files: number
}

export interface AddedUsage extends DayUsage {
  readonly userKey: number
  /** Days since 1970-01-01, UTC. */
  readonly day: number
}

/** Adds to an account's day, on whatever node; the first of a day begins at 0. Returns the sums of that day. */
export const addUsage = async (db: Queries, { userKey, day, written, files }: AddedUsage): Promise<DayUsage> => {
  const row = await db
    .insertInto('usage')
    .values({ user_key: userKey, day, written_bytes: written, file_bytes: files })
    .onConflict((conflict) =>
      conflict.column('user_key').doUpdateSet(({ eb, ref }) => {
        const sum = (column: 'written_bytes' | 'file_bytes') =>
          eb
            .case()
            .when(ref('usage.day'), '=', ref('excluded.day'))
            .then(eb(ref(`usage.${column}`), '+', ref(`excluded.${column}`)))
            .else(ref(`excluded.${column}`))
            .end()
        return {
          written_bytes: sum('written_bytes'),
          file_bytes: sum('file_bytes'),
          day: ref('excluded.day'),
        }
      }),
    )
    .returning(['written_bytes', 'file_bytes'])
    .executeTakeFirstOrThrow()
  return { written: row.written_bytes, files: row.file_bytes }
}

/** Bytes that the files of an account take, those on their way included. */
export const sumStored = async (db: Queries, userKey: number): Promise<number> => {
  const { bytes } = await db
    .selectFrom('media')
    .select(({ fn }) => fn.sum<number | null>('stored_bytes').as('bytes'))
    .where('owner_key', '=', userKey)
    .executeTakeFirstOrThrow()
  return Number(bytes ?? 0)
}
