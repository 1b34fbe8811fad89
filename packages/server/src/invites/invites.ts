import { type GroupCard, type Invite, limits, type Result, type UserId } from '@parley/protocol'
import type { Friends } from '../friends/friends'
import type { GroupLinks } from '../groups/group-links'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import { newSecret } from '../lib/secret'
import { toId } from '../lib/uuid-bytes'
import type { Database, Queries, Transaction } from '../storage/database'
import type { UserRef } from '../users/users'
import * as store from './store'

const codeBytes = 12
const lifeMs = limits.inviteDays * 24 * 3_600_000

/** Links that make people friends of their maker and bring them into the direct chat; and following these and those into groups. */
export class Invites {
  constructor(
    private readonly options: { readonly database: Database; readonly friends: Friends; readonly links: GroupLinks },
  ) {}

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
        chat_key: null,
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

  /** Follows a link as somebody who has an account: that takes a use of one into a group alone. */
  open(caller: Caller, code: string): Promise<Result<'invites.open'>> {
    const me = { key: caller.userKey, id: caller.userId }
    return this.options.database.write(async (tx) => {
      const maker = await this.find(tx.db, code)
      await tx.lock({ users: maker ? [me.key, maker.key] : [me.key] })
      const found = await this.find(tx.db, code)
      if (!found) {
        const there = await this.options.links.again(tx, code, me)
        if (there) return there
        throw fail('invite_invalid')
      }
      if (found.chatKey !== null) return this.options.links.follow(tx, { code, chatKey: found.chatKey }, me)
      return this.options.friends.followInvite(tx, [me, found])
    })
  }

  /** Removes links that ran out before a time; answers how many. */
  removeOld(tx: Transaction, old: { before: number; limit: number }): Promise<number> {
    return store.deleteOld(tx.db, old)
  }

  /** Who made a link and where it leads, if it works. */
  async find(db: Queries, code: string): Promise<Found | undefined> {
    const row = await store.selectValid(db, code, this.options.database.now())
    return row && { key: row.user_key, id: toId<UserId>(row.user_id), chatKey: row.chat_key }
  }

  /** What a link that works shows to who has it: its maker, and the group that it leads into. */
  async look(db: Queries, code: string): Promise<{ readonly maker: UserRef; readonly group?: GroupCard } | undefined> {
    const maker = await this.find(db, code)
    const group = maker && maker.chatKey !== null ? await this.options.links.card(db, maker.chatKey) : undefined
    return maker && { maker, ...(group ? { group } : {}) }
  }

  /** Brings somebody who registers by a link where it leads, both locked; takes a use. */
  async accept(tx: Transaction, code: string, user: UserRef): Promise<void> {
    const found = await this.find(tx.db, code)
    if (!found) throw fail('invite_invalid')
    if (found.chatKey !== null) {
      await this.options.links.follow(tx, { code, chatKey: found.chatKey }, user)
      return
    }
    if (!(await store.takeUse(tx.db, { code, nowMs: tx.now }))) throw fail('invite_invalid')
    await this.options.friends.followInvite(tx, [user, found])
  }
}

/** Who made a link, and the group that it leads into; null for one that makes friends. */
interface Found extends UserRef {
  readonly chatKey: number | null
}

const toInvite = (row: store.InviteRow, origin: string): Invite => ({
  code: row.code,
  url: `${origin}/i/${row.code}`,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  usesLeft: row.uses_left,
})
