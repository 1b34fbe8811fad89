import { type Invite, limits, type Result, type UserId } from '@parley/protocol'
import type { Friends } from '../friends/friends'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import { newSecret } from '../lib/secret'
import { toId } from '../lib/uuid-bytes'
import type { Database, Queries, Transaction } from '../storage/database'
import type { UserRef } from '../users/users'
import * as store from './store'

const codeBytes = 12
const lifeMs = limits.inviteDays * 24 * 3_600_000

/** Links that make people friends of their maker, and bring them into the direct chat. */
export class Invites {
  constructor(private readonly options: { readonly database: Database; readonly friends: Friends }) {}

  /** The caller's link: the one that works already, or a new one. */
  create(caller: Caller): Promise<Invite> {
    return this.options.database.write(async ({ db, now, lock }) => {
      await lock({ users: [caller.userKey] })
      const held = await store.selectValidOf(db, caller.userKey, now)
      if (held) return toInvite(held, caller.origin)
      const row = await store.insertInvite(db, {
        code: newSecret(codeBytes),
        user_key: caller.userKey,
        created_at: now,
        expires_at: now + lifeMs,
        uses_left: limits.inviteUses,
        revoked_at: null,
      })
      return toInvite(row, caller.origin)
    })
  }

  /** Withdraws one of the caller's links. */
  revoke(caller: Caller, code: string): Promise<Record<string, never>> {
    return this.options.database.write(async ({ db, now }) => {
      const revoked = await store.revokeInvite(db, { code, userKey: caller.userKey, atMs: now })
      if (!revoked) throw fail('not_found', { field: 'code' })
      return {}
    })
  }

  /** Makes somebody who has an account a friend of the link's maker; that takes no use. */
  open(caller: Caller, code: string): Promise<Result<'invites.open'>> {
    return this.options.database.write(async (tx) => {
      const maker = await this.inviter(tx.db, code)
      if (maker) await tx.lock({ users: [caller.userKey, maker.key] })
      const inviter = await this.inviter(tx.db, code)
      if (!inviter) throw fail('invite_invalid')
      return this.options.friends.followInvite(tx, [{ key: caller.userKey, id: caller.userId }, inviter])
    })
  }

  /** Removes links that ran out before a time; answers how many. */
  removeOld(tx: Transaction, old: { before: number; limit: number }): Promise<number> {
    return store.deleteOld(tx.db, old)
  }

  /** Who made a link, if it works. */
  async inviter(db: Queries, code: string): Promise<UserRef | undefined> {
    const row = await store.selectValid(db, code, this.options.database.now())
    return row && { key: row.user_key, id: toId<UserId>(row.user_id) }
  }

  /** Makes somebody who registers by a link a friend of its maker, both locked; takes a use. */
  async accept(tx: Transaction, code: string, user: UserRef): Promise<void> {
    const inviter = await this.inviter(tx.db, code)
    if (!inviter || !(await store.takeUse(tx.db, { code, nowMs: tx.now }))) throw fail('invite_invalid')
    await this.options.friends.followInvite(tx, [user, inviter])
  }
}

const toInvite = (row: store.InviteRow, origin: string): Invite => ({
  code: row.code,
  url: `${origin}/i/${row.code}`,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  usesLeft: row.uses_left,
})
