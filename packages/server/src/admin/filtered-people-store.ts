import type { AccountState } from '@parley/protocol/admin'
import { sql } from 'kysely'
import { foldName } from '../lib/fold-name'
import type { Queries } from '../storage/database'
import { lastOf } from '../storage/queries/flat'
import { prepared } from '../storage/queries/prepared'

/** Filters of accounts, each left out if it is not set. */
export interface PeopleFilters {
  readonly query: string
  readonly from: number
  /** Before this time. */
  readonly until: number
  readonly state?: AccountState
  /** The network of an address, as registrations hold it. */
  readonly network?: string
  /** One address in that network. */
  readonly address?: string
}

/** The place of an account in the order of the list. */
export interface Place {
  readonly at: number
  readonly key: number
}

/** Accounts that one page looks through. */
export const LOOKED_THROUGH = 2_000

interface Candidate extends Place {
  readonly username: string
  readonly name_folded: string
  readonly admin: number
  readonly disabled_at: number | null
  readonly closed_at: number | null
  readonly erased_at: number | null
  readonly address: string | null
}

interface Bounds {
  readonly from: number
  readonly at: number
  readonly key: number
}

const columns = ['username', 'name_folded', 'admin', 'disabled_at', 'closed_at', 'erased_at'] as const

const byCreation = (where: 'disabled_at is not null' | 'closed_at is not null' | 'admin = 1' | '1 = 1') =>
  prepared((db: Queries, { from, at, key }: Bounds) =>
    db
      .selectFrom('users')
      .select(['key', 'created_at as at', ...columns])
      .select(sql<string | null>`null`.as('address'))
      .where(sql<boolean>`${sql.raw(where)}`)
      .where('created_at', '>=', from)
      .where(sql<boolean>`(created_at, key) < (${at}, ${key})`)
      .orderBy('created_at', 'desc')
      .orderBy('key', 'desc')
      .limit(sql.lit(LOOKED_THROUGH)),
  )

const inOrder = {
  active: byCreation('1 = 1'),
  disabled: byCreation('disabled_at is not null'),
  closed: byCreation('closed_at is not null'),
  administrator: byCreation('admin = 1'),
} as const

const ofNetwork = prepared((db: Queries, { network, from, at, key }: Bounds & { readonly network: string }) =>
  db
    .selectFrom((registrations) =>
      registrations
        .selectFrom('registrations')
        .select(['user_key', 'at', 'address'])
        .where('network', '=', network)
        .where('at', '>=', from)
        .where(sql<boolean>`(at, user_key) < (${at}, ${key})`)
        .orderBy('at', 'desc')
        .orderBy('user_key', 'desc')
        .limit(sql.lit(LOOKED_THROUGH))
        .as('registered'),
    )
    .innerJoin('users', 'users.key', 'registered.user_key')
    .select(['users.key', 'registered.at', 'registered.address', ...columns]),
)

const isIn: { readonly [S in AccountState]: (row: Candidate) => boolean } = {
  active: ({ disabled_at, closed_at }) => disabled_at === null && closed_at === null,
  disabled: ({ disabled_at }) => disabled_at !== null,
  closed: ({ closed_at }) => closed_at !== null,
  administrator: ({ admin }) => admin === 1,
}

const begins = (text: string, beginning: string) => text >= beginning && text < lastOf(beginning)

/** The next accounts of the filters' index, newest first, and where they ended. */
const candidates = async (db: Queries, filters: PeopleFilters, after: Place): Promise<Candidate[]> => {
  const { from, network, state } = filters
  const bounds = { from, at: after.at, key: after.key }
  if (network === undefined) return inOrder[state ?? 'active'](db, bounds)
  const rows = await ofNetwork(db, { network, ...bounds })
  return rows.sort((a, b) => b.at - a.at || b.key - a.key)
}

/** The keys of the next accounts that match, newest first, and the place to go on from; undefined at the end. */
export const selectFiltered = async (
  db: Queries,
  filters: PeopleFilters,
  { after, limit }: { readonly after: Place | undefined; readonly limit: number },
): Promise<{ readonly found: readonly Place[]; readonly next: Place | undefined }> => {
  const { address, query, state, until } = filters
  const rows = await candidates(db, filters, after ?? { at: until, key: 0 })
  const [username, name] = [query.toLowerCase(), foldName(query)]
  const matches = rows.filter(
    (row) =>
      row.erased_at === null &&
      (state === undefined || isIn[state](row)) &&
      (address === undefined || row.address === address) &&
      (query === '' || begins(row.username, username) || begins(row.name_folded, name)),
  )
  const found = matches.slice(0, limit)
  const last = matches.length > limit ? found.at(-1) : rows.length === LOOKED_THROUGH ? rows.at(-1) : undefined
  return { found, next: last && { at: last.at, key: last.key } }
}
