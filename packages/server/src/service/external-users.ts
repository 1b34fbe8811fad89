import type { ExternalUser, Input } from '@parley/protocol'
import { insertAccount, lockNames, refuseTaken } from '../accounts/new-account'
import { withoutPassword } from '../accounts/no-password'
import type { ReservedNames } from '../accounts/reserved-names'
import type { Chats } from '../chats/chats'
import { Failure, fail } from '../lib/fail'
import { newSecret } from '../lib/secret'
import type { Database, Transaction } from '../storage/database'
import { raiseUserRev } from '../storage/queries/revs'
import { nameColumns, updateUser } from '../users/user-rows'
import { toMe, toUser, type UserRef, type UserRow } from '../users/users'
import * as store from './external-store'

export interface ExternalUsersOptions {
  readonly database: Database
  readonly chats: Pick<Chats, 'joinNewUser'>
  readonly reservedNames: ReservedNames
}

/** A user as another product describes them. Without a name, an account that exists keeps its own. */
export interface Described extends Partial<Input<'service.upsertUser'>> {
  readonly externalId: string
}

/** The effect of a wanted username that is taken: the call fails, or the account gets another one. */
export type WhenTaken = 'refuse' | 'make another'

/** A created or updated account. */
export interface Upserted {
  readonly row: UserRow
  readonly created: boolean
}

/** Accounts of people who belong to other products. They have no password. */
export class ExternalUsers {
  constructor(private readonly options: ExternalUsersOptions) {}

  /** Creates or updates one account. */
  async upsert(person: Described): Promise<ExternalUser> {
    const { users } = await this.upsertAll([person], () => 'username')
    const [user] = users
    if (!user) throw fail('internal')
    return user
  }

  /**
   * Creates or updates accounts; all or none.
   * @param fieldOf the parameter with the username of a person, by their place
   * @throws `username_taken`, `account_closed`, `invalid_params` for an external id that comes twice
   */
  async upsertAll(
    people: readonly Described[],
    fieldOf = (at: number) => `users.${at}.username`,
  ): Promise<{ users: ExternalUser[] }> {
    const { database } = this.options
    const ids = people.map(({ externalId }) => externalId)
    if (new Set(ids).size < ids.length)
      throw fail('invalid_params', { field: 'users', message: 'users: each external id may come once.' })
    const known = await database.read((db) => store.selectAccounts(db, ids))
    const rows = people.map((person) => unchanged(known.get(person.externalId), person))
    // Repeated calls write nothing.
    const done = rows.every((row) => row !== undefined)
      ? rows.map((row) => ({ row, created: false }))
      : await database.write((tx) => this.upsertIn(tx, people, { whenTaken: 'refuse', fieldOf }))
    return {
      users: done.map(({ row, created }, at) => ({ externalId: ids[at] ?? '', user: toUser(row), created })),
    }
  }

  /** The same inside a transaction that has no locks yet. It locks the accounts. */
  async upsertIn(
    tx: Transaction,
    people: readonly Described[],
    { whenTaken, fieldOf }: { whenTaken: WhenTaken; fieldOf: (at: number) => string },
  ): Promise<Upserted[]> {
    // One transaction at a time gives out names, and with them external ids.
    await lockNames(tx)
    const ids = people.map(({ externalId }) => externalId)
    const known = await store.selectAccounts(tx.db, ids)
    const rows: Upserted[] = []
    for (const [at, person] of people.entries()) {
      const held = known.get(person.externalId)
      rows.push(
        held
          ? { row: held, created: false }
          : { row: await this.insert(tx, person, { whenTaken, field: fieldOf(at) }), created: true },
      )
    }
    await tx.lock({ users: rows.map(({ row }) => row.key) })
    // Read again, because others may have been closed or renamed before the lock.
    const locked = await store.selectAccounts(tx.db, ids)
    const upserted: Upserted[] = []
    for (const [at, person] of people.entries()) {
      const row = locked.get(person.externalId)
      const { created = false } = rows[at] ?? {}
      if (!row) throw fail('unavailable', { retryAfterMs: 100 })
      if (row.erase_at !== null) throw fail('account_closed', { until: row.erase_at })
      if (created) await this.options.chats.joinNewUser(tx, refOf(row))
      upserted.push({ row: created ? row : await rename(tx, row, person.name), created })
    }
    return upserted
  }

