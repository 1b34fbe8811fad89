import { Database } from 'bun:sqlite'
import { afterEach, beforeEach, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ParleyServer } from '../targets/parley'
import { seedGrowthTown } from './growth-town'
import { databasePath, seedBusyTown, seedCrowdTown, seedMovingTown } from './towns'

let directory = ''

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'parley-towns-'))
  await startAndStop()
})
afterEach(() => rmSync(directory, { recursive: true }))

const settings = () => ({ core: 0, directory, name: 'town' })
const data = () => ParleyServer.dataDirectory(settings())

const startAndStop = async () => {
  await using server = await ParleyServer.start(settings())
  return server.port
}

const count = (table: string): number => {
  using db = new Database(databasePath(data()), { readonly: true })
  return db.query<{ count: number }, []>(`select count(*) as count from ${table}`).get()?.count ?? 0
}

test('the tables of the server are those that the seeder writes, and a server starts on each town', async () => {
  const busy = seedBusyTown(data(), { people: 6, pairs: 3 })
  expect(busy.people).toHaveLength(6)
  expect(count('users')).toBe(6)
  await startAndStop()
})

test('a town of many small groups', async () => {
  seedMovingTown(data(), { people: 4, chats: 8 })
  // Everybody has the chat with themself besides.
  expect(count('chats')).toBeGreaterThanOrEqual(8 + 4)
  await startAndStop()
})

test('a town in which everything grows', async () => {
  const town = seedGrowthTown(data(), { people: 12, members: 8, messages: 100, chats: 5 })
  expect([town.crowd.members.length, town.collector.chats.length, count('reactions')]).toEqual([8, 5, 2])
  using db = new Database(databasePath(data()), { readonly: true })
  const { edited } =
    db.query<{ edited: number }, []>('select count(*) as edited from messages where rev > made_rev').get() ?? {}
  expect(edited).toBe(5)
  const wrong = db.query(
    'select key from chats where rev < (select max(rev) from reactions where chat_key = chats.key)',
  )
  expect(wrong.all()).toEqual([])
  await startAndStop()
})

test('a town of many listeners, with a long history', async () => {
  const size = { people: 20, chatsEach: 3, groupSize: 5, collectedChats: 4, archivedMessages: 50 }
  const crowd = seedCrowdTown(data(), size)
  expect(crowd.archive.messages).toBe(50)
  expect(count('messages')).toBeGreaterThan(50)
  await startAndStop()
})
