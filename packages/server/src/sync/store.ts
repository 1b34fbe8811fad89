import type { ChatId, ChatState, Hidden } from '@parley/protocol'
import { sql } from 'kysely'
import { type StoredId, toBytes, toId } from '../lib/uuid-bytes'
import { stateFromRow } from '../storage/append/state-row'
import type { Queries } from '../storage/database'
import { unindexed } from '../storage/queries/flat'
import { keyLookup, partsLookup, sharedLookup, userChatLookup } from '../storage/queries/lookups'
import { prepared } from '../storage/queries/prepared'

interface UserRevs {
  readonly key: number
  readonly rev: number
  readonly profile_rev: number
}

const userRevs = keyLookup<number, UserRevs>({
  type: 'bigint',
  find: (db, isKey) => db.selectFrom('users').select(['key', 'rev', 'profile_rev']).where(isKey('key')),
  keyOf: ({ key }) => key,
})

/** A user's rev, and the rev of the profile's last change. */
export const selectUserRevs = async (db: Queries, userKey: number) => (await userRevs(db, [userKey]))[0]

const cursors = userChatLookup((db, isAmong) =>
  db.selectFrom('chat_states').select(['user_key', 'chat_key', 'read_seq', 'hidden_rev']).where(isAmong),
)

/** The data of a chat that decides about a user's unread count. */
export interface Cursor {
  readonly readSeq: number
  /** The rev of the newest of their hidden messages; 0 for none. */
  readonly hiddenRev: number
}

const atStart: Cursor = { readSeq: 0, hiddenRev: 0 }

/** A user's cursors in some chats, found by chat key. */
export const selectCursors = async (
  db: Queries,
  userKey: number,
  chatKeys: readonly number[],
): Promise<(chatKey: number) => Cursor> => {
  const rows = await cursors(db, userKey, chatKeys)
  const found = new Map(rows.map((row) => [row.chat_key, { readSeq: row.read_seq, hiddenRev: row.hidden_rev }]))
  return (chatKey) => found.get(chatKey) ?? atStart
}

interface Since {
  readonly userKey: number
  readonly since: number
}

const hiddenSince = prepared((db: Queries, { userKey, since }: Since) =>
  db
    .selectFrom('hidden')
    .innerJoin('chats', 'chats.key', 'hidden.chat_key')
    .select(['chats.id', 'hidden.message_id', 'hidden.seq', 'hidden.rev'])
    .where('hidden.user_key', '=', userKey)
    .where('hidden.rev', '>', since)
    .orderBy('hidden.rev')
    .orderBy('hidden.seq'),
)

/** A user's messages hidden after a rev. */
export const selectHidden = async (db: Queries, userKey: number, since: number): Promise<Hidden[]> => {
  const rows = await hiddenSince(db, { userKey, since })
  return rows.map((row) => ({ chatId: toId(row.id), messageId: toId(row.message_id), seq: row.seq, rev: row.rev }))
}

const statesSince = prepared((db: Queries, { userKey, since }: Since) =>
  db
    .selectFrom('chat_states')
    .innerJoin('chats', 'chats.key', 'chat_states.chat_key')
    .selectAll('chat_states')
    .select('chats.id')
    .where('chat_states.user_key', '=', userKey)
    .where('chat_states.rev', '>', since),
)

/** A user's chat states that changed after a rev. */
export const selectStates = async (db: Queries, userKey: number, since: number): Promise<ChatState[]> => {
  const rows = await statesSince(db, { userKey, since })
  return rows.map((row) => stateFromRow(row, toId(row.id)))
}

export interface ChatHead {
  readonly key: number
  readonly id: StoredId
  /** The rev that the user can reach: a former member's stays where they left. */
  readonly rev: number
  /** The time of the last event, in epoch milliseconds. */
  readonly at: number
}

// A returning client requests all of its chats, and most of them have not changed: unneeded columns are left out.
const movedAt = sql<number>`case when chats.last_at > chats.created_at then chats.last_at else chats.created_at end`
const reachableRev = sql<number>`case when members.left_seq is null then chats.rev else members.rev end`

const ownHeads = partsLookup({
  types: { userKey: 'bigint' },
  part: (db, { userKey }) =>
    db
      .selectFrom('members')
      .innerJoin('chats', 'chats.key', 'members.chat_key')
      .select(['chats.key', 'chats.id', reachableRev.as('rev'), movedAt.as('at')])
      .where('members.user_key', '=', userKey)
      .where('chats.everybody', '=', sql.lit(0)),
  of: (db, found) => db.selectFrom(found.as('heads')).selectAll(),
})
const everyonesChatHeads = sharedLookup(
  prepared((db: Queries) =>
    db
      .selectFrom('chats')
      .select(['key', 'id', 'rev', movedAt.as('at')])
      .where('everybody', '=', sql.lit(1)),
  ),
)

/** The heads of all chats of a user, the world included: one lookup per membership. */
export const selectHeads = async (db: Queries, userKey: number): Promise<ChatHead[]> => [
  ...(await everyonesChatHeads(db)),
  ...(await ownHeads(db, [{ userKey }])),
]

