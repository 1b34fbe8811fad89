import { type ChatId, limits, type Member } from '@parley/protocol'
import { type Selectable, sql } from 'kysely'
import { toMember as memberOnWire } from '../chats/members'
import { type StoredId, toBytes, toId } from '../lib/uuid-bytes'
import type { Queries } from '../storage/database'
import { countsLookup } from '../storage/queries/counts'
import { limited, type Page } from '../storage/queries/flat'
import { chatUserLookup, partsLookup } from '../storage/queries/lookups'
import { prepared } from '../storage/queries/prepared'
import type { Schema } from '../storage/schema'

type MemberRow = Selectable<Schema['members']>
export type PersonRow = MemberRow & { readonly user_id: StoredId }

export const selectChatOf = (db: Queries, chatId: ChatId) =>
  db.selectFrom('chats').selectAll().where('id', '=', toBytes(chatId)).executeTakeFirst()

export const selectChatByKey = (db: Queries, key: number) =>
  db.selectFrom('chats').selectAll().where('key', '=', key).executeTakeFirst()

const placesOf = chatUserLookup<PersonRow>((db, isAmong) =>
  db
    .selectFrom('members')
    .innerJoin('users', 'users.key', 'members.user_key')
    .selectAll('members')
    .select('users.id as user_id')
    .where(isAmong),
)

/** All member rows of some users, former ones included. */
export const selectMembers = (db: Queries, chatKey: number, userKeys: readonly number[]): Promise<PersonRow[]> =>
  placesOf(db, chatKey, userKeys)

const withIds = (db: Queries, page: Page<'members', MemberRow>) =>
  db
    .selectFrom(page.as('members'))
    .innerJoin('users', 'users.key', 'members.user_key')
    .selectAll('members')
    .select('users.id as user_id')

const presentPage = limited({
  sizes: [2, limits.membersPage + 1],
  page: (db, { chatKey, after }: { chatKey: number; after: number }) =>
    db
      .selectFrom('members')
      .selectAll()
      .where('chat_key', '=', chatKey)
      .where('left_seq', 'is', null)
      .where('user_key', '>', after)
      .orderBy('user_key'),
  of: withIds,
  order: (a, b) => a.user_key - b.user_key,
})

/** Present members after one of them, in the order of their keys, which is that of signing up. */
export const selectPage = async (
  db: Queries,
  chatKey: number,
  { after, limit }: { after: number; limit: number },
): Promise<{ readonly rows: PersonRow[]; readonly more: boolean }> => {
  const rows = await presentPage(db, { chatKey, after }, limit + 1)
  return { rows: rows.slice(0, limit), more: rows.length > limit }
}

const adminsOf = prepared((db: Queries, { chatKey }: { chatKey: number }) =>
  db
    .selectFrom('members')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('chat_key', '=', chatKey)
    .where('role', '!=', sql.lit('member'))
    .where('role', '=', sql.lit('admin')),
)

/** The number of admins besides the owner. Former members have no role. */
export const countAdmins = async (db: Queries, chatKey: number): Promise<number> =>
  Number((await adminsOf(db, { chatKey }))[0]?.count ?? 0)

/** The requested member rows of a group: those that changed in (since, …]. */
export interface ChangedMembers {
  readonly chatKey: number
  readonly since: number
}
const changeTypes = { chatKey: 'bigint', since: 'bigint' } as const

/** Each group is read from the index by rev. */
const changedAfter = (db: Queries, { chatKey, since }: ChangedMembers) =>
  db
    .selectFrom('members')
    .selectAll()
    .where('chat_key', '=', chatKey)
    .where('rev', '>', since)
    .limit(limits.deltaRows + 1)

const changedPeople = partsLookup({
  types: changeTypes,
  part: changedAfter,
  of: (db, found) =>
    db
      .selectFrom(found.as('members'))
      .innerJoin('users', 'users.key', 'members.user_key')
      .selectAll('members')
      .select('users.id as user_id'),
})

const changedCounts = countsLookup({
  types: changeTypes,
  part: (db, values) => db.selectFrom(changedAfter(db, values).as('members')).select('chat_key'),
})

/** Changed member rows of some groups; of each one more than a delta may hold shows that they are too many. */
export const selectChanged = (db: Queries, changes: readonly ChangedMembers[]): Promise<PersonRow[]> =>
  changedPeople(db, changes)

/** Number of changed member rows of some groups, by chat key; up to one more than a delta may hold. */
export const countChanged = (db: Queries, changes: readonly ChangedMembers[]): Promise<ReadonlyMap<number, number>> =>
  changedCounts(db, changes)

const firstPeople = limited({
  sizes: [limits.membersPage],
  page: (db, { chatKey }: { chatKey: number }) =>
    db
      .selectFrom('members')
      .selectAll()
      .where('chat_key', '=', chatKey)
      .where('left_seq', 'is', null)
      .orderBy('joined_seq')
      .orderBy('user_key'),
  of: withIds,
  order: (a, b) => a.joined_seq - b.joined_seq || a.user_key - b.user_key,
})

/** The user's own row, then those who joined first. */
export const selectFirst = async (
  db: Queries,
  chatKey: number,
  first: { userKey: number; limit: number },
): Promise<PersonRow[]> => {
  const rows = await firstPeople(db, { chatKey }, first.limit)
  if (rows.some((row) => row.user_key === first.userKey)) return rows
  // A member of a chat without a row has none.
  const own = await selectMembers(db, chatKey, [first.userKey])
  return [...own, ...rows.slice(own.length)]
}

/** The wire's member row. */
export const toMember = (row: PersonRow, chatId: ChatId): Member =>
  memberOnWire(row, { chatId, userId: toId(row.user_id) })
