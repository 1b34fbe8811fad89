import { type Insertable, type Selectable, sql, type Updateable } from 'kysely'
import { toBytes, toId } from '../lib/uuid-bytes'
import type { Queries } from '../storage/database'
import type { Schema } from '../storage/schema'
import type { ZipEntry } from './zip'

export type ExportRow = Selectable<Schema['exports']>

/** The newest export of a user. */
export const selectNewest = (db: Queries, userKey: number): Promise<ExportRow | undefined> =>
  db
    .selectFrom('exports')
    .selectAll()
    .where('user_key', '=', userKey)
    .where('state', '!=', 'removing')
    .orderBy('requested_at', 'desc')
    .limit(1)
    .executeTakeFirst()

export const insertExport = async (db: Queries, row: Insertable<Schema['exports']>): Promise<void> => {
  await db.insertInto('exports').values(row).execute()
}

/** The export that waits longest for a node, among those that are due. */
export const selectWaiting = (db: Queries, nowMs: number): Promise<ExportRow | undefined> =>
  db
    .selectFrom('exports')
    .selectAll()
    .where('state', '=', sql.lit('building'))
    .where('due_at', '<=', nowMs)
    .orderBy('due_at')
    .limit(1)
    .executeTakeFirst()

/** Changes an export that is still being built. Returns false for any other. */
export const updateBuilding = async (
  db: Queries,
  key: number,
  change: Updateable<Schema['exports']>,
): Promise<boolean> => {
  const row = await db
    .updateTable('exports')
    .set(change)
    .where('key', '=', key)
    .where('state', '=', sql.lit('building'))
    .returning('key')
    .executeTakeFirst()
  return row !== undefined
}

/** Marks all exports of a user for removal. With `erased`, their rows forget the user. */
export const removeExportsOf = async (db: Queries, userKey: number, why: 'replaced' | 'erased'): Promise<void> => {
  await db
    .deleteFrom('export_entries')
    .where('export_key', 'in', (own) => own.selectFrom('exports').select('key').where('user_key', '=', userKey))
    .execute()
  await db
    .updateTable('exports')
    .set({ state: 'removing', cursor: '', ...(why === 'erased' ? { user_key: null } : {}) })
    .where('user_key', '=', userKey)
    .execute()
}

/** Exports whose time is over, oldest first. */
export const selectOver = (db: Queries, nowMs: number, limit: number): Promise<ExportRow[]> =>
  db
    .selectFrom('exports')
    .selectAll()
    .where('state', '=', sql.lit('ready'))
    .where('expires_at', '<=', nowMs)
    .orderBy('expires_at')
    .limit(limit)
    .execute()

export const markRemoving = async (db: Queries, key: number): Promise<void> => {
  await db.updateTable('exports').set({ state: 'removing' }).where('key', '=', key).execute()
}

/** Exports whose bytes have to go. */
export const selectRemoving = (
  db: Queries,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<Pick<ExportRow, 'key' | 'id'>[]> =>
  db
    .selectFrom('exports')
    .select(['key', 'id'])
    .where('state', '=', sql.lit('removing'))
    .where('key', '>', after)
    .orderBy('key')
    .limit(limit)
    .execute()

export const deleteExports = async (db: Queries, keys: readonly number[]): Promise<void> => {
  if (keys.length === 0) return
  await db.deleteFrom('export_entries').where('export_key', 'in', keys).execute()
  await db.deleteFrom('exports').where('key', 'in', keys).execute()
}

export const deleteEntries = async (db: Queries, exportKey: number): Promise<void> => {
  await db.deleteFrom('export_entries').where('export_key', '=', exportKey).execute()
}

export const insertEntries = async (
  db: Queries,
  exportKey: number,
  { from, entries }: { readonly from: number; readonly entries: readonly ZipEntry[] },
): Promise<void> => {
  if (entries.length === 0) return
  const rows = entries.map((entry, at) => ({ export_key: exportKey, place: from + at, entry: JSON.stringify(entry) }))
  await db.insertInto('export_entries').values(rows).execute()
}

/** Files of an archive from a place on, in their order. */
export const selectEntries = async (
  db: Queries,
  exportKey: number,
  { from, limit }: { readonly from: number; readonly limit: number },
): Promise<ZipEntry[]> => {
  const rows = await db
    .selectFrom('export_entries')
    .select('entry')
    .where('export_key', '=', exportKey)
    .where('place', '>=', from)
    .orderBy('place')
    .limit(limit)
    .execute()
  return rows.map(({ entry }) => JSON.parse(entry) as ZipEntry)
}

/** Those of some ids that belong to exports. */
export const selectIds = async (db: Queries, ids: readonly string[]): Promise<ReadonlySet<string>> => {
  if (ids.length === 0) return new Set()
  const rows = await db.selectFrom('exports').select('id').where('id', 'in', ids.map(toBytes)).execute()
  return new Set(rows.map(({ id }) => toId<string & {}>(id)))
}

/** Rows that the count of an account's chats or uploads looks at. */
const COUNTED = 2_000

/** How many chats and uploads a user has, for the progress. Of each at most `COUNTED`. */
export const countParts = async (db: Queries, userKey: number): Promise<number> => {
  const chats = db.selectFrom('members').select('chat_key').where('user_key', '=', userKey).limit(sql.lit(COUNTED))
  const uploads = db.selectFrom('media').select('key').where('owner_key', '=', userKey).limit(sql.lit(COUNTED))
  return (await chats.execute()).length + (await uploads.execute()).length
}
