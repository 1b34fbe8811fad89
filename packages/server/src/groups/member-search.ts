import { limits } from '@parley/protocol'
import { type ExpressionBuilder, sql } from 'kysely'
import { spelledQuery } from '../lib/pinyin'
import type { Queries } from '../storage/database'
import { lastOf, limited, type Page, unindexedText } from '../storage/queries/flat'
import { prepared } from '../storage/queries/prepared'
import type { Schema } from '../storage/schema'
import { PROFILES } from '../users/spellings'
import { type PersonRow, selectMembers } from './store'

/**
 * The most users of the server with a prefix that are looked up one by one. A more common prefix is found soon by
 * scanning the group.
 */
const NAMED_MAX = 1_000
/** No spelling begins with it. */
const UNSPELLED = '\u{10ffff}'
/** Members that are scanned together. */
const SCANNED = 500

/** A few to choose from, or a page, and one more. */
const sizes = [21, limits.membersPage + 1]
const byKey = (a: { readonly key: number }, b: { readonly key: number }) => a.key - b.key

interface Begins {
  readonly chatKey: number
  readonly query: string
  readonly last: string
  /** The query in the form of spellings, or a text that no spelling begins with. */
  readonly spelled: string
  readonly lastSpelled: string
}
type Asked = Begins & { readonly after: number }

const byUsername = (db: Queries, { query, last }: Begins) =>
  db.selectFrom('users').select('key').where('username', '>=', query).where('username', '<', last)

const byName = (db: Queries, { query, last }: Begins) =>
  db.selectFrom('users').select('key').where('name_folded', '>=', query).where('name_folded', '<', last)

const byNickname = (db: Queries, { chatKey, query, last }: Begins) =>
  db
    .selectFrom('members')
    .select('user_key as key')
    .where('chat_key', '=', chatKey)
    .where('nickname_folded', '>=', query)
    .where('nickname_folded', '<', last)

const bySpelling = (db: Queries, { chatKey, spelled, lastSpelled }: Begins) =>
  db
    .selectFrom('spellings')
    .select('user_key as key')
    .where('chat_key', 'in', [PROFILES, chatKey])
    .where('text', '>=', spelled)
    .where('text', '<', lastSpelled)

/** All users whose user name, name, or nickname in the chat has this prefix; at most one more than are looked up. */
const named = (db: Queries, begins: Begins) =>
  byUsername(db, begins)
    .unionAll(byName(db, begins))
    .unionAll(byNickname(db, begins))
    .unionAll(bySpelling(db, begins))
    .limit(sql.lit(NAMED_MAX + 1))

const countNamed = prepared((db: Queries, begins: Begins) =>
  db.selectFrom(named(db, begins).as('few')).select(({ fn }) => fn.countAll<number>().as('count')),
)

/** A subquery for each candidate, which planners don't turn into another join. */
const isPresent = (db: Queries, chatKey: number) =>
  db
    .selectFrom('members')
    .select((row) => row('left_seq', 'is', null).as('present'))
    .where('chat_key', '=', chatKey)
    .where('user_key', '=', sql.ref<number>('few.key'))

const keysAmongNamed = limited({
  sizes,
  page: (db, { after, ...begins }: Asked) =>
    db
      .selectFrom(named(db, begins).as('few'))
      .select('few.key')
      .distinct()
      .where('few.key', '>', after)
      .where(sql<boolean>`(${isPresent(db, begins.chatKey)})`)
      .orderBy('few.key') as unknown as Page<'users', { key: number }>,
  of: (_, page) => page,
  order: byKey,
})

const beginsWith = (column: string, { query, last }: Begins) =>
  sql<boolean>`(${unindexedText(column)} >= ${query} and ${unindexedText(column)} < ${last})`

