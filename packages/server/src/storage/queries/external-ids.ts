import type { Queries } from '../database'

/** Whether an account has an external id, so that another product can sign in to it. */
export const hasExternalId = async (db: Queries, userKey: number): Promise<boolean> =>
  (await db.selectFrom('external_users').select('user_key').where('user_key', '=', userKey).executeTakeFirst()) !==
  undefined
