import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '../lib/clock'
import type { Database, Publication } from '../storage/database'
import { Sqlite } from '../storage/sqlite'

export interface TestDatabase extends AsyncDisposable {
  readonly database: Database
  /** What was published so far, in order. */
  readonly published: Publication[]
}

/** A real SQLite database in a directory of its own, gone after the test; the disk is not waited for. */
export const openTestDatabase = async (clock: Clock): Promise<TestDatabase> => {
  const directory = await mkdtemp(join(tmpdir(), 'parley-test-'))
  const published: Publication[] = []
  const database = await Sqlite.open({
    path: join(directory, 'parley.db'),
    clock,
    publish: (publications) => published.push(...publications),
    onFatal: (error) => {
      throw error
    },
    sync: async () => {},
  })
  return {
    database,
    published,
    [Symbol.asyncDispose]: async () => {
      await database.stop()
      await rm(directory, { recursive: true })
    },
  }
}
