import { limits, type ReportId } from '@parley/protocol'
import { type Insertable, type Selectable, sql, type Updateable } from 'kysely'
import { type StoredId, toBytes } from '../lib/uuid-bytes'
import type { Queries } from '../storage/database'
import { unindexed } from '../storage/queries/flat'
import { prepared } from '../storage/queries/prepared'
import type { Schema } from '../storage/schema'

export type ReportRow = Selectable<Schema['reports']>
export type ReporterRow = Selectable<Schema['reporters']>

/** One more row shows that there are others. */
const PAGE_ROWS = limits.reportsPage + 1

export const selectById = (db: Queries, id: ReportId): Promise<ReportRow | undefined> =>
  db.selectFrom('reports').selectAll().where('id', '=', toBytes(id)).executeTakeFirst()

/** The message or person of a report. */
export interface Target {
  readonly userKey: number
  readonly message?: { readonly chatKey: number; readonly id: StoredId }
}

/** The open report of a message or a person. */
export const selectOpenOf = (db: Queries, { userKey, message }: Target): Promise<ReportRow | undefined> => {
  const open = db.selectFrom('reports').selectAll().where('ended_at', 'is', null)
  const found = message
    ? open.where(unindexed('chat_key'), '=', message.chatKey).where('message_id', '=', toBytesOf(message.id))
    : open.where('user_key', '=', userKey)
  return found.where('message_id', message ? 'is not' : 'is', null).executeTakeFirst()
}

const toBytesOf = (id: StoredId): StoredId => (typeof id === 'string' ? toBytes(id) : id)

export const insertReport = (db: Queries, row: Insertable<Schema['reports']>): Promise<ReportRow> =>
  db.insertInto('reports').values(row).returningAll().executeTakeFirstOrThrow()

export const updateReport = (db: Queries, key: number, to: Updateable<Schema['reports']>): Promise<ReportRow> =>
  db.updateTable('reports').set(to).where('key', '=', key).returningAll().executeTakeFirstOrThrow()

export const insertReporter = async (db: Queries, row: ReporterRow): Promise<void> => {
  await db.insertInto('reporters').values(row).execute()
}

export const hasReported = async (db: Queries, reportKey: number, byKey: number): Promise<boolean> =>
  (await db
    .selectFrom('reporters')
    .select('place')
    .where('report_key', '=', reportKey)
    .where('by_key', '=', byKey)
    .executeTakeFirst()) !== undefined

/** The times of a person's latest reports, newest first. */
export const selectTimes = async (
  db: Queries,
  { byKey, since, limit }: { readonly byKey: number; readonly since: number; readonly limit: number },
): Promise<number[]> => {
  const rows = await db
    .selectFrom('reporters')
    .select('at')
    .where('by_key', '=', byKey)
    .where('at', '>', since)
    .orderBy('at', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ at }) => at)
}

/** Reports that one decider sees: those of a chat, or all; never those about themselves. */
export interface Scope {
  readonly chatKey?: number
  readonly notAbout: number
}

const openPage = prepared((db: Queries, { before, ...scope }: Scope & { readonly before: number }) => {
  const rows = db.selectFrom('reports').selectAll().where('ended_at', 'is', null).where('key', '<', before)
  return inScope(rows, scope).orderBy('key', 'desc').limit(sql.lit(PAGE_ROWS))
})

const endedPage = prepared(
  (db: Queries, { at, before, ...scope }: Scope & { readonly at: number; readonly before: number }) => {
    const rows = db
      .selectFrom('reports')
      .selectAll()
      .where('ended_at', 'is not', null)
      .where(sql<boolean>`(ended_at, key) < (${at}, ${before})`)
    return inScope(rows, scope).orderBy('ended_at', 'desc').orderBy('key', 'desc').limit(sql.lit(PAGE_ROWS))
  },
)

const openCount = prepared((db: Queries, { before, ...scope }: Scope & { readonly before: number }) =>
  db
    .selectFrom((from) =>
      inScope(
        from
          .selectFrom('reports')
          .select('reports.key')
          .where('reports.ended_at', 'is', null)
          .where('reports.key', '<', before),
        scope,
      )
        .orderBy('reports.key', 'desc')
        .limit(sql.lit(limits.unreadMax))
        .as('open'),
    )
    .select(({ fn }) => fn.countAll<number>().as('count')),
)

