import { type Compilable, type SqlBool, sql } from 'kysely'
import type { Queries } from './database'
import { gathered } from './gathered'
import { prepared } from './prepared'

interface UserChat {
  readonly userKey: number
  readonly chatKey: number
}
interface UserChatRow {
  readonly user_key: number
  readonly chat_key: number
}

const pair = (userKey: number, chatKey: number) => sql`(cast(${userKey} as bigint), cast(${chatKey} as bigint))`

/** Whether a row of somebody in a chat is one of these, given as user and chat in turn. */
const isAmong = (values: readonly number[]) => {
  const pairs = Array.from({ length: values.length / 2 }, (_, at) => pair(values[at * 2] ?? 0, values[at * 2 + 1] ?? 0))
  return sql<SqlBool>`(user_key, chat_key) in (values ${sql.join(pairs)})`
}

export interface UserChatQueries<Row> {
  /** Rows of one user in some chats. */
  readonly one: (db: Queries, values: readonly [userKey: number, ...chatKeys: number[]]) => Compilable<Row>
  /** Rows of several users, each in chats of their own. */
  readonly many: (db: Queries, isAmong: ReturnType<typeof sql<SqlBool>>) => Compilable<Row>
}

/** A lookup of what stands about a user in some chats; reads that share a snapshot ask together. */
export const userChatLookup = <Row extends UserChatRow>({ one, many }: UserChatQueries<Row>) => {
  const ofOne = prepared(one)
  const ofMany = prepared((db: Queries, values: readonly number[]) => many(db, isAmong(values)))
  const lookup = gathered<UserChat, Row>(
    (db, pairs) => {
      const [userKey = 0] = pairs.map((of) => of.userKey)
      const isOne = pairs.every((of) => of.userKey === userKey)
      return isOne
        ? ofOne(db, [userKey, ...pairs.map(({ chatKey }) => chatKey)])
        : ofMany(
            db,
            pairs.flatMap(({ userKey, chatKey }) => [userKey, chatKey]),
          )
    },
    {
      idOf: ({ userKey, chatKey }) => `${userKey} ${chatKey}`,
      foundBy: ({ user_key, chat_key }) => `${user_key} ${chat_key}`,
    },
  )
  return (db: Queries, userKey: number, chatKeys: readonly number[]): Promise<Row[]> =>
    lookup(
      db,
      chatKeys.map((chatKey) => ({ userKey, chatKey })),
    )
}
