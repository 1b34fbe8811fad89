import { expect, test } from 'bun:test'
import { type ChatId, newUuidV7, type UserId } from '@parley/protocol'
import { toBytes } from '../lib/uuid-bytes'
import { TestApp } from '../testing/test-app'
import { searchMembers } from './member-search'
import { selectChatOf } from './store'

/** Groups of these sizes are searched in two ways. */
const small = 1
const large = 1_000_000

test('a search finds the same members by either path, a page at a time', async () => {
  await using app = await TestApp.start()
  const names = ['alice', 'carol', 'carla', 'bob', 'caspar', 'cathy']
  const [alice, ...others] = await Promise.all(names.map((name) => app.person(name)))
  if (!alice) throw new Error('nobody is there')
  const chatId = newUuidV7() as ChatId
  const invited = others.slice(0, 4)
  await alice.call('groups.create', { id: chatId, name: 'All', userIds: invited.map(({ me }) => me.id) })
  const [carol, , bob, caspar] = invited
  await caspar?.call('groups.leave', { chatId })
  await bob?.call('groups.setNickname', { chatId, userId: bob.me.id, nickname: 'Carpenter' })
  await carol?.call('accounts.update', { name: 'Ｃarmen' })
  const chatKey = await app.database.read(async (db) => (await selectChatOf(db, chatId))?.key ?? Number.NaN)
  const found = (members: number, query: string, page: { after: number; limit: number }) =>
    app.database.read((db) => searchMembers(db, { chatKey, members, query, ...page }))
  const wanted = { ca: 3, car: 3, carp: 1, carm: 1, cas: 0, cathy: 0, b: 1, z: 0 }
  for (const [query, count] of Object.entries(wanted)) {
    const all = { after: 0, limit: 10 }
    const walked = await found(small, query, all)
    const lookedUp = await found(large, query, all)
    expect([query, walked.rows.length]).toEqual([query, count])
    expect([query, lookedUp]).toEqual([query, walked])
    for (const members of [small, large]) {
      const first = await found(members, query, { after: 0, limit: 1 })
      const rest = await found(members, query, { after: first.rows.at(-1)?.user_key ?? 0, limit: 10 })
      expect([query, [...first.rows, ...rest.rows]]).toEqual([query, walked.rows])
    }
  }
})

/** Adds members without accounts that can sign in, in the order of their names. */
const addMembers = (app: TestApp, chatKey: number, names: readonly string[]) =>
  app.database.write(async ({ db }) => {
    for (const [at, name] of names.entries()) {
      const { key } = await db
        .insertInto('users')
        .values({
          ...{ id: toBytes(newUuidV7()), username: `${name}${at}`, name, name_folded: name, admin: 0 },
          ...{ password_hash: '', created_at: 0, rev: 1, profile_rev: 1, changed_min: 0 },
        })
        .returning('key')
        .executeTakeFirstOrThrow()
      await db
        .insertInto('members')
        .values({ chat_key: chatKey, user_key: key, role: 'member', joined_seq: 0, visible_from: 1, rev: 1 })
        .execute()
    }
  })

test('a page ends with the part of a large group that has a member with the name, and says that there is more', async () => {
  const asked: string[] = []
  await using app = await TestApp.start({ onQuery: ({ sql }) => asked.push(sql) })
  const alice = await app.person('alice')
  const chatId = newUuidV7() as ChatId
  await alice.call('groups.create', { id: chatId, name: 'All', userIds: [] })
  const chatKey = await app.database.read(async (db) => (await selectChatOf(db, chatId))?.key ?? Number.NaN)
  const carols = [50, 60, 1_200]
  await addMembers(
    app,
    chatKey,
    Array.from({ length: 1_500 }, (_, at) => (carols.includes(at) ? 'carol' : 'person')),
  )
  const pages: string[][] = []
  const scans: number[] = []
  for (let after: UserId | undefined, more = true; more; ) {
    asked.length = 0
    const page = await alice.call('groups.members', { chatId, query: 'carol', ...(after ? { after } : {}) })
    pages.push(page.users.map(({ username }) => username))
    scans.push(asked.filter((sql) => sql.includes('nickname_folded') && sql.includes('limit 500')).length)
    after = page.members.at(-1)?.userId
    more = page.more
  }
  expect(pages.flat()).toEqual(carols.map((at) => `carol${at}`))
  expect([pages[0], scans[0]]).toEqual([['carol50', 'carol60'], 1])
  expect(scans[1]).toBe(3)
})
