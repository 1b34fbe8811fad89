import { Database as BunDatabase } from 'bun:sqlite'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

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
  /** Lets another process serve it. */
  release(): void
}

/** Where the database of a data directory is. */
export const databasePathIn = (directory: string): string => join(directory, 'parley.db')

/**
 * Makes the directory when it is not there, and takes it for this process: two servers on one file would each miss what the
 * other commits. The lock is one of SQLite on a file of its own, so the system lets go of it however the process ends.
 * @throws {DataDirectoryError}
 */
export const takeDataDirectory = (directory: string): DataDirectory => {
  requireWritable(directory)
  const lock = new BunDatabase(join(directory, 'server.lock'), { create: true, readwrite: true })
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch {
    lock.close()
    throw new DataDirectoryError(
      `Another server already runs on the data directory ${directory}: stop it, or set PARLEY_DATA_DIR to another directory.`,
    )
  }
  return { databasePath: databasePathIn(directory), release: () => lock.close() }
}

/** @throws {DataDirectoryError} */
export const requireWritable = (directory: string): void => {
  const probe = join(directory, '.write-probe')
  try {
    mkdirSync(directory, { recursive: true })
    writeFileSync(probe, '')
    rmSync(probe)
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException
    throw new DataDirectoryError(
      `The data directory ${directory} cannot be written (${code}): let this user write there, or set PARLEY_DATA_DIR to another directory.`,
    )
  }
}
