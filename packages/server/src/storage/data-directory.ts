import { Database as BunDatabase } from 'bun:sqlite'
import { accessSync, constants, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dataPlace, type Tightened, tighten } from './private-files'

/** The data directory cannot be used; the message says what to do. */
export class DataDirectoryError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'DataDirectoryError'
  }
}

/** A data directory that only this process serves. */
export interface DataDirectory {
  readonly databasePath: string
  /** The entries that other users could reach before. */
  readonly tightened: Tightened
  /** Releases the directory for another process. */
  release(): void
}

/** The path of the database in a data directory. */
export const databasePathIn = (directory: string): string => join(directory, 'parley.db')

/** New files of this process are accessible only to its own user. */
export const keepFilesPrivate = (): void => {
  process.umask(0o077)
}

/**
 * Creates a missing directory, and locks it for this process: two servers on one file would each miss the other's
 * commits. Other users lose access to it. The lock is an SQLite lock on a separate file, so the system releases it
 * however the process ends.
 * @throws {DataDirectoryError}
 */
export const takeDataDirectory = (directory: string): DataDirectory => {
  requireWritable(directory)
  const tightened = tighten(dataPlace(directory))
  const lock = new BunDatabase(join(directory, 'server.lock'), { create: true, readwrite: true })
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch {
    lock.close()
    throw new DataDirectoryError(
      `Another server is already running on the data directory ${directory}: stop it, or set PARLEY_DATA_DIR to another directory.`,
    )
  }
  return { databasePath: databasePathIn(directory), tightened, release: () => lock.close() }
}

/** @throws {DataDirectoryError} */
export const requireWritable = (directory: string): void => {
  const probe = join(directory, '.write-probe')
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    writeFileSync(probe, '')
    rmSync(probe)
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException
    throw new DataDirectoryError(
      `The data directory ${directory} cannot be written (${code}): let this user write there, or set PARLEY_DATA_DIR to another directory.`,
    )
  }
  requireAccess(directory)
}

/**
 * A file of another user, often left by a server that was once started as root.
 * @throws {DataDirectoryError}
 */
const requireAccess = (directory: string): void => {
  const { isOurs } = dataPlace(directory)
  for (const name of readdirSync(directory).filter(isOurs)) {
    const path = join(directory, name)
    try {
      accessSync(path, constants.R_OK | constants.W_OK)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') continue
      throw new DataDirectoryError(accessSentence(path, directory))
    }
  }
}

const accessSentence = (path: string, directory: string): string => {
  const me = process.getuid?.() ?? -1
  const owner = statSync(path).uid
  if (owner === me) return `${path} cannot be read and written: run \`chmod -R u+rwX ${directory}\`.`
  return `${path} belongs to user ${owner}, and this is user ${me}: start the server as that user, or run \`chown -R ${me} ${directory}\` as root.`
}
