import type { Friend, UserId } from '@parley/protocol'
import { fail } from '../lib/fail'
import { toId } from '../lib/uuid-bytes'
import type { OwnPreferences } from '../preferences/own-preferences'
import type { Queries } from '../storage/database'
import { pairStandingOf } from '../storage/pair-standing'
import { type DirectChats, pairRefused } from './policy'
import * as store from './store'

/** How people stand to each other, as other domains ask for it inside a snapshot or transaction of theirs. */
export class Friendships {
  constructor(
    private readonly rule: DirectChats,
    private readonly preferences: OwnPreferences,
  ) {}

  /**
   * Refuses when somebody may not reach one of these people; a transaction has locked them before.
   * @throws `blocked`, or `not_friends`, with the field named
   */
  async requireReach(db: Queries, userKey: number, reach: { peers: readonly number[]; field: string }): Promise<void> {
    const peers = reach.peers.filter((key) => key !== userKey)
    const rows = await store.selectAround(db, userKey, peers)
    for (const key of peers) {
      const pair = rows.filter(({ owner_key, peer_key }) => owner_key === key || peer_key === key)
      const refused = pairRefused(pairStandingOf(pair, userKey), this.rule)
      if (refused) throw fail(refused, { field: reach.field })
    }
  }

  /**
   * Refuses when somebody may not add one of these people to a group: whom they may not reach, and who does not let them.
   * @throws as `requireReach`, and `privacy`
   */
  async requireAddable(
    db: Queries,
    userKey: number,
    reach: { peers: readonly number[]; field: string },
  ): Promise<void> {
    await this.requireReach(db, userKey, reach)
    const peers = reach.peers.filter((key) => key !== userKey)
    const chosen = await this.preferences.ofAll(db, peers)
    const friends = await this.holding(db, userKey, peers)
    for (const key of peers) {
      const { addedBy = 'everybody' } = chosen.get(key) ?? {}
      const allowed = addedBy === 'everybody' || (addedBy === 'friends' && friends.has(key))
      if (!allowed) throw fail('privacy', { field: reach.field })
    }
  }

  /** Who of these people holds somebody for a friend. */
  async holding(db: Queries, userKey: number, ownerKeys: readonly number[]): Promise<ReadonlySet<number>> {
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
