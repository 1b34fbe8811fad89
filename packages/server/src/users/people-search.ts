import { isUuidV7, limits, type User, type UserId } from '@parley/protocol'
import type { Friendships } from '../friends/friendships'
import type { Caller } from '../lib/caller'
import { foldName } from '../lib/fold-name'
import type { Database, Queries } from '../storage/database'
import { selectSharing } from '../storage/shared-chats'
import * as store from './store'

export interface PeopleSearchOptions {
  readonly database: Database
  readonly friendships: Friendships
}

/** Finding people by what one knows of them. */
export class PeopleSearch {
  constructor(private readonly options: PeopleSearchOptions) {}

  /**
   * People by exact user name (a leading @ is ignored) or id, then those whose display name begins with the query. Disabled
   * people are not found. People who blocked the searcher are: `users.get` shows them too, and a difference would tell of the block.
   */
  search(caller: Caller, query: string): Promise<User[]> {
    const { database } = this.options
    return database.read(async (db) => {
      const exact = await exactly(db, query)
      const named = await byName(db, query, caller.userKey)
      const first = exact?.disabled_at === null && (await this.lets(db, exact, caller)) ? [exact] : []
      const others = named.filter(({ key }) => key !== exact?.key)
      return [...first, ...others].slice(0, limits.searchPeople).map(store.toUser)
    })
  }

  /**
   * Whether the caller may show a person to others: themselves, people they find by searching, and people they share a direct
   * chat or group with. Nobody may show a disabled account.
   */
  async mayShare(db: Queries, caller: Caller, userId: UserId): Promise<boolean> {
    const row = await store.selectById(db, userId)
    if (row?.disabled_at !== null) return false
    if (await this.lets(db, row, caller)) return true
    return (await selectSharing(db, [caller.userKey], [row.key])).length > 0
  }

  /** Whether somebody lets themselves be found by who knows their name or id: friends always do. */
  private async lets(db: Queries, { key, found_by }: store.UserRow, { userKey }: Caller): Promise<boolean> {
    if (found_by !== 'nobody' || key === userKey) return true
    return (await this.options.friendships.holding(db, userKey, [key])).has(key)
  }
}

const exactly = (db: Queries, query: string): Promise<store.UserRow | undefined> => {
  const id = query.toLowerCase()
  return isUuidV7(id) ? store.selectById(db, id as UserId) : store.selectByUsername(db, query.replace(/^@/, ''))
}

const byName = async (db: Queries, query: string, searcherKey: number) => {
  const prefix = foldName(query)
  if ([...prefix].length < limits.searchMinChars) return []
  return store.selectByName(db, { prefix, searcherKey, limit: limits.searchPeople })
}
