import type { Friend, UserId } from '@parley/protocol'
import { fail } from '../lib/fail'
import { toId } from '../lib/uuid-bytes'
import type { OwnPreferences } from '../preferences/own-preferences'
import { pairStandingOf } from '../storage/append/pair-standing'
import type { Queries } from '../storage/database'
import { refuseClosed } from '../users/closed-users'
import { type DirectChats, pairRefused } from './policy'
import * as store from './store'

/** Relations of users for other domains, inside their snapshot or transaction. */
export class Friendships {
  constructor(
    private readonly rule: DirectChats,
    private readonly preferences: OwnPreferences,
  ) {}

  /**
   * Refuses a user who can't contact one of these users, whom a transaction has locked.
   * @throws `blocked`, `not_friends`, or `peer_closed`, with the field named
   */
  async requireReach(db: Queries, userKey: number, reach: { peers: readonly number[]; field: string }): Promise<void> {
    const peers = reach.peers.filter((key) => key !== userKey)
    const rows = await store.selectAround(db, userKey, peers)
    for (const key of peers) {
      const pair = rows.filter(({ owner_key, peer_key }) => owner_key === key || peer_key === key)
      const refused = pairRefused(pairStandingOf(pair, userKey), this.rule)
      if (refused) throw fail(refused, { field: reach.field })
    }
    await refuseClosed(db, peers, reach.field)
  }

  /**
   * Refuses two users, whom a transaction has locked, when one of them blocks the other.
   * @throws `blocked`
   */
  async refuseBlocked(db: Queries, [one, other]: readonly [number, number]): Promise<void> {
    const standing = pairStandingOf(await store.selectAround(db, one, [other]), one)
    if (standing.blocks || standing.isBlocked)
      throw fail('blocked', { message: 'One of these people blocks the other.' })
  }

  /**
   * Refuses a user who can't add one of these users to a group: users whom they can't contact, and those who don't
   * permit it.
   * @throws as `requireReach`, and `privacy`
   */
  async requireAddable(
    db: Queries,
    userKey: number,
    reach: { peers: readonly number[]; field: string },
  ): Promise<void> {
    await this.requireReach(db, userKey, reach)
    const peers = reach.peers.filter((key) => key !== userKey)
    const chosen = await this.preferences.findAllPreferences(db, peers)
    const friends = await this.findHolders(db, userKey, peers)
    for (const key of peers) {
      const { addedBy = 'everybody' } = chosen.get(key) ?? {}
      const allowed = addedBy === 'everybody' || (addedBy === 'friends' && friends.has(key))
      if (!allowed) throw fail('privacy', { field: reach.field })
    }
  }

  /** The users among these who hold a given user as a friend. */
  async findHolders(db: Queries, userKey: number, ownerKeys: readonly number[]): Promise<ReadonlySet<number>> {
    const rows = await store.selectAround(db, userKey, ownerKeys)
    const holders = rows.filter(({ owner_key, state }) => owner_key !== userKey && state === 'friends')
    return new Set(holders.map(({ owner_key }) => owner_key))
  }

  /** A user's rows that changed after a rev, and the keys of whom they are about. */
  async changedSince(
    db: Queries,
    userKey: number,
    since: number,
  ): Promise<{ readonly friends: Friend[]; readonly peers: readonly number[] }> {
    const rows = await store.selectChanged(db, userKey, since)
    return {
      friends: rows.map((row) => store.toFriend(row, toId<UserId>(row.peer_id))),
      peers: rows.map(({ peer_key }) => peer_key),
    }
  }
}
