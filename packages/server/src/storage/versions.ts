import { sql } from 'kysely'
import type { Queries } from './database'
import { getMeta, putMeta } from './meta'

/** The versions of Parley that used a database. */
export interface Versions {
  /** The version that created it; undefined before versions were recorded. */
  readonly madeBy: string | undefined
  /** When it was created: an ISO date; undefined for an empty database. */
  readonly madeOn: string | undefined
  /** All recorded versions that opened it, in the order of their first time. */
  readonly openedBy: readonly string[]
}

const MADE_BY = 'made_by'
const OPENED_BY = 'opened_by'

export const readVersions = async (db: Queries): Promise<Versions> => {
  const { rows } = await sql<{ made: string | null }>`select min(timestamp) as made from kysely_migration`.execute(db)
  return {
    madeBy: await getMeta(db, MADE_BY),
    madeOn: rows[0]?.made?.slice(0, 10),
    openedBy: JSON.parse((await getMeta(db, OPENED_BY)) ?? '[]') as string[],
  }
}

/** Records that a version created the database, or opened it. */
export const recordVersion = async (
  db: Queries,
  { version, isNew }: { readonly version: string; readonly isNew: boolean },
): Promise<void> => {
  if (isNew) await putMeta(db, MADE_BY, version)
  const { openedBy } = await readVersions(db)
  if (!openedBy.includes(version)) await putMeta(db, OPENED_BY, JSON.stringify([...openedBy, version]))
}

/** A sentence about the versions: the one that created the database, and the newest one that opened it. */
export const versionsSentence = ({ madeBy, madeOn, openedBy }: Versions): string => {
  const on = madeOn === undefined ? '' : ` on ${madeOn}`
  const by = madeBy === undefined ? 'a version that recorded no number (0.1.0 or earlier)' : `Parley ${madeBy}`
  const last = openedBy.at(-1)
  const since = last === undefined || last === madeBy ? '' : `, and Parley ${last} opened it later`
  return `The database was created${on} by ${by}${since}.`
}
