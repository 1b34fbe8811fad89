import type { Queries } from '../storage/database'

/** Deletes the bans and requests of a user, or of a chat. */
export const deleteListsOf = async (
  db: Queries,
  of: { readonly user_key: number } | { readonly chat_key: number },
): Promise<void> => {
  for (const table of ['bans', 'join_requests'] as const)
    await db
      .deleteFrom(table)
      .where(({ and }) => and(of))
      .execute()
}
