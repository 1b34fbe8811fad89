import type { Insertable } from 'kysely'
import { foldName } from '../lib/fold-name'
import type { Queries } from '../storage/database'
import type { Schema } from '../storage/schema'
import type { UserRow } from '../users/users'

export const selectByUsername = (db: Queries, username: string): Promise<UserRow | undefined> =>
  db.selectFrom('users').selectAll().where('username', '=', username).executeTakeFirst()

export const selectByKey = (db: Queries, key: number): Promise<UserRow | undefined> =>
  db.selectFrom('users').selectAll().where('key', '=', key).executeTakeFirst()

/** Inserts a user; undefined when the user name is taken. */
export const insertUser = (db: Queries, row: Insertable<Schema['users']>): Promise<UserRow | undefined> =>
  db
    .insertInto('users')
    .values(row)
    .onConflict((conflict) => conflict.column('username').doNothing())
    .returningAll()
    .executeTakeFirst()

/** What changes of a profile; what is not named stays. */
export type ProfileChange = Partial<Pick<UserRow, 'name' | 'bio' | 'avatar'>>

export const updateProfile = (
  db: Queries,
  { key, changed, rev }: { key: number; changed: ProfileChange; rev: number },
): Promise<UserRow> =>
  db
    .updateTable('users')
    .set({
      ...changed,
      ...(changed.name === undefined ? {} : { name_folded: foldName(changed.name) }),
      profile_rev: rev,
    })
    .where('key', '=', key)
    .returningAll()
    .executeTakeFirstOrThrow()

export const hasAdmin = async (db: Queries): Promise<boolean> =>
  (await db.selectFrom('users').select('key').where('admin', '=', 1).limit(1).executeTakeFirst()) !== undefined

export const updatePassword = async (db: Queries, { key, hash }: { key: number; hash: string }): Promise<void> => {
  await db.updateTable('users').set({ password_hash: hash }).where('key', '=', key).execute()
}
