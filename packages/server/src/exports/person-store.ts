/** The rows of a person that an export holds, a page at a time. Secrets and their hashes stay out. */
import { sql } from 'kysely'
import type { Queries } from '../storage/database'

/** Rows of one page. */
export const PAGE_ROWS = 500

export const selectUser = (db: Queries, userKey: number) =>
  db.selectFrom('users').selectAll().where('key', '=', userKey).executeTakeFirst()

export const selectContacts = async (db: Queries, userKey: number) => ({
  email: await db
    .selectFrom('emails')
    .select(['address', 'language', 'verified_at'])
    .where('user_key', '=', userKey)
    .executeTakeFirst(),
  pending: await db
    .selectFrom('email_codes')
    .select(['address', 'purpose', 'expires_at'])
    .where('user_key', '=', userKey)
    .execute(),
  passkeys: await db
    .selectFrom('passkeys')
    .select(['name', 'rp_id', 'created_at', 'last_used_at'])
    .where('user_key', '=', userKey)
    .execute(),
  identities: await db
    .selectFrom('identities')
    .select(['provider', 'issuer', 'subject', 'label', 'created_at', 'used_at'])
    .where('user_key', '=', userKey)
    .execute(),
  registration: await db
    .selectFrom('registrations')
    .select(['address', 'at'])
    .where('user_key', '=', userKey)
    .executeTakeFirst(),
})

/** Bytes that the person wrote and uploaded, by day, newest first. */
export const selectUsage = (db: Queries, userKey: number) =>
  db
    .selectFrom('usage')
    .select(['day', 'written_bytes', 'file_bytes'])
    .where('user_key', '=', userKey)
    .orderBy('day', 'desc')
    .limit(PAGE_ROWS)
    .execute()

export interface SessionPlace {
  readonly rev: number
  readonly key: number
}

export const selectSessions = (db: Queries, userKey: number, { rev, key }: SessionPlace) =>
  db
    .selectFrom('sessions')
    .select(['rev', 'key', 'id', 'device', 'address', 'created_at', 'last_seen_at', 'revoked_at'])
    .where('user_key', '=', userKey)
    .where('rev', '>=', rev)
    .where(sql<boolean>`(rev, key) > (${rev}, ${key})`)
    .orderBy('rev')
    .orderBy('key')
    .limit(PAGE_ROWS)
    .execute()

export const selectFriends = (db: Queries, userKey: number, after: number) =>
  db
    .selectFrom('friends')
    .innerJoin('users', 'users.key', 'friends.peer_key')
    .select(['peer_key', 'users.id', 'users.username', 'users.name', 'state', 'remark', 'note', 'blocked_at', 'since'])
    .where('owner_key', '=', userKey)
    .where('peer_key', '>', after)
    .orderBy('peer_key')
    .limit(PAGE_ROWS)
    .execute()

export const selectInvites = (db: Queries, userKey: number, after: string) =>
  db
    .selectFrom('invites')
    .leftJoin('chats', 'chats.key', 'invites.chat_key')
    .select(['code', 'invites.created_at', 'expires_at', 'uses_left', 'revoked_at', 'chats.id as chat_id'])
    .where('user_key', '=', userKey)
    .where('code', '>', after)
    .orderBy('code')
    .limit(PAGE_ROWS)
    .execute()

/** Requests to join groups. */
export const selectRequests = (db: Queries, userKey: number, after: number) =>
  db
    .selectFrom('join_requests')
    .innerJoin('chats', 'chats.key', 'join_requests.chat_key')
    .select(['chat_key', 'chats.id', 'chats.name', 'at'])
    .where('user_key', '=', userKey)
    .where('chat_key', '>', after)
    .orderBy('chat_key')
    .limit(PAGE_ROWS)
    .execute()

export interface ReportPlace {
  readonly at: number
  readonly report: number
}

