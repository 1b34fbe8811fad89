import type { ExpressionBuilder } from 'kysely'
import type { Queries } from '../storage/database'
import type { Schema } from '../storage/schema'

/** Bytes that an account wrote and uploaded on one day. */
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

/** Bytes that the files of an account take, those on their way included, and the number of these files. */
export const sumStored = async (
  db: Queries,
  userKey: number,
): Promise<{ readonly bytes: number; readonly rows: number }> => {
  const { bytes, rows } = await db
    .selectFrom('media')
    .select(({ fn }) => [fn.sum<number | null>('stored_bytes').as('bytes'), fn.countAll().as('rows')])
    .where('owner_key', '=', userKey)
    .executeTakeFirstOrThrow()
  return { bytes: Number(bytes ?? 0), rows: Number(rows) }
}

/** A file that a report holds counts for its owner no longer, but it still takes room. */
const takenBytes = (media: ExpressionBuilder<Schema, 'media'>) =>
  media
    .case()
    .when(media.and([media('released_at', 'is not', null), media('stored_bytes', '=', 0)]))
    .then(media.ref('sent_size'))
    .else(media.ref('stored_bytes'))
    .end()

/** Bytes that the next files after a key take, and the key of the last of them; without one the files have ended. */
export const sumPage = async (
  db: Queries,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<{ readonly bytes: number; readonly last: number | undefined }> => {
  const { bytes, last } = await db
    .selectFrom((from) =>
      from
        .selectFrom('media')
        .select((media) => ['key', takenBytes(media).as('stored_bytes')])
        .where('key', '>', after)
        .orderBy('key')
        .limit(limit)
        .as('page'),
    )
    .select(({ fn }) => [fn.sum<number | null>('stored_bytes').as('bytes'), fn.max('key').as('last')])
    .executeTakeFirstOrThrow()
  return { bytes: Number(bytes ?? 0), last: last === null ? undefined : Number(last) }
}

/** The files after a key, in the order of keys: whose they are and the room that they take. */
export const selectPage = (db: Queries, { after, limit }: { readonly after: number; readonly limit: number }) =>
  db
    .selectFrom('media')
    .select((media) => ['key', 'owner_key', 'chat_key', takenBytes(media).as('bytes')])
    .where('key', '>', after)
    .orderBy('key')
    .limit(limit)
    .execute()

/** The rows of some chats. */
export const selectChats = (db: Queries, keys: readonly number[]) =>
  db.selectFrom('chats').select(['key', 'id', 'kind', 'name']).where('key', 'in', keys).execute()
