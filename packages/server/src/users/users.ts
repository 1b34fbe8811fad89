import type { Me, User, UserId } from '@parley/protocol'
import { Cache } from '../lib/cache'
import { fail } from '../lib/fail'
import { toId } from '../lib/uuid-bytes'
import type { Database, Queries } from '../storage/database'
import * as store from './store'

export { toMe, toUser, type UserRow } from './store'

/** A user as other rows refer to them. */
export interface UserRef {
  /** Internal key. */
  readonly key: number
  readonly id: UserId
}

const ID_CACHE_ENTRIES = 100_000
/** Databases take only so many values in one query. */
const KEYS_AT_ONCE = 1_000

/** People's public profiles, and the way from ids to internal keys. */
export class Users {
  private readonly database: Database
  /** Neither id nor key ever changes, so nothing here has to be invalidated. */
  private readonly keys = new Cache<UserId, number>({ maxEntries: ID_CACHE_ENTRIES })

  constructor({ database }: { database: Database }) {
    this.database = database
  }

  /** Profiles by id; unknown ids are left out. */
  byId(ids: readonly UserId[]): Promise<User[]> {
    return this.database.read(async (db) => (await store.selectByIds(db, unique(ids))).map(store.toUser))
  }

  /** Profiles by internal key. */
  async rowsByKeys(db: Queries, keys: readonly number[]): Promise<User[]> {
    const wanted = unique(keys)
    const found: User[] = []
    for (let at = 0; at < wanted.length; at += KEYS_AT_ONCE)
      found.push(...(await store.selectByKeys(db, wanted.slice(at, at + KEYS_AT_ONCE))).map(store.toUser))
    return found
  }

  /** A user's own profile. */
  async me(db: Queries, key: number): Promise<Me | undefined> {
    const row = await store.selectByKey(db, key)
    return row && store.toMe(row)
  }

  /** Whether a user is an administrator now; read each time, because the command line may have changed it. */
  isAdmin(key: number): Promise<boolean> {
    return this.database.read(async (db) => (await store.selectByKey(db, key))?.admin === 1)
  }

  /** Whether a user is an administrator who can sign in, in a snapshot or transaction. */
  async isActiveAdmin(db: Queries, key: number): Promise<boolean> {
    const row = await store.selectByKey(db, key)
    return row?.admin === 1 && row.disabled_at === null && row.closed_at === null
  }

  /** The administrators who can sign in. */
  async activeAdmins(db: Queries): Promise<UserRef[]> {
    return (await store.selectActiveAdmins(db)).map(({ key, id }) => ({ key, id: toId<UserId>(id) }))
  }

  /** A user's own profile and rev: a client with this rev is up to date. */
  async meWithRev(db: Queries, key: number): Promise<{ user: Me; rev: number } | undefined> {
    const row = await store.selectByKey(db, key)
    return row && { user: store.toMe(row), rev: row.rev }
  }

  /** The user with a name, disabled ones included. */
  async refByUsername(db: Queries, username: string): Promise<UserRef | undefined> {
    const row = await store.selectByUsername(db, username)
    return row && { key: row.key, id: store.toUser(row).id }
  }

  /** Internal keys by id; unknown ids are left out. Not for users made in the same transaction: what it finds is remembered. */
  async keysOf(db: Queries, ids: readonly UserId[]): Promise<Map<UserId, number>> {
    const found = new Map<UserId, number>()
    const missing: UserId[] = []
    for (const id of ids) {
      const key = this.keys.peek(id)
      if (key === undefined) missing.push(id)
      else found.set(id, key)
    }
    if (missing.length === 0) return found
    for (const row of await store.selectByIds(db, unique(missing))) {
      const { id } = store.toUser(row)
      this.keys.set(id, row.key)
      found.set(id, row.key)
    }
    return found
  }

  /**
   * The key after which a page begins; without an id the first page.
   * @throws `not_found` for an unknown id
   */
  async keyAfter(db: Queries, after: UserId | undefined): Promise<number> {
    if (after === undefined) return 0
    const key = (await this.keysOf(db, [after])).get(after)
    if (key === undefined) throw fail('not_found', { field: 'after' })
    return key
  }
}

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)]