/** Only the parts of a query that depend on the scope. */
interface Narrowing<Query> {
  where(column: 'reports.chat_key', operator: '=', value: number): Query
  where(column: ReturnType<typeof unindexed>, operator: '!=', value: number): Query
}
const inScope = <Query extends Narrowing<Query>>(rows: Query, { chatKey, notAbout }: Scope): Query => {
  const others = rows.where(unindexed('reports.user_key'), '!=', notAbout)
  return chatKey === undefined ? others : others.where('reports.chat_key', '=', chatKey)
}

/** Above every key and time. */
const END = 2 ** 52

/** Open reports, newest first, one more than a page holds. */
export const selectOpen = (db: Queries, scope: Scope, after: ReportRow | undefined): Promise<ReportRow[]> =>
  openPage(db, { ...scope, before: after?.key ?? END })

/** Ended reports, the last ended ones first, one more than a page holds. */
export const selectEnded = (db: Queries, scope: Scope, after: ReportRow | undefined): Promise<ReportRow[]> =>
  endedPage(db, { ...scope, at: after?.ended_at ?? END, before: after?.key ?? END })

/** The number of open reports, up to `limits.unreadMax`. */
export const countOpen = async (db: Queries, scope: Scope): Promise<number> =>
  Number((await openCount(db, { ...scope, before: END }))[0]?.count ?? 0)

const reportersOfAll = async (db: Queries, reportKeys: readonly number[]): Promise<ReporterRow[]> =>
  reportKeys.length === 0
    ? []
    : db
        .selectFrom('reporters')
        .selectAll()
        .where('report_key', 'in', reportKeys)
        .orderBy('report_key')
        .orderBy('place')
        .execute()

/** The first and the last reporters that deciders see of a report with many. */
const ENDS = limits.reportersShown / 4

type OneReport = { readonly key: number }

const reportersOf = (db: Queries, { key }: OneReport) =>
  db.selectFrom('reporters').selectAll().where('report_key', '=', key)

const firstReporters = prepared((db: Queries, report: OneReport) =>
  reportersOf(db, report).orderBy('place').limit(sql.lit(ENDS)),
)
const lastReporters = prepared((db: Queries, report: OneReport) =>
  reportersOf(db, report).orderBy('place', 'desc').limit(sql.lit(ENDS)),
)
const oldestReporters = prepared((db: Queries, report: OneReport) =>
  reportersOf(db, report).where('by_key', 'is not', null).orderBy('by_key').limit(sql.lit(limits.reportersShown)),
)

/** The first and the last reporters of one report, and those with the oldest accounts, in the order of their reports. */
const reportersOfOne = async (db: Queries, report: OneReport): Promise<ReporterRow[]> => {
  const found = new Map<number, ReporterRow>()
  for (const select of [firstReporters, lastReporters, oldestReporters])
    for (const row of await select(db, report)) found.set(row.place, row)
  return [...found.values()].toSorted((a, b) => a.place - b.place)
}

/** The reporters of some reports that deciders see, in their order. New accounts never push out the others. */
export const selectReporters = async (
  db: Queries,
  reports: readonly Pick<ReportRow, 'key' | 'count'>[],
): Promise<ReporterRow[]> => {
  const [small, large] = [true, false].map((isSmall) =>
    reports.filter(({ count }) => count <= limits.reportersShown === isSmall).map(({ key }) => key),
  )
  const rows = await reportersOfAll(db, small ?? [])
  for (const key of large ?? []) rows.push(...shownOf(await reportersOfOne(db, { key })))
  return rows
}

/** The reporters at both ends, and of the others those with the oldest accounts, as many as are shown. */
const shownOf = (rows: readonly ReporterRow[]): ReporterRow[] => {
  const keyOf = ({ by_key }: ReporterRow) => by_key ?? END
  const oldest = rows.slice(ENDS, -ENDS).toSorted((a, b) => keyOf(a) - keyOf(b))
  const shown = new Set([
    ...rows.slice(0, ENDS),
    ...oldest.slice(0, limits.reportersShown - 2 * ENDS),
    ...rows.slice(-ENDS),
  ])
  return rows.filter((row) => shown.has(row))
}

/** The accounts of reporters by their place. */
export const selectReporterKeys = async (
  db: Queries,
  reportKey: number,
  places: readonly number[],
): Promise<ReadonlyMap<number, number>> => {
  if (places.length === 0) return new Map()
  const rows = await db
    .selectFrom('reporters')
    .select(['place', 'by_key'])
    .where('report_key', '=', reportKey)
    .where('place', 'in', places)
    .execute()
  return new Map(rows.flatMap(({ place, by_key }) => (by_key === null ? [] : [[place, by_key]])))
}

/** The chats of some reports. */
export const selectChats = (db: Queries, keys: readonly number[]) =>
  keys.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('chats')
        .select(['key', 'id', 'kind', 'name', 'dissolved_at', 'everybody', 'owner_key'])
        .where('key', 'in', keys)
        .execute()
