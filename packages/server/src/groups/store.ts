import type { ChatId, Member, UserId } from '@parley/protocol'
import type { Selectable } from 'kysely'
import { toBytes, toId } from '../lib/uuid-bytes'
import type { Queries } from '../storage/database'
import { prepared } from '../storage/prepared'
import type { Schema } from '../storage/schema'

type MemberRow = Selectable<Schema['members']>
export type PersonRow = MemberRow & { readonly user_id: Uint8Array }

export const selectChatOf = (db: Queries, chatId: ChatId) =>
  db.selectFrom('chats').selectAll().where('id', '=', toBytes(chatId)).executeTakeFirst()

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

/** Present members by user id. */
export const selectPage = (
  db: Queries,
  chatKey: number,
  page: { after: UserId | undefined; limit: number },
): Promise<PersonRow[]> => {
  const people = selectPeople(db, chatKey).where('left_seq', 'is', null).orderBy('users.id').limit(page.limit)
  return (page.after ? people.where('users.id', '>', toBytes(page.after)) : people).execute()
}

/** Who comes after the owner: the member who came first. */
export const selectHeir = (db: Queries, chatKey: number, ownerKey: number): Promise<PersonRow | undefined> =>
  selectPeople(db, chatKey)
    .where('left_seq', 'is', null)
    .where('user_key', '!=', ownerKey)
    .orderBy('joined_seq')
    .orderBy('user_key')
    .limit(1)
    .executeTakeFirst()

const changedIn = (db: Queries, [chatKey = 0, since = 0, limit = 0]: readonly number[]) =>
  db
    .selectFrom(
      db
        .selectFrom('members')
        .selectAll()
        .where('chat_key', '=', chatKey)
        .where('rev', '>', since)
        .limit(limit)
        .as('changed'),
    )
    .selectAll()

/** One question for many groups: each is answered from the index by rev. */
const changedPeople = prepared((db: Queries, values: readonly number[]) => {
  const parts = Array.from({ length: values.length / 3 }, (_, at) => changedIn(db, values.slice(at * 3, at * 3 + 3)))
  return db
    .selectFrom(parts.reduce((list, one) => list.unionAll(one)).as('members'))
    .innerJoin('users', 'users.key', 'members.user_key')
    .selectAll('members')
    .select('users.id as user_id')
})

/** Which member rows of a group are asked for: those that changed in (since, …], at most `limit`. */
export interface ChangedMembers {
  readonly chatKey: number
  readonly since: number
  readonly limit: number
}

/** Member rows of some groups that changed. */
export const selectChanged = async (db: Queries, changes: readonly ChangedMembers[]): Promise<PersonRow[]> =>
  changes.length === 0
    ? []
    : changedPeople(
        db,
        changes.flatMap(({ chatKey, since, limit }) => [chatKey, since, limit]),
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
  return [...(await selectPlaces(db, chatKey, [first.userKey])), ...rows.slice(1)]
}

export const setRole = async (
  db: Queries,
  chatKey: number,
  place: { userKey: number; role: MemberRow['role']; rev: number },
): Promise<void> => {
  await db
    .updateTable('members')
    .set({ role: place.role, rev: place.rev })
    .where('chat_key', '=', chatKey)
    .where('user_key', '=', place.userKey)
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
  joinedSeq: row.joined_seq,
  visibleFrom: row.visible_from,
  ...(row.left_seq === null ? {} : { leftSeq: row.left_seq }),
})
