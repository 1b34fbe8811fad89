import type { Input, Result } from '@parley/protocol'
import { addressText, networkAround } from '../lib/address-networks'
import { fail } from '../lib/fail'
import { requireNetwork } from '../networks/network-bans'
import type { Registrations } from '../networks/registrations'
import type { Database, Queries } from '../storage/database'
import type { UserRow } from '../users/users'
import { toAdminUser } from './admin-user'
import { type PeopleFilters, type Place, selectFiltered } from './filtered-people-store'
import * as people from './people-store'
import { PeopleTotals } from './people-totals'

export interface PeopleListOptions {
  readonly database: Database
  readonly registrations: Pick<Registrations, 'addressesOf'>
}

/** Above every time. */
const END_MS = 2 ** 52

/** The list of people for administrators: all by username, or those of some filters, the newest first. */
export class PeopleList {
  private readonly totals: PeopleTotals

  constructor(private readonly options: PeopleListOptions) {
    this.totals = new PeopleTotals({ nowMs: () => options.database.now() })
  }

  list(input: Input<'admin.users'>): Promise<Result<'admin.users'>> {
    const { from, until, state, network } = input
    const isFiltered = [from, until, state, network].some((one) => one !== undefined)
    return this.options.database.read((db) => (isFiltered ? this.filtered(db, input) : this.all(db, input)))
  }

  private async all(db: Queries, { query, after }: Input<'admin.users'>): Promise<Result<'admin.users'>> {
    const rows = await people.selectPeople(db, { query, after })
    const shown = rows.slice(0, people.PAGE_USERS)
    const next = rows.length > people.PAGE_USERS ? shown.at(-1)?.username : undefined
    return {
      users: await this.shown(db, shown),
      total: await this.totals.of(db, query),
      ...pageEnd(next),
    }
  }

  private async filtered(db: Queries, { after, ...input }: Input<'admin.users'>): Promise<Result<'admin.users'>> {
    const start = after === undefined ? undefined : readPlace(after)
    const { found, next } = await selectFiltered(db, filtersOf(input), { after: start, limit: people.PAGE_USERS })
    const rows = await people.selectByKeys(
      db,
      found.map(({ key }) => key),
    )
    const total = start === undefined && next === undefined ? { total: found.length } : {}
    return { users: await this.shown(db, rows), ...total, ...pageEnd(next && `${next.at}:${next.key}`) }
  }

  private async shown(db: Queries, rows: readonly UserRow[]) {
    const addresses = await this.options.registrations.addressesOf(
      db,
      rows.map(({ key }) => key),
    )
    return rows.map((row) => toAdminUser(row, addresses.get(row.key)))
  }
}

const pageEnd = (next: string | undefined) => (next === undefined ? { more: false } : { more: true, next })

/** @throws `invalid_params` */
const readPlace = (text: string): Place => {
  const [, at, key] = /^(\d{1,16}):(\d{1,16})$/.exec(text) ?? []
  if (at === undefined) throw fail('invalid_params', { field: 'after' })
  return { at: Number(at), key: Number(key) }
}

/** @throws `invalid_params` */
const filtersOf = ({ query, from = 0, until = END_MS, state, network }: Input<'admin.users'>): PeopleFilters => ({
  ...{ query, from, until },
  ...(state === undefined ? {} : { state }),
  ...(network === undefined ? {} : placeOf(requireNetwork(network))),
})

/** The network that holds an address, and the address, or a network alone. */
export const placeOf = (network: string): Pick<PeopleFilters, 'network' | 'address'> => {
  // Of IPv6, an address is its /64.
  if (!network.includes('/') || network.endsWith('/64'))
    return { network: networkAround(network), address: addressText(network) }
  const around = networkAround(network.slice(0, network.indexOf('/')))
  if (around === network) return { network }
  throw fail('invalid_params', {
    field: 'network',
    message: 'network: accounts are found by an address, by a network of IPv4 with /24, or of IPv6 with /56.',
  })
}
