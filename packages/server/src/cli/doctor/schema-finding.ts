import { COPY_TABLE } from '../../storage/unfinished-copy'
import { bad, type Finding, good, warning } from './check'

/** What is known of a database's tables. */
export interface SchemaState {
  readonly tables: readonly string[]
  readonly applied: readonly string[]
  readonly known: readonly string[]
}

/** Whether the tables fit this program. */
export const schemaFinding = ({ tables, applied, known }: SchemaState): Finding => {
  if (tables.includes(COPY_TABLE))
    return bad('The database holds a copy that is not complete.', 'Run the same `parley store copy` again.')
  if (applied.length === 0) return good('The tables will be made at the first start.')
  const newer = applied.filter((name) => !known.includes(name))
  if (newer.length > 0)
    return bad(
      `A newer version of Parley made the tables (${newer.join(', ')}).`,
      'Run that version or a newer one on every node.',
    )
  const missing = known.filter((name) => !applied.includes(name))
  if (missing.length > 0)
    return warning(
      `The tables are of an older version (missing: ${missing.join(', ')}).`,
      'Make a backup; the next start brings them up to date.',
    )
  return good('The tables are up to date.')
}
