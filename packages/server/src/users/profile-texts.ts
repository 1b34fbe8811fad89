import type { UserId } from '@parley/protocol'
import { Cache } from '../lib/cache'
import type { Queries } from '../storage/database'
import { keyLookup } from '../storage/queries/lookups'
import type { UserRef, Users } from './users'

interface ProfileRev {
  readonly key: number
  readonly profile_rev: number
}

const profileRevs = keyLookup<number, ProfileRev>({
  type: 'bigint',
  find: (db, isKey) => db.selectFrom('users').select(['key', 'profile_rev']).where(isKey('key')),
  keyOf: ({ key }) => key,
})

/** Databases take only so many values in one query. */
const KEYS_AT_ONCE = 1_000
const KEPT = 20_000

/** Public profiles as JSON. Each use compares the rev: a profile changes without those who hold its text hearing of it. */
export class ProfileTexts {
  private readonly texts = new Cache<number, { readonly rev: number; readonly text: string }>({ maxEntries: KEPT })

  constructor(private readonly users: Users) {}

  /** Different people's profiles, by id; unknown ones are left out. */
  async of(db: Queries, people: readonly UserRef[]): Promise<ReadonlyMap<UserId, string>> {
    const revs = new Map<number, number>()
    for (let at = 0; at < people.length; at += KEYS_AT_ONCE) {
      const keys = people.slice(at, at + KEYS_AT_ONCE).map(({ key }) => key)
      for (const { key, profile_rev } of await profileRevs(db, keys)) revs.set(key, profile_rev)
    }
    const found = new Map<UserId, string>()
    const missing = new Map<UserId, number>()
    for (const { key, id } of people) {
      const held = this.texts.peek(key)
      if (held && held.rev === revs.get(key)) found.set(id, held.text)
      else missing.set(id, key)
    }
    for (const user of await this.users.rowsByKeys(db, [...missing.values()])) {
      const text = JSON.stringify(user)
      found.set(user.id, text)
      const key = missing.get(user.id)
      if (key !== undefined) this.texts.set(key, { rev: user.rev, text })
    }
    return found
  }
}