/** Reports that the person made: what and why, but nothing that other reporters wrote. */
export const selectReports = (db: Queries, userKey: number, { at, report }: ReportPlace) =>
  db
    .selectFrom('reporters')
    .innerJoin('reports', 'reports.key', 'reporters.report_key')
    .innerJoin('users', 'users.key', 'reports.user_key')
    .leftJoin('chats', 'chats.key', 'reports.chat_key')
    .select(['report_key', 'reporters.reason', 'reporters.note', 'reporters.at', 'users.id', 'reports.message_id'])
    .select('chats.id as chat_id')
    .where('by_key', '=', userKey)
    .where(sql<boolean>`(reporters.at, reporters.report_key) > (${at}, ${report})`)
    .orderBy('reporters.at')
    .orderBy('report_key')
    .limit(PAGE_ROWS)
    .execute()

export interface AuditPlace {
  readonly at: number
  readonly key: number
}

/** The numbers that the indexes of the log add to the time: `audit/store.ts`. */
const added = { about: 2, by: 1 } as const

/** Acts of administrators about the person, or by the person. Oldest first. */
export const selectActs = (
  db: Queries,
  userKey: number,
  { which, at, key }: AuditPlace & { which: 'about' | 'by' },
) => {
  const time = sql<number>`at + ${sql.lit(added[which])}`
  const after = at + added[which]
  return db
    .selectFrom('audit')
    .select(['key', 'at', 'action', 'address'])
    .where(which === 'about' ? 'user_key' : 'by_key', '=', userKey)
    .where(time, '>=', after)
    .where(sql<boolean>`(${time}, key) > (${after}, ${key})`)
    .orderBy(time)
    .orderBy('key')
    .limit(PAGE_ROWS)
    .execute()
}

export interface MarkPlace {
  readonly chat: number
  readonly seq: number
}

/** Messages that the person reacted to, hid or played. */
export const selectMarks = (
  db: Queries,
  userKey: number,
  { table, chat, seq }: MarkPlace & { table: 'my_reactions' | 'hidden' | 'played' },
) =>
  db
    .selectFrom(table)
    .innerJoin('chats', 'chats.key', `${table}.chat_key`)
    .select(['chat_key', `${table}.seq`, 'message_id', 'chats.id'])
    .$if(table === 'my_reactions', (rows) => rows.select(sql<string>`emojis`.as('emojis')))
    .where('user_key', '=', userKey)
    .where(sql<boolean>`(${sql.ref(`${table}.chat_key`)}, ${sql.ref(`${table}.seq`)}) > (${chat}, ${seq})`)
    .orderBy('chat_key')
    .orderBy(`${table}.seq`)
    .limit(PAGE_ROWS)
    .execute()

/** The chats that the person belongs or belonged to, and those of all users: the next one after a key. */
export const selectNextChat = async (db: Queries, userKey: number, after: number): Promise<number | undefined> => {
  const own = await db
    .selectFrom('members')
    .select('chat_key')
    .where('user_key', '=', userKey)
    .where('chat_key', '>', after)
    .orderBy('chat_key')
    .limit(1)
    .executeTakeFirst()
  const ofAll = await db
    .selectFrom('chats')
    .select('key')
    .where('everybody', '=', sql.lit(1))
    .where('key', '>', after)
    .orderBy('key')
    .limit(1)
    .executeTakeFirst()
  const keys = [own?.chat_key, ofAll?.key].filter((key) => key !== undefined)
  return keys.length === 0 ? undefined : Math.min(...keys)
}

/** A person's own settings of a chat. */
export const selectState = (db: Queries, userKey: number, chatKey: number) =>
  db
    .selectFrom('chat_states')
    .select(['read_seq', 'cleared_seq', 'pinned_at', 'muted_until', 'archived_at', 'marked_unread', 'draft'])
    .where('user_key', '=', userKey)
    .where('chat_key', '=', chatKey)
    .executeTakeFirst()

/** Uploads of one read. */
export const UPLOADS = 100

/** The next uploads of the person after a key, also those that aren't complete. */
export const selectNextUploads = (db: Queries, userKey: number, after: number) =>
  db
    .selectFrom('media')
    .selectAll()
    .where('owner_key', '=', userKey)
    .where('key', '>', after)
    .orderBy('key')
    .limit(sql.lit(UPLOADS))
    .execute()
