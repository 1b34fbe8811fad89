import { type GroupCard, type Input, type Invite, limits, type Result, type UserId } from '@parley/protocol'
import type { CodeGuesses } from '../attempts/code-guesses'
import type { Friends } from '../friends/friends'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import { newSecret } from '../lib/secret'
import { toId } from '../lib/uuid-bytes'
import type { Database, Queries, Transaction } from '../storage/database'
import type { UserRef } from '../users/users'
import * as links from './links'
import * as store from './store'

const CODE_BYTES = 12
const lifeMs = limits.inviteDays * 24 * 3_600_000

/** Groups, as far as links lead into them. The user is locked, no chat is. */
export interface LinkedGroups {
  /** The group as a working link shows it. */
  previewGroup(db: Queries, chatKey: number): Promise<GroupCard | undefined>
  /** Takes a use, unless the user is in the group. */
  followLink(
    tx: Transaction,
    link: { readonly code: string; readonly chatKey: number },
    user: UserRef,
  ): Promise<Result<'invites.open'>>
  /** The place of a user whom a link, now expired, has brought in; undefined for all other users. */
  reopenLink(tx: Transaction, code: string, user: UserRef): Promise<Result<'invites.open'> | undefined>
}

/** Links that make people friends of their maker and bring them into the direct chat; and following these and those into groups. */
export class Invites {
  constructor(
    private readonly options: {
      readonly database: Database
      readonly friends: Friends
      readonly groups: LinkedGroups
      readonly guesses: CodeGuesses
    },
  ) {}

  /** The caller's link: with nothing chosen the one that works already, else a new one. */
  create(caller: Caller, { forMs, uses }: Input<'invites.create'>): Promise<Invite> {
    return this.options.database.write(async ({ db, now, lock }) => {
      await lock({ users: [caller.userKey] })
      const held = await store.selectValidOf(db, caller.userKey, now)
      const [longest] = held.toSorted((a, b) => b.expires_at - a.expires_at)
      if (longest && forMs === undefined && uses === undefined) return toInvite(longest, caller.origin)
      if (held.length >= limits.linksPerPerson) throw fail('too_many')
      const row = await links.insertLink(db, {
        code: newSecret(CODE_BYTES),
        user_key: caller.userKey,
        created_at: now,
        expires_at: now + (forMs ?? lifeMs),
        uses_left: uses ?? limits.inviteUses,
        revoked_at: null,
        chat_key: null,
      })
      return toInvite(row, caller.origin)
    })
  }

  /** The caller's links that work. */
  list(caller: Caller): Promise<Result<'invites.list'>> {
    const { database } = this.options
    return database.read(async (db) => {
      const held = await store.selectValidOf(db, caller.userKey, database.now())
      return { links: held.map((row) => toInvite(row, caller.origin)) }
    })
  }

  /** Withdraws one of the caller's links. */
  revoke(caller: Caller, code: string): Promise<Record<string, never>> {
    return this.options.database.write(async ({ db, now }) => {
      const revoked = await links.revokeLink(db, { code, userKey: caller.userKey, atMs: now })
      if (!revoked) throw fail('not_found', { field: 'code' })
      return {}
    })
  }

  /** Follows a link as a user with an account: this takes a use, unless they already are at its target. */
  open(caller: Caller, code: string): Promise<Result<'invites.open'>> {
    return this.options.guesses.guardGuess(caller, () => this.followLink(caller, code))
  }

  private followLink(caller: Caller, code: string): Promise<Result<'invites.open'>> {
    const me = { key: caller.userKey, id: caller.userId }
    return this.options.database.write(async (tx) => {
      const maker = await this.findLink(tx.db, code)
      await tx.lock({ users: maker ? [me.key, maker.key] : [me.key] })
      const found = await this.findLink(tx.db, code)
      if (found?.chatKey === null) return this.befriend(tx, code, [me, found])
      if (found?.chatKey !== undefined && !found.usedUp)
        return this.options.groups.followLink(tx, { code, chatKey: found.chatKey }, me)
      const there = await this.options.groups.reopenLink(tx, code, me)
      if (!there) throw fail('invite_invalid')
      return there
    })
  }

  /** Removes links that ran out before a time; answers how many. */
  removeOld(tx: Transaction, old: { before: number; limit: number }): Promise<number> {
    return links.deleteOld(tx.db, old)
  }

  /** The maker and target of a link, if it works, or would with a use left. */
  async findLink(db: Queries, code: string): Promise<Found | undefined> {
    const row = await store.selectLasting(db, code, this.options.database.now())
    return (
      row && {
        key: row.user_key,
        id: toId<UserId>(row.user_id),
        chatKey: row.chat_key,
        usedUp: row.uses_left === 0,
      }
    )
  }

  /** The data that a working link shows: its maker, and its group. */
  async previewLink(
    db: Queries,
    code: string,
  ): Promise<{ readonly maker: UserRef; readonly group?: GroupCard } | undefined> {
    const maker = await this.findLink(db, code)
    if (!maker || maker.usedUp) return undefined
    const group = maker.chatKey === null ? undefined : await this.options.groups.previewGroup(db, maker.chatKey)
    return { maker, ...(group ? { group } : {}) }
  }

  /** Brings a user who signs up by a link to its target, both locked; takes a use. */
  async acceptLink(tx: Transaction, code: string, user: UserRef): Promise<void> {
    const found = await this.findLink(tx.db, code)
    if (!found) throw fail('invite_invalid')
    if (found.chatKey !== null) {
      await this.options.groups.followLink(tx, { code, chatKey: found.chatKey }, user)
      return
    }
    await this.befriend(tx, code, [user, found])
  }

  /** Makes friends by a use of the link; a present friend, such as the user of the last use, needs none. */
  private befriend(tx: Transaction, code: string, pair: readonly [UserRef, UserRef]) {
    return this.options.friends.followInvite(tx, pair, async () => {
      if (!(await links.takeUse(tx.db, { code, nowMs: tx.now }))) throw fail('invite_invalid')
    })
  }
}

/** The maker of a link, and its group; null for a link that makes friends. */
interface Found extends UserRef {
  readonly chatKey: number | null
  readonly usedUp: boolean
}

const toInvite = (row: links.InviteRow, origin: string): Invite => ({
  code: row.code,
  url: `${origin}/i/${row.code}`,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  usesLeft: row.uses_left,
})
