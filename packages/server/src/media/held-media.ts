import type { MediaId, Result } from '@parley/protocol'
import { type StoredId, toBytes } from '../lib/uuid-bytes'
import type { Queries, Transaction } from '../storage/database'
import type { Addresses } from './addresses'
import { addressesOf } from './addresses-of'
import * as holds from './holds-store'
import * as uses from './uses-store'

/**
 * Uploads in reported messages. When such a message is retracted, its uploads are released like all others. Their bytes stay
 * under an id that no user knows, so that the sender can't tell whether the message was reported.
 */
export class HeldMedia {
  constructor(private readonly options: { readonly addresses: Addresses }) {}

  /** Holds the uploads of a message whose chat is locked. */
  async hold(tx: Transaction, holder: string, ids: readonly MediaId[]): Promise<void> {
    if (ids.length === 0) return
    const mediaKeys = await uses.lockMedia(tx.db, await uses.selectKeys(tx.db, ids), tx.now)
    await holds.insertHolds(tx.db, { holder: toBytes(holder), mediaKeys })
  }

  /** Addresses of what a holder holds, without lost bytes. */
  async addressesOf(db: Queries, holder: string): Promise<Result<'reports.media'>['media']> {
    const { addresses } = this.options
    const rows = (await holds.selectHeldBy(db, toBytes(holder))).filter((row) => !holds.isLost(row))
    const expiresAt = addresses.expiresAt()
    return Promise.all(rows.map((row) => addressesOf(addresses, row, expiresAt)))
  }

  /** Ends holds. The sweep then removes the bytes of uploads that are released. */
  end(tx: Transaction, holders: readonly StoredId[]): Promise<void> {
    return holds.deleteHolds(tx.db, holders)
  }
}
