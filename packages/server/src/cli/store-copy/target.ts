import { COPY_TABLE } from '../../storage/unfinished-copy'
import type { Address } from './address'
import type { OpenTarget } from './open-sides'
import { openPostgresTarget } from './postgres-side'
import { beginProgress, progressSource } from './progress'
import { openSqliteTarget } from './sqlite-side'
import { StoreCopyError } from './store-copy-error'

/** A database that is filled, and marked so. */
export interface Target extends OpenTarget {
  /** Whether an earlier run began this copy. */
  readonly resumed: boolean
}

/**
 * Takes an empty database, or one in which a copy of the same source was begun.
 * @throws {StoreCopyError} when it holds anything else
 */
export const openTarget = async (address: Address, sourceEpoch: string): Promise<Target> => {
  const open = address.kind === 'sqlite' ? openSqliteTarget(address) : await openPostgresTarget(address)
  try {
    const resumed = await requireUsable(open, { address, sourceEpoch })
    // The mark comes first, so that an unfinished copy differs from an installation.
    if (!resumed) await open.transaction((db) => beginProgress(db, sourceEpoch))
    await open.makeTables()
    return { ...open, resumed, [Symbol.asyncDispose]: () => open[Symbol.asyncDispose]() }
  } catch (error) {
    await open[Symbol.asyncDispose]()
    throw error
  }
}

const requireUsable = async (
  { db, tables }: OpenTarget,
  { address, sourceEpoch }: { address: Address; sourceEpoch: string },
): Promise<boolean> => {
  const names = await tables()
  if (names.length === 0) return false
  if (!names.includes(COPY_TABLE))
    throw new StoreCopyError(`${address.shown} is not empty (${names.slice(0, 3).join(', ')} …): copy to an empty one.`)
  if ((await progressSource(db)) !== sourceEpoch)
    throw new StoreCopyError(
      `${address.shown} contains an incomplete copy of another installation: finish that copy, or empty the database.`,
    )
  return true
}
