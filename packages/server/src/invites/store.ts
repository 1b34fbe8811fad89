import { limits } from '@parley/protocol'
import type { Insertable, Selectable } from 'kysely'
import type { Queries } from '../storage/database'
import type { Schema } from '../storage/schema'

export type InviteRow = Selectable<Schema['invites']>

/** A link that is neither withdrawn nor expired, its maker not disabled, and one into a group made by who runs it. */
export const selectLasting = (db: Queries, code: string, nowMs: number) =>
  lasting(db, nowMs).where('invites.code', '=', code).executeTakeFirst()

/** A user's own links that work and make friends, newest first. */
export const selectValidOf = (db: Queries, userKey: number, nowMs: number) =>
  lasting(db, nowMs)
    .where('invites.user_key', '=', userKey)
    .where('invites.chat_key', 'is', null)
    .where('invites.uses_left', '>', 0)
    .orderBy('invites.created_at', 'desc')
    .orderBy('invites.code')
    .limit(limits.linksPerPerson)
    .execute()

const lasting = (db: Queries, nowMs: number) =>
  db
    .selectFrom('invites')
    .innerJoin('users', 'users.key', 'invites.user_key')
    .selectAll('invites')
    .select('users.id as user_id')
    .where('invites.revoked_at', 'is', null)
    .where('invites.expires_at', '>', nowMs)
    .where('users.disabled_at', 'is', null)
    .where((row) =>
      row.or([
        row('invites.chat_key', 'is', null),
        row.exists(
          row
            .selectFrom('members')
            .select('members.user_key')
            .whereRef('members.chat_key', '=', 'invites.chat_key')
            .whereRef('members.user_key', '=', 'invites.user_key')
            .where('members.left_seq', 'is', null)
            .where('members.role', 'in', ['owner', 'admin']),
        ),
      ]),
    )

export const insertInvite = (db: Queries, row: Insertable<Schema['invites']>): Promise<InviteRow> =>
  db.insertInto('invites').values(row).returningAll().executeTakeFirstOrThrow()

/** Takes one use of a link; whether there was one left. The condition is part of the update: others take uses as well. */
export const takeUse = async (db: Queries, { code, nowMs }: { code: string; nowMs: number }): Promise<boolean> => {
  const row = await db
    .updateTable('invites')
    .set((invite) => ({ uses_left: invite('uses_left', '-', 1) }))
    .where('code', '=', code)
    .where('uses_left', '>', 0)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', nowMs)
    .returning('code')
    .executeTakeFirst()
  return row !== undefined
}

/** Withdraws a link of its maker; whether there was one. Withdrawing twice is once. */
export const revokeInvite = async (
  db: Queries,
  { code, userKey, atMs }: { code: string; userKey: number; atMs: number },
): Promise<boolean> => {
  const row = await db
    .updateTable('invites')
    .set((invite) => ({ revoked_at: invite.fn.coalesce('revoked_at', invite.val(atMs)) }))
    .where('code', '=', code)
    .where('user_key', '=', userKey)
    .where('chat_key', 'is', null)
    .returning('code')
    .executeTakeFirst()
  return row !== undefined
}

export const deleteOld = async (db: Queries, { before, limit }: { before: number; limit: number }): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('invites')
    .where('code', 'in', (invites) =>
      invites.selectFrom('invites').select('code').where('expires_at', '<', before).limit(limit),
    )
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}
