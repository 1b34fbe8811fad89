import { type Compilable, type Expression, PostgresAdapter, type SelectQueryBuilder, type SqlBool, sql } from 'kysely'
import { type StoredId, toId } from '../../lib/uuid-bytes'
import type { Queries } from '../database'
import type { Schema } from '../schema'
import { gathered } from './gathered'
import { byteaArray, int8Array, textArray, uuidArray } from './postgres-arrays'
import { prepared } from './prepared'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** Types of keys, and how PostgreSQL receives a list of them. */
const lists = {
  bigint: int8Array,
  text: textArray,
  bytea: byteaArray,
  uuid: (ids: readonly StoredId[]) => uuidArray(ids.map((id) => (typeof id === 'string' ? id : hex(id)))),
}
type Type = keyof typeof lists

/** A list as one value: the query is the same for any length, so it is planned once. */
const listOf = (type: Type, values: readonly unknown[]): Buffer | string => lists[type](values as never)
const asList = (list: unknown, type: Type) => sql`cast(${list} as ${sql.raw(type)}[])`

const takesLists = (db: Queries): boolean => db.getExecutor().adapter instanceof PostgresAdapter

/** The condition that a column has one of the keys. */
type IsKey = (column: string) => Expression<SqlBool>

export interface KeyLookup<Key, Row> {
  readonly type: Type
  /** May only put the keys into the query. */
  readonly find: (db: Queries, isKey: IsKey) => Compilable<Row>
  /** The key that found a row. */
  readonly keyOf: (row: Row) => Key
}

/** Requested and found ids may have either form. */
const idOfKey = (type: Type, key: number | StoredId) => {
  if (type === 'uuid') return toId(key as StoredId)
  return typeof key === 'object' ? hex(key) : key
}

/** A lookup by keys; reads that share a snapshot share the query. */
export const keyLookup = <Key extends number | StoredId, Row>({ type, find, keyOf }: KeyLookup<Key, Row>) => {
  const inQuery = prepared((db: Queries, keys: readonly Key[]) =>
    find(db, (column) => sql<SqlBool>`${sql.ref(column)} in (${sql.join(keys)})`),
  )
  const inList = prepared((db: Queries, { list }: { list: unknown }) =>
    find(db, (column) => sql<SqlBool>`${sql.ref(column)} = any (${asList(list, type)})`),
  )
  return gathered<Key, Row>(
    (db, keys) => (takesLists(db) ? inList(db, { list: listOf(type, keys) }) : inQuery(db, keys)),
    { idOf: (key) => idOfKey(type, key), foundBy: (row) => idOfKey(type, keyOf(row)) },
  )
}

/** A lookup with the same result for all users; reads that share a snapshot query once. */
export const sharedLookup = <Row>(select: (db: Queries, values: object) => Promise<Row[]>) => {
  const lookup = gathered<string, Row>((db) => select(db, {}), { idOf: (key) => key, foundBy: () => 'all' })
  return (db: Queries): Promise<Row[]> => lookup(db, ['all'])
}

interface UserChat {
  readonly userKey: number
  readonly chatKey: number
}

type FindPairs<Row> = (db: Queries, isAmong: Expression<SqlBool>) => Compilable<Row>
type Paired = { readonly user_key: number; readonly chat_key: number }

/** A lookup of a user's rows in some chats, in a table with `user_key` and `chat_key`. */
export const userChatLookup = <Row extends Paired>(find: FindPairs<Row>) => {
  const lookup = pairLookup(find, 'user')
  return (db: Queries, userKey: number, chatKeys: readonly number[]): Promise<Row[]> => {
    const pairs = chatKeys.map((chatKey) => ({ userKey, chatKey }))
    return lookup(db, pairs)
  }
}

/** The same for some users in one chat. */
export const chatUserLookup = <Row extends Paired>(find: FindPairs<Row>) => {
  const lookup = pairLookup(find, 'chat')
  return (db: Queries, chatKey: number, userKeys: readonly number[]): Promise<Row[]> => {
    const pairs = userKeys.map((userKey) => ({ userKey, chatKey }))
    return lookup(db, pairs)
  }
}

/**
 * Looks up pairs with one side in common. The query hides the common side from PostgreSQL, which assumes that every
 * chat is small and would scan the whole chat.
 */
