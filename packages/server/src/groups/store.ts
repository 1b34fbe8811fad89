import { type ChatId, limits, type Member, type UserId } from '@parley/protocol'
import type { Selectable } from 'kysely'
import { type StoredId, toBytes, toId } from '../lib/uuid-bytes'
import type { Queries } from '../storage/database'
import { partsLookup } from '../storage/lookups'
import type { Schema } from '../storage/schema'

type MemberRow = Selectable<Schema['members']>
export type PersonRow = MemberRow & { readonly user_id: StoredId }

export const selectChatOf = (db: Queries, chatId: ChatId) =>
  db.selectFrom('chats').selectAll().where('id', '=', toBytes(chatId)).executeTakeFirst()

export const selectChatByKey = (db: Queries, key: number) =>
  db.selectFrom('chats').selectAll().where('key', '=', key).executeTakeFirst()

const selectPeople = (db: Queries, chatKey: number) =>
  db
    .selectFrom('members')
    .innerJoin('users', 'users.key', 'members.user_key')
    .selectAll('members')
    .select('users.id as user_id')
    .where('chat_key', '=', chatKey)

/** Every member row of some people, former ones included. */
export const selectPlaces = (db: Queries, chatKey: number, userKeys: readonly number[]): Promise<PersonRow[]> =>
  selectPeople(db, chatKey).where('user_key', 'in', userKeys).execute()

/** Above everything that begins with a text. */
const last = '\u{10ffff}'

/** Present members by user id; with a query, folded as names are, those whose user name, name or nickname begins with it. */
export const selectPage = (
  db: Queries,
  chatKey: number,
  { after, query, limit }: { after: UserId | undefined; query: string | undefined; limit: number },
): Promise<PersonRow[]> => {
  let people = selectPeople(db, chatKey).where('left_seq', 'is', null).orderBy('users.id').limit(limit)
  if (after) people = people.where('users.id', '>', toBytes(after))
  if (query)
    people = people.where((row) =>
      row.or(
        (['users.username', 'users.name_folded', 'members.nickname_folded'] as const).map((column) =>
          row.and([row(column, '>=', query), row(column, '<', query + last)]),
        ),
      ),
    )
  return people.execute()
}

/** How many admins there are besides the owner. */
export const countAdmins = async (db: Queries, chatKey: number): Promise<number> => {
  const { count } = await db
    .selectFrom('members')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('chat_key', '=', chatKey)
    .where('role', '=', 'admin')
    .where('left_seq', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Each group is answered from the index by rev. */
const changedPeople = partsLookup({
  types: ['bigint', 'bigint'],
  part: (db, [chatKey = 0, since = 0]: readonly number[]) =>
    db
      .selectFrom('members')
      .selectAll()
      .where('chat_key', '=', chatKey)
      .where('rev', '>', since)
      .limit(limits.deltaRows + 1),
  of: (db, found) =>
    db
      .selectFrom(found.as('members'))
      .innerJoin('users', 'users.key', 'members.user_key')
      .selectAll('members')
      .select('users.id as user_id'),
})

/** Which member rows of a group are asked for: those that changed in (since, …]. */
export interface ChangedMembers {
  readonly chatKey: number
  readonly since: number
}

/** Member rows of some groups that changed; of each one more than a delta may hold says that it is too much. */
export const selectChanged = async (db: Queries, changes: readonly ChangedMembers[]): Promise<PersonRow[]> =>
  changedPeople(
    db,
    changes.map(({ chatKey, since }) => [chatKey, since]),
  )

/** Rows for a snapshot: one's own, then who came first. */
export const selectFirst = async (
  db: Queries,
  chatKey: number,
  first: { userKey: number; limit: number },
): Promise<PersonRow[]> => {
  const rows = await selectPeople(db, chatKey)
    .where((row) => row.or([row('left_seq', 'is', null), row('user_key', '=', first.userKey)]))
    .orderBy('joined_seq')
    .orderBy('user_key')
    .limit(first.limit)
    .execute()
  if (rows.some((row) => row.user_key === first.userKey)) return rows
  // Who belongs to a chat without a row has none.
  const own = await selectPlaces(db, chatKey, [first.userKey])
  return [...own, ...rows.slice(own.length)]
}

/** What of a member row is changed while they are there. */
export type PlaceChange = Partial<Pick<MemberRow, 'role' | 'nickname' | 'nickname_folded' | 'muted_until'>>

export const updatePlace = async (
  db: Queries,
  chatKey: number,
  { userKey, to, rev }: { userKey: number; to: PlaceChange; rev: number },
): Promise<void> => {
  await db
    .updateTable('members')
    .set({ ...to, rev })
    .where('chat_key', '=', chatKey)
    .where('user_key', '=', userKey)
    .execute()
}

export const setLeft = async (
  db: Queries,
  chatKey: number,
  place: { userKey: number; leftSeq: number; leftChat: string; rev: number },
): Promise<void> => {
  await db
    .updateTable('members')
    .set({ left_seq: place.leftSeq, left_chat: place.leftChat, role: 'member', rev: place.rev })
    .where('chat_key', '=', chatKey)
    .where('user_key', '=', place.userKey)
    .execute()
}

/** The wire's member row. */
export const toMember = (row: PersonRow, chatId: ChatId): Member => ({
  chatId,
  userId: toId<UserId>(row.user_id),
  rev: row.rev,
  role: row.role,
  ...(row.nickname === null ? {} : { nickname: row.nickname }),
  ...(row.muted_until === null ? {} : { mutedUntil: row.muted_until }),
  joinedSeq: row.joined_seq,
  visibleFrom: row.visible_from,
  ...(row.left_seq === null ? {} : { leftSeq: row.left_seq }),
})