export type ReportedChat = Awaited<ReturnType<typeof selectChats>>[number]

/** The state of the reported account. */
export const selectPeople = (db: Queries, keys: readonly number[]) =>
  keys.length === 0
    ? Promise.resolve([])
    : db.selectFrom('users').select(['key', 'admin', 'disabled_at', 'erased_at']).where('key', 'in', keys).execute()

const messageNow = prepared((db: Queries, { chatKey, id }: { readonly chatKey: number; readonly id: StoredId }) =>
  db.selectFrom('messages').select(['seq', 'retracted_at']).where('chat_key', '=', chatKey).where('id', '=', id),
)

/** Whether a reported message can still be retracted for good: it is there, or an undo of a cleanup would bring it back. */
export const isThere = async (db: Queries, chatKey: number, id: StoredId): Promise<boolean> => {
  const [row] = await messageNow(db, { chatKey, id: toBytesOf(id) })
  if (!row || row.retracted_at === null) return row !== undefined
  const withdrawn = await db
    .selectFrom('withdrawn')
    .select('seq')
    .where('chat_key', '=', chatKey)
    .where('seq', '=', row.seq)
    .where('body', 'is not', null)
    .executeTakeFirst()
  return withdrawn !== undefined
}

/** Whether an undo of a cleanup would enable an account. */
export const isRevivable = async (db: Queries, userKey: number): Promise<boolean> => {
  const rows = db.selectFrom('wave_accounts').select('wave_key').where('user_key', '=', userKey)
  return (await rows.where('disabled_at', 'is not', null).executeTakeFirst()) !== undefined
}

const placeIn = prepared((db: Queries, { chatKey, userKey }: { readonly chatKey: number; readonly userKey: number }) =>
  db.selectFrom('members').select(['role', 'left_seq']).where('chat_key', '=', chatKey).where('user_key', '=', userKey),
)

/** The place of a person in a chat, also of a former member. */
export const selectPlace = async (db: Queries, chatKey: number, userKey: number) =>
  (await placeIn(db, { chatKey, userKey }))[0]

/** A report that goes. */
export type Old = Pick<ReportRow, 'key' | 'id' | 'count'>

/** Reports that ended, or came, before a time. */
export const selectOld = async (
  db: Queries,
  {
    endedBefore,
    openBefore,
    limit,
  }: { readonly endedBefore: number; readonly openBefore: number; readonly limit: number },
): Promise<Old[]> => {
  const ended = await db
    .selectFrom('reports')
    .select(['key', 'id', 'count'])
    .where('ended_at', 'is not', null)
    .where('ended_at', '<', endedBefore)
    .orderBy('ended_at')
    .limit(limit)
    .execute()
  const open = await db
    .selectFrom('reports')
    .select(['key', 'id', 'count'])
    .where('ended_at', 'is', null)
    .where('at', '<', openBefore)
    .orderBy('at')
    .limit(limit - ended.length)
    .execute()
  return [...ended, ...open]
}

/** Reports about a person. */
export const selectAbout = (db: Queries, userKey: number, limit: number): Promise<Old[]> =>
  db
    .selectFrom('reports')
    .select(['key', 'id', 'count'])
    .where('user_key', '=', userKey)
    .orderBy('key')
    .limit(limit)
    .execute()

/** Removes the next reporters of a report; returns how many. */
export const deleteReporters = async (db: Queries, reportKey: number, limit: number): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('reporters')
    .where('report_key', '=', reportKey)
    .where('place', 'in', (next) =>
      next.selectFrom('reporters').select('place').where('report_key', '=', reportKey).orderBy('place').limit(limit),
    )
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

export const deleteReports = async (db: Queries, keys: readonly number[]): Promise<void> => {
  if (keys.length === 0) return
  await db.deleteFrom('reporters').where('report_key', 'in', keys).execute()
  await db.deleteFrom('reports').where('key', 'in', keys).execute()
}

/** Forgets who reported, and what they wrote, in the next reports of a person; returns how many. */
export const forgetReporter = async (db: Queries, byKey: number, limit: number): Promise<number> => {
  const rows = await db
    .selectFrom('reporters')
    .select(['report_key', 'place'])
    .where('by_key', '=', byKey)
    .orderBy('at')
    .limit(limit)
    .execute()
  for (const { report_key, place } of rows)
    await db
      .updateTable('reporters')
      .set({ by_key: null, note: null })
      .where('report_key', '=', report_key)
      .where('place', '=', place)
      .execute()
  return rows.length
}
