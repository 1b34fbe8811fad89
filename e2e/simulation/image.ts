import { Database as BunDatabase } from 'bun:sqlite'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newUuidV7, type Result, type UserId } from '@parley/protocol'
import { InProcessBus } from '@parley/server/src/bus/in-process'
import { createCore } from '@parley/server/src/core'
import { silentLogger } from '@parley/server/src/lib/logger'
import { Metrics } from '@parley/server/src/lib/metrics'
import { toBytes } from '@parley/server/src/lib/uuid-bytes'
import { Sqlite } from '@parley/server/src/storage/sqlite'
import { FakeClock } from '@parley/server/src/testing/fake-clock'
import { noFiles } from '@parley/server/src/testing/no-files'
import { Random } from '../lib/random'
import type { Account } from './device'

/** A database in which everybody has an account, made once and copied for each run: hashing passwords takes real time. */
export interface Image {
  readonly path: string
  readonly accounts: readonly Account[]
}

const names = ['alice', 'bob', 'carol', 'dave', 'erin'] as const

const register = async (path: string): Promise<Account[]> => {
  const clock = new FakeClock()
  const random = new Random(1).fill
  const database = await Sqlite.open({
    ...{ path, clock, random, publish: () => {}, sync: async () => {} },
    onFatal: (error) => {
      throw error
    },
  })
  const core = createCore({
    ...{ database, clock, random, bus: new InProcessBus(), ...noFiles, logger: silentLogger, metrics: new Metrics() },
    ...{
      elapsed: () => 0,
      config: {
        demo: false,
        registration: 'open',
        rateLimits: false,
        directChats: 'everyone',
        retractWindowMs: 0,
        groupMembers: 500,
        channels: 'everyone',
      },
    },
    passwordCost: { memoryKib: 8, passes: 1 },
  })
  const accounts: Account[] = []
  for (const name of names) {
    const registered = (await core.dispatch.call({
      ...{ method: 'accounts.register', requestId: name, transport: 'http' },
      who: { address: '192.0.2.1', device: 'simulation', origin: 'http://parley.test' },
      params: { username: name, name, password: 'plum tractor under seven clouds' },
    })) as Result<'accounts.register'>
    accounts.push({ name, userId: registered.user.id, token: registered.session.token })
  }
  await database.stop()
  return accounts
}

/** Ids that the server drew from the machine are replaced, so that runs in two processes are the same run. */
const renumber = (path: string, accounts: readonly Account[]): Account[] => {
  const db = new BunDatabase(path)
  const random = new Random(2)
  const next = () => newUuidV7(Date.UTC(2026, 0, 1), random.fill)
  const renumbered = accounts.map((account) => {
    const userId = next() as UserId
    db.query('update users set id = ? where id = ?').run(toBytes(userId), toBytes(account.userId))
    return { ...account, userId }
  })
  for (const { key } of db.query('select key from sessions').all() as { key: number }[])
    db.query('update sessions set id = ? where key = ?').run(toBytes(next()), key)
  db.query("update meta set value = ? where name = 'epoch'").run(next())
  db.run('PRAGMA wal_checkpoint(TRUNCATE)')
  db.close()
  return renumbered
}

let made: Promise<Image> | undefined
let discard = () => {}

/** Removes the image; a test runner ends without saying so. */
export const discardImage = (): void => discard()

/** The image, made at the first call. */
export const image = (): Promise<Image> => {
  made ??= (async () => {
    const directory = mkdtempSync(join(tmpdir(), 'parley-image-'))
    discard = () => rmSync(directory, { recursive: true, force: true })
    process.once('exit', discard)
    const path = join(directory, 'image.db')
    return { path, accounts: renumber(path, await register(path)) }
  })()
  return made
}