const pairLookup = <Row extends Paired>(find: FindPairs<Row>, same: 'user' | 'chat') => {
  const [one, many] = same === 'user' ? ['user_key', 'chat_key'] : ['chat_key', 'user_key']
  const inQuery = prepared((db: Queries, [key, ...keys]: readonly [number, ...number[]]) =>
    find(db, sql<SqlBool>`${sql.ref(one)} = ${key} and ${sql.ref(many)} in (${sql.join(keys)})`),
  )
  const inLists = prepared((db: Queries, { users, chats }: { users: unknown; chats: unknown }) => {
    const pairs = sql`select * from unnest(${asList(users, 'bigint')}, ${asList(chats, 'bigint')})`
    return find(db, sql<SqlBool>`(user_key, chat_key) in (${pairs})`)
  })
  return gathered<UserChat, Row>(
    (db, pairs) => {
      const users = pairs.map(({ userKey }) => userKey)
      const chats = pairs.map(({ chatKey }) => chatKey)
      return takesLists(db)
        ? inLists(db, { users: listOf('bigint', users), chats: listOf('bigint', chats) })
        : inQuery(db, same === 'user' ? [users[0] ?? 0, ...chats] : [chats[0] ?? 0, ...users])
    },
    {
      idOf: ({ userKey, chatKey }) => `${userKey} ${chatKey}`,
      foundBy: ({ user_key, chat_key }) => `${user_key} ${chat_key}`,
    },
  )
}

/** The names of a part's values, with their types. */
export type ValueTypes = Readonly<Record<string, 'bigint' | 'text'>>

/** The values of one part. */
export type PartValues<Types extends ValueTypes> = {
  readonly [Name in keyof Types]: Types[Name] extends 'text' ? string : number
}

/** The part that found a row, as its index in the request. */
interface OfPart {
  readonly part: number
}

type Rows<Row> = SelectQueryBuilder<Schema, never, Row & OfPart>

export interface PartsLookup<Table extends keyof Schema, Found, Row extends OfPart, Types extends ValueTypes> {
  readonly types: Types
  /** May only pass its values on to kysely. */
  readonly part: (db: Queries, values: PartValues<Types>) => SelectQueryBuilder<Schema, Table, Found>
  /** Joins to the rows of all parts. */
  readonly of: (db: Queries, found: Rows<Found>) => Compilable<Row>
}

/**
 * One query about many chats or users. Each part is looked up in an index by itself. Reads that share a snapshot share
 * the query.
 */
export const partsLookup = <Table extends keyof Schema, Found, Row extends OfPart, const Types extends ValueTypes>(
  options: PartsLookup<Table, Found, Row, Types>,
) => {
  const { types, part, of } = options
  const names = Object.keys(types)
  /** The values by name. `valueAt` returns one by its position. */
  const named = (valueAt: (position: number) => unknown) =>
    Object.fromEntries(names.map((name, at) => [name, valueAt(at)])) as PartValues<Types>
  const inUnion = prepared((db: Queries, values: readonly unknown[]) => {
    const parts = Array.from({ length: values.length / names.length }, (_, at) => {
      const one = named((place) => values[at * names.length + place])
      return db.selectFrom(part(db, one).as('found')).selectAll().select(sql.lit(at).as('part')) as unknown
    }) as Rows<Found>[]
    const all = parts.reduce((list, one) => list.unionAll(one))
    return of(db, all)
  })
  const columns = named((at) => sql.ref(`asked.v${at}`))
  const asked = `asked(${names.map((_, at) => `v${at}`).join(', ')}, part)`
  const inLists = prepared((db: Queries, lists: readonly unknown[]) => {
    const typed = Object.values(types).map((type, at) => asList(lists[at], type))
    const rows = sql<OfPart>`unnest(${sql.join(typed)}) with ordinality`
    const found = db
      .selectFrom(rows.as<'asked'>(sql.raw(asked)))
      .innerJoinLateral(part(db, columns).as('found'), (join) => join.onTrue())
      .selectAll('found')
      .select(sql<number>`cast(asked.part - 1 as integer)`.as('part'))
    return of(db, found as unknown as Rows<Found>)
  })
  const valuesOf = (one: PartValues<Types>) => names.map((name) => one[name])
  const idOf = (one: PartValues<Types>): string => valuesOf(one).join(' ')
  const listsOf = (parts: readonly PartValues<Types>[]) =>
    Object.entries(types).map(([name, type]) => {
      const values = parts.map((one) => one[name])
      return listOf(type, values)
    })
  return gathered<PartValues<Types>, Row>(
    (db, parts) => (takesLists(db) ? inLists(db, listsOf(parts)) : inUnion(db, parts.flatMap(valuesOf))),
    { idOf, foundBy: (row, parts) => idOf(parts[row.part] as PartValues<Types>) },
  )
}