const chatHeads = keyLookup<StoredId, ChatHead & { readonly everybody: number }>({
  type: 'uuid',
  find: (db, isKey) =>
    db
      .selectFrom('chats')
      .select(['key', 'id', 'rev', movedAt.as('at'), 'everybody'])
      .where(isKey('id')),
  keyOf: ({ id }) => id,
})
const placesIn = userChatLookup((db, isAmong) =>
  db.selectFrom('members').select(['user_key', 'chat_key', 'left_seq', 'rev']).where(isAmong),
)

/** The heads of those among some chats that are a user's. */
export const selectHeadsOf = async (db: Queries, userKey: number, chatIds: readonly ChatId[]): Promise<ChatHead[]> => {
  const heads = await chatHeads(db, chatIds.map(toBytes))
  const places = await placesIn(
    db,
    userKey,
    heads.map(({ key }) => key),
  )
  const placeOf = new Map(places.map((place) => [place.chat_key, place]))
  return heads.flatMap((head) => {
    const place = placeOf.get(head.key)
    if (!place || head.everybody) return head.everybody ? head : []
    return place.left_seq === null ? head : { ...head, rev: place.rev }
  })
}

const ownSum = partsLookup({
  types: { userKey: 'bigint' },
  part: (db, { userKey }) =>
    db
      .selectFrom('members')
      .innerJoin('chats', 'chats.key', 'members.chat_key')
      .select(reachableRev.as('rev'))
      .where('members.user_key', '=', userKey)
      .where('chats.everybody', '=', sql.lit(0)),
  of: (db, found) =>
    db
      .selectFrom(found.as('heads'))
      .select(({ fn }) => ['part', fn.countAll<number>().as('chats'), fn.sum<number>('rev').as('revs')])
      .groupBy('part'),
})

/** The number of a user's chats, and the sum of their revs, added up by the database. */
export const selectSum = async (db: Queries, userKey: number): Promise<{ chats: number; revs: number }> => {
  const [own] = await ownSum(db, [{ userKey }])
  const everybodys = await everyonesChatHeads(db)
  return {
    chats: Number(own?.chats ?? 0) + everybodys.length,
    revs: everybodys.reduce((sum, { rev }) => sum + rev, Number(own?.revs ?? 0)),
  }
}

const ownPlaces = partsLookup({
  types: { userKey: 'bigint' },
  part: (db, { userKey }) =>
    db
      .selectFrom('members')
      .innerJoin('chats', (join) => join.on('chats.key', '=', unindexed('members.chat_key')))
      .select(['chats.id', 'chats.rev', 'chats.kind', 'chats.member_count'])
      .where('members.user_key', '=', userKey)
      .where(unindexed('members.left_seq'), 'is', null)
      .where('chats.everybody', '=', sql.lit(0)),
  of: (db, found) => db.selectFrom(found.as('places')).selectAll(),
})

/** The chats that a user is a member of now. */
export const selectPlaces = (db: Queries, userKey: number) => ownPlaces(db, [{ userKey }])

const formerMembersQuery = (db: Queries, chatIds: readonly StoredId[]) =>
  db
    .selectFrom('chats')
    .innerJoin('members', 'members.chat_key', 'chats.key')
    .innerJoin('users', 'users.key', 'members.user_key')
    .select(['chats.id as chat_id', 'users.id as user_id', 'members.rev'])
    .where('chats.id', 'in', chatIds)
    .where('members.left_seq', 'is not', null)

const formerMembersOfOne = prepared((db: Queries, { chatId }: { chatId: StoredId }) => formerMembersQuery(db, [chatId]))

/** Former members of these chats, and the rev at which they left. */
export const selectFormerMembers = (db: Queries, chatIds: readonly StoredId[]) => {
  const [chatId] = chatIds
  return chatIds.length === 1 && chatId ? formerMembersOfOne(db, { chatId }) : formerMembersQuery(db, chatIds).execute()
}

/** Users whose rev changed since a minute. */
export const selectMovedUsers = (db: Queries, sinceMin: number) =>
  db.selectFrom('users').select(['id', 'rev']).where('changed_min', '>=', sinceMin).execute()

/** Sessions that ended since a time, and whether their user was disabled. */
export const selectEnded = (db: Queries, sinceMs: number) =>
  db
    .selectFrom('sessions')
    .innerJoin('users', 'users.key', 'sessions.user_key')
    .select(['sessions.id', 'sessions.revoked_at', 'users.id as user_id', 'users.disabled_at'])
    .where('sessions.revoked_at', 'is not', null)
    .where('sessions.revoked_at', '>=', sinceMs)
    .execute()

/** Chats that changed since a minute, with their heads. */
export const selectMoved = (db: Queries, sinceMin: number) =>
  db
    .selectFrom('chats')
    .select(['id', 'rev', 'seq', 'kind', 'member_count'])
    .where('changed_min', '>=', sinceMin)
    .execute()
