import type { Queries } from '../storage/database'
import { nameColumns, updateUser } from '../users/user-rows'
import type { UserRow } from '../users/users'

export const selectByUsername = (db: Queries, username: string): Promise<UserRow | undefined> =>
  db.selectFrom('users').selectAll().where('username', '=', username).executeTakeFirst()

export const selectByKey = (db: Queries, key: number): Promise<UserRow | undefined> =>
  db.selectFrom('users').selectAll().where('key', '=', key).executeTakeFirst()

/** Changes of a profile; other columns stay. */
export type ProfileChange = Partial<Pick<UserRow, 'name' | 'bio' | 'avatar'>>

export const updateProfile = async (
  db: Queries,
  { key, changed: { name, ...others }, rev }: { key: number; changed: ProfileChange; rev: number },
): Promise<UserRow> =>
  updateUser(db, key, { ...others, ...(name === undefined ? {} : await nameColumns(name)), profile_rev: rev })

export const hasAdmin = async (db: Queries): Promise<boolean> =>
  (await db.selectFrom('users').select('key').where('admin', '=', 1).limit(1).executeTakeFirst()) !== undefined
