import { sql } from 'kysely'
import { foldName } from '../lib/fold-name'
import type { Queries } from '../storage/database'
import { lastOf, unindexedText } from '../storage/queries/flat'
import { prepared } from '../storage/queries/prepared'
import type { UserRow } from '../users/users'

/** A beginning that at most so many people have is looked up among them. A more common one is found soon by going through all. */
const NAMED_MAX = 2_000
/** People on a page. */
export const PAGE_USERS = 50
/** One more shows that there are others. */
const PEOPLE_MAX = PAGE_USERS + 1

interface Begins {
  readonly username: string
  readonly lastUsername: string
  readonly name: string
  readonly lastName: string
}
type Asked = Begins & { readonly after: string }

const beginsOf = (query: string): Begins => {
  const username = query.toLowerCase()
  const name = foldName(query)
  return { username, lastUsername: lastOf(username), name, lastName: lastOf(name) }
}

const byUsername = (db: Queries, { username, lastUsername }: Begins) =>
  db
    .selectFrom('users')
    .select(['key', 'username'])
    .where('username', '>=', username)
    .where('username', '<', lastUsername)
    .where('erased_at', 'is', null)

const byName = (db: Queries, { name, lastName }: Begins) =>
  db
    .selectFrom('users')
    .select(['key', 'username'])
    .where('name_folded', '>=', name)
    .where('name_folded', '<', lastName)
    .where('erased_at', 'is', null)

const counted = prepared((db: Queries, begins: Begins) =>
  db
    .selectFrom(
      byName(db, begins)
        .limit(sql.lit(NAMED_MAX + 1))
        .as('named'),
    )
    .select(({ fn }) => fn.countAll<number>().as('count')),
)

/** Those of a user name are found in the order of the page, those of a name are few. */
const rare = prepared((db: Queries, { after, ...begins }: Asked) => {
  const usernames = byUsername(db, begins).where('username', '>', after).orderBy('username').limit(sql.lit(PEOPLE_MAX))
  const names = byName(db, begins).limit(sql.lit(NAMED_MAX))
  const found = db
    .selectFrom(usernames.as('few'))
    .selectAll()
    .union(db.selectFrom(names.as('few')).selectAll().where('few.username', '>', after))
  return db.selectFrom(found.as('found')).select('found.key').orderBy('found.username').limit(sql.lit(PEOPLE_MAX))
})

const common = prepared((db: Queries, { after, username, lastUsername, name, lastName }: Asked) =>
  db
    .selectFrom('users')
    .select('key')
    .where('username', '>', after)
    .where('erased_at', 'is', null)
    .where((users) =>
      users.or([
        users.and([
          users(unindexedText('username'), '>=', username),
          users(unindexedText('username'), '<', lastUsername),
        ]),
        users.and([
          users(unindexedText('name_folded'), '>=', name),
          users(unindexedText('name_folded'), '<', lastName),
        ]),
      ]),
    )
    .orderBy('username')
    .limit(sql.lit(PEOPLE_MAX)),
)

const countUsernames = prepared((db: Queries, begins: Begins) =>
  db
    .selectFrom(
      byUsername(db, begins)
        .limit(sql.lit(NAMED_MAX + 1))
        .as('named'),
    )
    .select(({ fn }) => fn.countAll<number>().as('count')),
)

const either = (one: ReturnType<typeof byName>, other: ReturnType<typeof byName>, db: Queries) =>
  db
    .selectFrom(
      db
        .selectFrom(one.as('few'))
        .selectAll()
        .union(db.selectFrom(other.as('few')).selectAll())
        .as('named'),
    )
    .select(({ fn }) => fn.countAll<number>().as('count'))

const countRare = prepared((db: Queries, begins: Begins) =>
  either(byUsername(db, begins).limit(sql.lit(NAMED_MAX)), byName(db, begins).limit(sql.lit(NAMED_MAX)), db),
)
const countCommon = prepared((db: Queries, begins: Begins) => either(byUsername(db, begins), byName(db, begins), db))

const rowsOf = async (db: Queries, keys: readonly number[]): Promise<UserRow[]> => {
  const rows = keys.length > 0 ? await db.selectFrom('users').selectAll().where('key', 'in', keys).execute() : []
  return rows.sort((a, b) => (a.username < b.username ? -1 : 1))
}

/** People by their keys, in this order. */
export const selectByKeys = async (db: Queries, keys: readonly number[]): Promise<UserRow[]> => {
  const rows = new Map((await rowsOf(db, keys)).map((row) => [row.key, row]))
  return keys.flatMap((key) => rows.get(key) ?? [])
}

const only = (rows: readonly { readonly count: number }[]): number => Number(rows[0]?.count ?? 0)

/** People whose user name or name begins with the query, by user name, after one of them; one more than a page holds. */
export const selectPeople = async (
  db: Queries,
  { query, after = '' }: { query: string; after: string | undefined },
): Promise<UserRow[]> => {
  const begins = beginsOf(query)
  const isRare = only(await counted(db, begins)) <= NAMED_MAX
  const found = await (isRare ? rare : common)(db, { ...begins, after })
  return rowsOf(
    db,
    found.map(({ key }) => key),
  )
}

/** How many people that are; undefined for more than are counted each time. */
export const countFew = async (db: Queries, query: string): Promise<number | undefined> => {
  const begins = beginsOf(query)
  if (only(await counted(db, begins)) > NAMED_MAX || only(await countUsernames(db, begins)) > NAMED_MAX)
    return undefined
  return only(await countRare(db, begins))
}

/** The same, however many they are. */
export const countMany = async (db: Queries, query: string): Promise<number> =>
  only(
    await (query === ''
      ? db
          .selectFrom('users')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .where('erased_at', 'is', null)
          .execute()
      : countCommon(db, beginsOf(query))),
  )