  /** The account of one person in a transaction that has no locks yet; created or updated where that is necessary, and locked. */
  async enterIn(tx: Transaction, person: Described): Promise<Upserted> {
    const held = unchanged(await store.selectAccount(tx.db, person.externalId), person)
    if (held) {
      await tx.lock({ users: [held.key] })
      const row = await store.selectAccount(tx.db, person.externalId)
      if (!row) throw fail('unavailable', { retryAfterMs: 100 })
      return { row, created: false }
    }
    const [upserted] = await this.upsertIn(tx, [person], { whenTaken: 'make another', fieldOf: () => 'jwt' })
    if (!upserted) throw fail('internal')
    return upserted
  }

  /**
   * The locked account of an external id.
   * @throws `not_found`
   */
  async lockAccount(tx: Transaction, externalId: string): Promise<UserRow> {
    const seen = await store.selectAccount(tx.db, externalId)
    if (seen) await tx.lock({ users: [seen.key] })
    const row = seen && (await store.selectAccount(tx.db, externalId))
    if (!row) throw fail('not_found', { field: 'externalId' })
    return row
  }

  /** Forgets the external id of an account that is being erased. */
  async eraseLink(tx: Transaction, user: UserRef): Promise<boolean> {
    await store.deleteExternal(tx.db, user.key)
    return false
  }

  private async insert(
    tx: Transaction,
    { externalId, username, name = username ?? externalId }: Described,
    { whenTaken, field }: { whenTaken: WhenTaken; field: string },
  ): Promise<UserRow> {
    const wanted = await this.freeName(tx, username, { whenTaken, field })
    const account = {
      username: wanted,
      name: name.slice(0, 50),
      passwordHash: withoutPassword(),
      admin: false,
      vouched: true,
    }
    const row = await insertAccount(tx, account)
    if (!row) throw fail('username_taken', { field })
    await store.insertExternal(tx.db, { external_id: externalId, user_key: row.key, created_at: tx.now })
    return row
  }

  private async freeName(
    tx: Transaction,
    username: string | undefined,
    { whenTaken, field }: { whenTaken: WhenTaken; field: string },
  ): Promise<string> {
    if (username === undefined) return madeName()
    try {
      await refuseTaken(tx.db, { username, reserved: this.options.reservedNames, nowMs: tx.now })
      return username
    } catch (error) {
      if (!(error instanceof Failure) || error.failure !== 'username_taken') throw error
      if (whenTaken === 'refuse') throw fail('username_taken', { field })
      return madeName()
    }
  }
}

/** The account, if the description changes nothing. */
const unchanged = (row: UserRow | undefined, { name = row?.name }: Described): UserRow | undefined =>
  row && row.erase_at === null && row.name === name ? row : undefined

/** A random username, too long to be taken by chance. */
const madeName = (): string => `u.${newSecret(15).toLowerCase().replaceAll('-', '0')}`

/** @throws `forbidden` for an administrator, whom another product can't rename */
const rename = async (tx: Transaction, row: UserRow, name = row.name): Promise<UserRow> => {
  if (name === row.name) return row
  if (row.admin === 1) throw fail('forbidden', { message: 'Services cannot rename administrators.' })
  const rev = await raiseUserRev(tx, row.key)
  const renamed = await updateUser(tx.db, row.key, { ...(await nameColumns(name)), profile_rev: rev })
  tx.publish({ kind: 'user', userId: refOf(row).id, delta: { from: rev - 1, rev, me: toMe(renamed) } })
  return renamed
}

const refOf = (row: UserRow): UserRef => ({ key: row.key, id: toUser(row).id })
