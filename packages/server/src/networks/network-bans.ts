import { type Input, limits, type NetworkBan, type Result } from '@parley/protocol'
import type { Actor, AuditLog } from '../audit/audit-log'
import { networksHolding, readNetwork } from '../lib/address-networks'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import type { Sessions } from '../sessions/sessions'
import type { Database, Queries, Transaction } from '../storage/database'
import type { Users } from '../users/users'
import * as store from './store'

export interface NetworkBansOptions {
  readonly database: Database
  readonly audit: Pick<AuditLog, 'record'>
  readonly users: Pick<Users, 'activeAdmins'>
  readonly sessions: Pick<Sessions, 'addressesOf'>
}

/**
 * Networks whose people can't sign up or sign in. Each attempt reads the bans of its address, so that a change takes
 * effect on all nodes at once. Sessions that exist stay: innocent people of a network remain signed in.
 */
export class NetworkBans {
  constructor(private readonly options: NetworkBansOptions) {}

  /** @throws `network_blocked` for an address in a blocked network */
  async refuseBlocked(db: Queries, address: string): Promise<void> {
    const until = await store.selectLastEnd(db, networksHolding(address), this.options.database.now())
    if (until !== undefined) throw fail('network_blocked', { until })
  }

  /** The same outside a transaction. */
  check(address: string): Promise<void> {
    return this.options.database.read((db) => this.refuseBlocked(db, address))
  }

  /** All bans, the latest first. */
  async all(): Promise<NetworkBan[]> {
    const { database } = this.options
    const rows = await database.read((db) => store.selectBans(db, database.now()))
    return rows.map(toBan)
  }

  /** All bans, and the address that the caller acts from. */
  async list({ address }: Pick<Caller, 'address'>): Promise<Result<'admin.networkBans'>> {
    return { bans: await this.all(), ownAddress: address }
  }

  block(caller: Caller, input: Input<'admin.blockNetwork'>): Promise<NetworkBan> {
    return this.options.database.write((tx) => this.blockIn(tx, caller, input))
  }

  /**
   * Blocks a network in a transaction.
   * @throws `invalid_params`, `too_many`, and `forbidden` for a network that an administrator acts from
   */
  async blockIn(tx: Transaction, caller: Caller, input: Input<'admin.blockNetwork'>): Promise<NetworkBan> {
    const network = requireNetwork(input.network)
    const admins = (await this.options.users.activeAdmins(tx.db)).map(({ key }) => key)
    const addresses = [caller.address, ...(await this.options.sessions.addressesOf(tx.db, admins))]
    const within = addresses.find((address) => networksHolding(address).includes(network))
    if (within !== undefined)
      throw fail('forbidden', {
        field: 'network',
        message: `An administrator is signed in from ${within}. Blocking this network could lock them out.`,
      })
    const before = await store.selectBan(tx.db, network)
    const live = before && before.expires_at > tx.now ? before : undefined
    if (!live && (await store.countBans(tx.db, tx.now)) >= limits.networkBans) throw fail('too_many')
    const row = { network, created_at: tx.now, expires_at: tx.now + input.forMs }
    await store.putBan(tx.db, row)
    await this.options.audit.record(tx, caller, {
      action: 'network_blocked',
      before: { network: live ? network : null, expiresAt: live?.expires_at ?? null },
      after: { network, expiresAt: row.expires_at },
    })
    return toBan(row)
  }

  /** @throws `invalid_params`, `not_found` */
  unblock(actor: Actor, input: Input<'admin.unblockNetwork'>): Promise<Record<string, never>> {
    const network = requireNetwork(input.network)
    return this.options.database.write(async (tx) => {
      const before = await store.selectBan(tx.db, network)
      if (!before || before.expires_at <= tx.now) throw fail('not_found', { field: 'network' })
      await store.deleteBan(tx.db, network)
      await this.options.audit.record(tx, actor, {
        action: 'network_unblocked',
        before: { network, expiresAt: before.expires_at },
        after: { network: null, expiresAt: null },
      })
      return {}
    })
  }

  /** Removes bans that have ended; returns how many. */
  removeOld(tx: Transaction, limit: number): Promise<number> {
    return store.deleteEndedBans(tx.db, { before: tx.now, limit })
  }
}

/**
 * The one form of a network.
 * @throws `invalid_params`
 */
export const requireNetwork = (text: string): string => {
  const network = readNetwork(text)
  if (network === undefined)
    throw fail('invalid_params', {
      field: 'network',
      message: 'network: this is no address, or the network is too large. IPv4 needs at least /16, IPv6 at least /32.',
    })
  return network
}

const toBan = ({ network, created_at, expires_at }: store.BanRow): NetworkBan => ({
  network,
  createdAt: created_at,
  expiresAt: expires_at,
})
