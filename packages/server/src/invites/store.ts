import { limits } from '@parley/protocol'
import type { Queries } from '../storage/database'

/**
 * A link that is neither withdrawn nor expired, whose maker's account is open and, for a group, is its owner or an admin.
 */
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
    .where('users.closed_at', 'is', null)
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
