import { isUuidV7, limits, type User, type UserId } from '@parley/protocol'
import type { Sender } from '../lib/caller'
import { foldName } from '../lib/fold-name'
import { spelledQuery } from '../lib/pinyin'
import type { Database, Queries } from '../storage/database'
import { selectSharing } from '../storage/queries/shared-chats'
import * as store from './store'

/** Friendships, as far as they let people find each other. */
export interface FriendHolders {
  /** The users among `ownerKeys` who hold a given user as a friend. */
  findHolders(db: Queries, userKey: number, ownerKeys: readonly number[]): Promise<ReadonlySet<number>>
}

export interface PeopleSearchOptions {
  readonly database: Database
  readonly friendships: FriendHolders
}

/** Finds people by name or id, and decides who can be found. */
export class PeopleSearch {
  constructor(private readonly options: PeopleSearchOptions) {}

  /**
   * People by exact user name (a leading @ is ignored) or id, then those whose display name begins with the query. Those
   * whose name begins with it in pinyin come last. Disabled and closed accounts are not found. People who blocked the
   * searcher are: `users.get` shows them too, and a difference would tell of the block.
   */
  search(caller: Sender, query: string): Promise<User[]> {
    const { database } = this.options
    return database.read(async (db) => {
      const exact = await exactly(db, query)
      const named = await byName(db, query, caller.userKey)
      const first = exact && isOpen(exact) && (await this.isFindable(db, exact, caller)) ? [exact] : []
      const others = new Map(named.map((row) => [row.key, row]))
      if (exact) others.delete(exact.key)
      return [...first, ...others.values()].slice(0, limits.searchPeople).map(store.toUser)
    })
  }

  /**
   * Whether the caller may show a user to others: themselves, users whom they find by searching, and members of a
   * common direct chat or group. Disabled and closed accounts are never shown.
   */
  async mayShare(db: Queries, caller: Sender, userId: UserId): Promise<boolean> {
    const row = await store.selectById(db, userId)
    if (!row || !isOpen(row)) return false
    if (await this.isFindable(db, row, caller)) return true
    return (await selectSharing(db, [caller.userKey], [row.key])).length > 0
  }

  /** Whether a user can be found by their exact name or id: by friends always. */
  private async isFindable(db: Queries, { key, found_by }: store.UserRow, { userKey }: Sender): Promise<boolean> {
    if (found_by !== 'nobody' || key === userKey) return true
    return (await this.options.friendships.findHolders(db, userKey, [key])).has(key)
  }
}

const isOpen = ({ disabled_at, closed_at }: store.UserRow): boolean => disabled_at === null && closed_at === null

const exactly = (db: Queries, query: string): Promise<store.UserRow | undefined> => {
  const id = query.toLowerCase()
  return isUuidV7(id) ? store.selectById(db, id as UserId) : store.selectByUsername(db, query.replace(/^@/, ''))
}

const byName = async (db: Queries, query: string, searcherKey: number) => {
  const prefix = foldName(query)
  if ([...prefix].length < limits.searchMinChars) return []
  const asked = { searcherKey, limit: limits.searchPeople }
  const named = await store.selectByName(db, { prefix, ...asked })
  const spelled = spelledQuery(query)
  if (spelled === undefined || spelled.length < limits.searchMinChars || named.length === asked.limit) return named
  return [...named, ...(await store.selectBySpelling(db, { prefix: spelled, ...asked }))]
}
