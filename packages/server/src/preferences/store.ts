import type { Preferences } from '@parley/protocol'
import type { Selectable } from 'kysely'
import { keyLookup } from '../storage/queries/lookups'
import type { Schema } from '../storage/schema'

const columns = [
  ...(['key', 'preferences_rev', 'status', 'status_text', 'status_until'] as const),
  ...(['seen_by', 'found_by', 'asked_by', 'added_by', 'shows_reads', 'shows_typing'] as const),
] as const
export type PreferencesRow = Pick<Selectable<Schema['users']>, (typeof columns)[number]>

export const selectPreferences = keyLookup<number, PreferencesRow>({
  type: 'bigint',
  find: (db, isKey) => db.selectFrom('users').select(columns).where(isKey('key')),
  keyOf: ({ key }) => key,
})

/** The wire's row. */
export const toPreferences = (row: PreferencesRow): Preferences => ({
  rev: row.preferences_rev,
  status: row.status,
  ...(row.status_text === null ? {} : { text: row.status_text }),
  ...(row.status_until === null ? {} : { until: row.status_until }),
  seenBy: row.seen_by,
  foundBy: row.found_by,
  askedBy: row.asked_by,
  addedBy: row.added_by,
  showsReads: row.shows_reads === 1,
  showsTyping: row.shows_typing === 1,
})
