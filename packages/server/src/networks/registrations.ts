import { limits } from '@parley/protocol'
import { addressText, networkAround } from '../lib/address-networks'
import type { Queries, Transaction } from '../storage/database'
import type { UserRef } from '../users/users'
import * as store from './store'

/** Where accounts were registered from, so that administrators find accounts of one network. Each address is kept for a time. */
export class Registrations {
  /** Notes the address, in the transaction that creates the account. */
  async note(tx: Transaction, userKey: number, { address, at }: { address: string; at: number }): Promise<void> {
    await store.insertRegistration(tx.db, {
      user_key: userKey,
      address: addressText(address),
      network: networkAround(address),
      at,
    })
  }

  /** The addresses of some users, by user key. */
  addressesOf(db: Queries, userKeys: readonly number[]): Promise<ReadonlyMap<number, string>> {
    return store.selectAddresses(db, userKeys)
  }

  /** Removes addresses that are too old; returns how many. */
  removeOld(tx: Transaction, limit: number): Promise<number> {
    return store.deleteOldRegistrations(tx.db, { before: tx.now - limits.registrationAddressMs, limit })
  }

  /** Removes the address of an account that is being erased. */
  async eraseAddress(tx: Transaction, user: UserRef): Promise<boolean> {
    await store.deleteRegistration(tx.db, user.key)
    return false
  }
}
