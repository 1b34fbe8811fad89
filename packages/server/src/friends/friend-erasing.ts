import { toId } from '../lib/uuid-bytes'
import type { Transaction } from '../storage/database'
import { raiseUserRev } from '../storage/queries/revs'
import type { UserRef, Users } from '../users/users'
import * as erasing from './erasing-store'
import * as store from './store'

/** Users of one transaction: all of them are locked. */
const STEP_USERS = 20

/**
 * Erases what a user is to others: their own rows, and the names, notes and blocks in the rows of others. Others keep
 * an empty row, so that their devices learn of the end. Returns whether there are more.
 */
export const eraseFriends = async (tx: Transaction, user: UserRef, users: Users): Promise<boolean> => {
  const peers = await erasing.selectPeers(tx.db, user.key, STEP_USERS)
  if (peers.length === 0) return false
  await tx.lock({ users: [user.key, ...peers.map(({ key }) => key)] })
  await erasing.deleteOwn(
    tx.db,
    user.key,
    peers.map(({ key }) => key),
  )
  const profiles = await users.rowsByKeys(tx.db, [user.key])
  for (const { key, id } of peers) {
    const held = (await store.selectSides(tx.db, key, user.key)).find(({ owner_key }) => owner_key === key)
    if (!held || erasing.isEmpty(held)) continue
    const rev = await raiseUserRev(tx, key)
    const row = { ...erasing.empty, owner_key: key, peer_key: user.key, rev }
    await store.putSide(tx.db, row)
    const friends = [store.toFriend(row, user.id)]
    tx.publish({
      kind: 'user',
      userId: toId(id),
      delta: { from: rev - 1, rev, friends, users: profiles },
      presence: true,
    })
  }
  return peers.length === STEP_USERS
}
