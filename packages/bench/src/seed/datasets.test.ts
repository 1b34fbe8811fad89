import { Database } from 'bun:sqlite'
import { afterEach, beforeEach, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ParleyServer } from '../targets/parley'
import { databasePath, seedBusyDataset, seedCrowdDataset, seedManyGroupsDataset } from './datasets'
import { seedGrowthDataset } from './growth-dataset'

let directory = ''

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'parley-datasets-'))
  await startAndStop()
})
afterEach(() => rmSync(directory, { recursive: true }))

const settings = () => ({ core: 0, directory, name: 'dataset' })
const data = () => ParleyServer.dataDirectory(settings())

const startAndStop = async () => {
  await using server = await ParleyServer.start(settings())
  return server.port
}

const count = (table: string): number => {
  using db = new Database(databasePath(data()), { readonly: true })
  return db.query<{ count: number }, []>(`select count(*) as count from ${table}`).get()?.count ?? 0
}

test('the seeder writes the tables of the server, and a server starts on each dataset', async () => {
  const busy = seedBusyDataset(data(), { people: 6, pairs: 3 })
  expect(busy.people).toHaveLength(6)
  expect(count('users')).toBe(6)
  await startAndStop()
})

test('a dataset of many small groups', async () => {
  seedManyGroupsDataset(data(), { people: 4, chats: 8 })
  // Everyone also has their saved messages.
  expect(count('chats')).toBeGreaterThanOrEqual(8 + 4)
  await startAndStop()
})

test('a dataset in which everything grows', async () => {
  const dataset = seedGrowthDataset(data(), { people: 12, members: 8, messages: 100, chats: 5, acts: 30 })
  expect([dataset.crowd.members.length, dataset.collector.chats.length, count('reactions')]).toEqual([8, 5, 2])
  expect([count('audit'), count('registrations')]).toEqual([30, 14])
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

test('a dataset of many listeners, with a long history', async () => {
  const size = { people: 20, chatsEach: 3, groupSize: 5, collectedChats: 4, archivedMessages: 50 }
  const crowd = seedCrowdDataset(data(), size)
  expect(crowd.archive.messages).toBe(50)
  expect(count('messages')).toBeGreaterThan(50)
  await startAndStop()
})
