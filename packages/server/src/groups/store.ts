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

const changedPeople = prepared((db: Queries, change: { chatKey: number; since: number; limit: number }) =>
  selectPeople(db, change.chatKey).where('members.rev', '>', change.since).limit(change.limit),
)

/** Member rows that changed in (since, …], at most `limit`. */
export const selectChanged = (
  db: Queries,
  chatKey: number,
  change: { since: number; limit: number },
): Promise<PersonRow[]> => changedPeople(db, { chatKey, since: change.since, limit: change.limit })

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
