import type { Kysely } from 'kysely'
import type { Schema } from '../../schema'
import { DatabaseStartError } from '../../start-error'
import { readVersions, versionsSentence } from '../../versions'
import type { Migration } from '../migration'
import { differenceText, shapeDifferences } from './differences'
import { readShape } from './read-shape'
import type { Shape } from './shape'

/** The most differences in the sentence; `parley doctor` lists all of them. */
const NAMED = 3

/**
 * Compares an up-to-date database with the result of the migrations. On another schema the server would fail later, at
 * the first statement that needs a missing part.
 * @throws {DatabaseStartError} that names the differences and the version that made the database
 */
export const requireShape = async (
  db: Kysely<Schema>,
  { kind, expected }: { readonly kind: keyof Migration; readonly expected: Shape },
): Promise<void> => {
  const broken = shapeDifferences(expected, await readShape(db, kind)).filter(({ breaks }) => breaks)
  if (broken.length === 0) return
  const named = broken.slice(0, NAMED).map(differenceText)
  const more = broken.length > NAMED ? `, and ${broken.length - NAMED} more differences` : ''
  throw new DatabaseStartError(
    `The tables don't fit this version of Parley: ${named.join(', ')}${more}. ${versionsSentence(await readVersions(db))} ` +
      'Nothing was changed: start the version that made it, or restore a backup. `parley doctor` lists all differences.',
  )
}
