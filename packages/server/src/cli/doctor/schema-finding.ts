import { type Difference, differenceText } from '../../storage/migrations/shape/differences'
import { COPY_TABLE } from '../../storage/unfinished-copy'
import { type Versions, versionsSentence } from '../../storage/versions'
import { bad, type Finding, good, warning } from './check'

/** The state of a database's tables. */
export interface SchemaState {
  readonly tables: readonly string[]
  readonly applied: readonly string[]
  readonly known: readonly string[]
  /** How the tables differ from those of this version; of older ones, how they will differ after the upgrade. */
  readonly differences: readonly Difference[]
  /** Undefined where nothing was made yet. */
  readonly versions?: Versions | undefined
}

/** Whether the tables fit this program. */
export const schemaFindings = (state: SchemaState): Finding[] => {
  const { tables, applied, known, versions } = state
  if (tables.includes(COPY_TABLE))
    return [bad('The database contains an incomplete copy.', 'Run the same `parley store copy` again.')]
  if (applied.length === 0) return [good('The first start creates the tables.')]
  const made = versions ? ` ${versionsSentence(versions)}` : ''
  const newer = applied.filter((name) => !known.includes(name))
  if (newer.length > 0)
    return [
      bad(
        `A newer version of Parley upgraded the tables (${newer.join(', ')}).${made}`,
        'Run that version or a newer one on every node.',
      ),
    ]
  const missing = known.filter((name) => !applied.includes(name))
  return [...standing({ missing, made }, state), ...differenceFindings(state, made)]
}

const standing = (
  { missing, made }: { readonly missing: readonly string[]; readonly made: string },
  { differences }: SchemaState,
): Finding[] => {
  if (missing.length > 0)
    return [
      warning(
        `The tables belong to an older version (missing: ${missing.join(', ')}).${made}`,
        'Make a backup. The next start updates them.',
      ),
    ]
  return differences.length === 0 ? [good(`The tables are up to date.${made}`)] : []
}

const differenceFindings = ({ differences }: SchemaState, made: string): Finding[] => {
  const broken = differences.filter(({ breaks }) => breaks).map(differenceText)
  const slower = differences.filter(({ breaks }) => !breaks)
  return [
    ...(broken.length === 0
      ? []
      : [
          bad(
            `The tables don't fit this version: ${broken.join(', ')}.${made}`,
            'Start the version that created the database, or restore a backup. This version refuses to start with it.',
          ),
        ]),
    ...slower.map((difference) => warning(`${differenceText(difference)}.`, remedyFor(difference))),
  ]
}

const remedyFor = ({ part, how, expected }: Difference): string =>
  part.startsWith('index ') && how === 'missing'
    ? `Searches are slow without it. Run \`${expected}\`.`
    : 'Undo the manual change of the tables.'
