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

/** A data directory that this process alone serves. */
export interface DataDirectory {
  readonly databasePath: string
  /** What other users of the machine could reach before. */
  readonly tightened: Tightened
  /** Lets another process serve it. */
  release(): void
}

/** Where the database of a data directory is. */
export const databasePathIn = (directory: string): string => join(directory, 'parley.db')

/** Whatever this process makes from now on is for its own user alone. */
export const keepFilesPrivate = (): void => {
  process.umask(0o077)
}

/**
 * Makes the directory when it is not there, and takes it for this process: two servers on one file would each miss what the
 * other commits. Other users lose their access to it. The lock is one of SQLite on a file of
 * its own, so the system lets go of it however the process ends.
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
      `Another server already runs on the data directory ${directory}: stop it, or set PARLEY_DATA_DIR to another directory.`,
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
 * A file of another user, as a server leaves them that was once started as root.
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
