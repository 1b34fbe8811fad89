import type { Queries } from '../../storage/database'
import { getMeta } from '../../storage/meta'
import { knownMigrations } from '../../storage/migrations/migrate'
import { appliedMigrations, COPY_TABLE } from '../../storage/unfinished-copy'
import type { Address } from './address'
import type { OpenSource } from './open-sides'
import { openPostgresSource } from './postgres-side'
import { openSqliteSource } from './sqlite-side'
import { StoreCopyError } from './store-copy-error'

/** An installation that is read, as it was at one moment. */
export interface Source extends AsyncDisposable {
  readonly db: Queries
  readonly epoch: string
}

/**
 * Opens an installation for reading alone, and keeps servers of SQLite from starting on it meanwhile.
 * @throws {StoreCopyError} when a server runs on it, or it is nothing that this program can copy
 */
export const openSource = async (address: Address): Promise<Source> => {
  const open = address.kind === 'sqlite' ? openSqliteSource(address) : await openPostgresSource(address)
  try {
    const epoch = await requireInstallation(open, address)
    return { db: open.db, epoch, [Symbol.asyncDispose]: () => open[Symbol.asyncDispose]() }
  } catch (error) {
    await open[Symbol.asyncDispose]()
    throw error
  }
}

const requireInstallation = async ({ db, tables }: OpenSource, { shown }: Address): Promise<string> => {
  const names = await tables()
  if (names.includes(COPY_TABLE))
    throw new StoreCopyError(`${shown} contains an incomplete copy: finish that copy, or copy from its source.`)
  const applied = names.includes('kysely_migration') ? await appliedMigrations(db) : []
  const newer = applied.filter((name) => !knownMigrations.includes(name))
  if (newer.length > 0)
    throw new StoreCopyError(
      `${shown} was created by a newer version of Parley (${newer.join(', ')}): copy with that version or a newer one.`,
    )
  const epoch = applied.length === knownMigrations.length ? await getMeta(db, 'epoch') : undefined
  if (applied.length === 0) throw new StoreCopyError(`${shown} contains no Parley installation: correct --from.`)
  if (epoch === undefined)
    throw new StoreCopyError(
      `${shown} belongs to an older version, and the copy doesn't change its source: start this version's server on it once, stop it, and copy again.`,
    )
  return epoch
}