const hasName = (db: Queries, begins: Begins) => (members: ExpressionBuilder<Schema, 'members'>) => {
  const user = db
    .selectFrom('users')
    .select(sql<boolean>`${beginsWith('username', begins)} or ${beginsWith('name_folded', begins)}`.as('named'))
    .where('users.key', '=', sql.ref<number>('members.user_key'))
  const spelling = db
    .selectFrom('spellings')
    .select('user_key')
    .where('user_key', '=', sql.ref<number>('members.user_key'))
    .where('chat_key', 'in', [PROFILES, begins.chatKey])
    .where(sql<boolean>`${unindexedText('text')} >= ${begins.spelled}`)
    .where(sql<boolean>`${unindexedText('text')} < ${begins.lastSpelled}`)
  return members.or([
    beginsWith('members.nickname_folded', begins),
    sql<boolean>`(${user})`,
    sql<boolean>`exists ${spelling}`,
  ])
}

const nextMembers = (db: Queries, { chatKey, after }: Pick<Asked, 'chatKey' | 'after'>) =>
  db
    .selectFrom('members')
    .where('chat_key', '=', chatKey)
    .where('left_seq', 'is', null)
    .where('user_key', '>', after)
    .orderBy('user_key')

const keysInGroup = limited({
  sizes,
  page: (db, { after, ...begins }: Asked) =>
    db
      .selectFrom(
        nextMembers(db, { ...begins, after })
          .select(['user_key', 'nickname_folded'])
          .limit(sql.lit(SCANNED))
          .as('members'),
      )
      .select('user_key as key')
      .where(hasName(db, begins) as never)
      .orderBy('user_key') as unknown as Page<'users', { key: number }>,
  of: (_, page) => page,
  order: byKey,
})

const lastScanned = prepared((db: Queries, place: Pick<Asked, 'chatKey' | 'after'>) =>
  nextMembers(db, place)
    .select('user_key as key')
    .limit(sql.lit(1))
    .offset(sql.lit(SCANNED - 1)),
)

interface Keys {
  readonly found: readonly { readonly key: number }[]
  readonly more: boolean
}

/**
 * The next members with a name, from the first part of the group that has any. So the cost of a page depends on how rare
 * the name is, and not on the size of the group.
 */
const scanGroup = async (db: Queries, asked: Asked, limit: number): Promise<Keys> => {
  for (let { after } = asked; ; ) {
    const found = await keysInGroup(db, { ...asked, after }, limit + 1)
    if (found.length > limit) return { found: found.slice(0, limit), more: true }
    const [last] = await lastScanned(db, { chatKey: asked.chatKey, after })
    if (!last || found.length > 0) return { found, more: last !== undefined }
    after = last.key
  }
}

const lookUpNamed = async (db: Queries, asked: Asked, limit: number): Promise<Keys> => {
  const found = await keysAmongNamed(db, asked, limit + 1)
  return { found: found.slice(0, limit), more: found.length > limit }
}

export interface Search {
  readonly chatKey: number
  /** How many members there are. */
  readonly members: number
  /** In the form of folded names. */
  readonly query: string
  /** The key of the last user on the previous page. */
  readonly after: number
  readonly limit: number
}

/**
 * Present members whose user name, name or nickname begins with the query, also in pinyin, in the order of their keys. A page can have
 * fewer than `limit` members while there are more.
 */
export const searchMembers = async (
  db: Queries,
  { chatKey, members, query, after, limit }: Search,
): Promise<{ readonly rows: PersonRow[]; readonly more: boolean }> => {
  const spelled = spelledQuery(query) ?? UNSPELLED
  const asked = { chatKey, query, last: lastOf(query), spelled, lastSpelled: lastOf(spelled), after }
  const { after: _, ...begins } = asked
  const isSmall = members <= NAMED_MAX
  const isRare = !isSmall && Number((await countNamed(db, begins))[0]?.count) <= NAMED_MAX
  const { found, more } = await (isRare ? lookUpNamed : scanGroup)(db, asked, limit)
  const rows = await selectMembers(
    db,
    chatKey,
    found.map(({ key }) => key),
  )
  return { rows: rows.sort((a, b) => a.user_key - b.user_key), more }
}
