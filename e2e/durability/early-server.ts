/** The server with one fault: its responses don't wait for `fdatasync`. The power cut test has to find it. */
import { open } from 'node:fs/promises'
import { App, defaultWebRoot } from '@parley/server/src/app'
import { parseConfig } from '@parley/server/src/config/config'
import { systemClock } from '@parley/server/src/lib/clock'
import { silentLogger } from '@parley/server/src/lib/logger'
import { Sqlite, type SqliteOptions } from '@parley/server/src/storage/sqlite/sqlite'

const endWith = (error: Error): never => {
  console.error(error)
  process.exit(1)
}

const openEarly = (options: SqliteOptions) => {
  const sync = async () => {
    const log = await open(`${options.path}-wal`, 'r')
    await log.datasync()
    await log.close()
  }
  return Sqlite.open({
    ...options,
    sync: async () => {
      sync().catch(endWith)
    },
  })
}

await App.start({
  config: parseConfig({ env: process.env, toml: undefined }),
  clock: systemClock,
  logger: silentLogger,
  webRoot: defaultWebRoot(),
  version: 'test',
  onFatal: endWith,
  openDatabase: openEarly,
})
