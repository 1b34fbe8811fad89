import { type ChatId, limits, type Member, type UserId } from '@parley/protocol'
import { type Selectable, sql } from 'kysely'
import { type StoredId, toBytes, toId } from '../lib/uuid-bytes'
import type { Queries } from '../storage/database'
import { limited, type Page } from '../storage/flat'
import { chatUserLookup, partsLookup } from '../storage/lookups'
import { prepared } from '../storage/prepared'
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

/** Every member row of some people, former ones included. */
export const selectPlaces = (db: Queries, chatKey: number, userKeys: readonly number[]): Promise<PersonRow[]> =>
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

/** Present members in the order of their keys, which is that in which they signed up, after one of them. */
export const selectPage = (
  db: Queries,
  chatKey: number,
  { after, limit }: { after: number; limit: number },
): Promise<PersonRow[]> => presentPage(db, { chatKey, after }, limit)

const adminsOf = prepared((db: Queries, { chatKey }: { chatKey: number }) =>
  db
    .selectFrom('members')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('chat_key', '=', chatKey)
    .where('role', '!=', sql.lit('member'))
    .where('role', '=', sql.lit('admin')),
)

/** How many admins there are besides the owner. Whoever leaves has no role any more. */
export const countAdmins = async (db: Queries, chatKey: number): Promise<number> =>
  Number((await adminsOf(db, { chatKey }))[0]?.count ?? 0)

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

/** One’s own row, then those who came first. */
export const selectFirst = async (
  db: Queries,
  chatKey: number,
  first: { userKey: number; limit: number },
): Promise<PersonRow[]> => {
  const rows = await firstPeople(db, { chatKey }, first.limit)
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
