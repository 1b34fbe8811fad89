import { expect, test } from 'bun:test'
import { type ChatId, limits, newUuidV7, WORLD_CHAT_ID } from '@parley/protocol'
import { systemClock } from '../lib/clock'
import type { Database } from '../storage/database'
import { FakeClock } from '../testing/fake-clock'
import { HeldReads } from '../testing/held-reads'
import { refusal } from '../testing/refusal'
import { type Person, TestApp } from '../testing/test-app'
import { newMediaId } from '../testing/upload'
import { StorageCount } from './storage-count'

const announce = (person: Person, chatId: ChatId, size: number) =>
  person.call('media.create', { id: newMediaId(), chatId, kind: 'file', name: 'plan', size })

test('administrators see whose files take the most room, and in which chats, without names of private ones', async () => {
  const clock = new FakeClock(Date.now())
  await using app = await TestApp.start({ clock })
  const grace = await app.person('grace')
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  await app.core.admin.grant('grace')
  const group = newUuidV7() as ChatId
  const channel = newUuidV7() as ChatId
  await alice.call('groups.create', { id: group, name: 'Secret boats', userIds: [bob.me.id] })
  await alice.call('channels.create', { id: channel, name: 'Kites' })
  const { chat: direct } = await bob.call('chats.direct', { userId: alice.me.id })
  await announce(alice, group, 40_000)
  await announce(alice, channel, 20_000)
  await announce(bob, group, 50_000)
  await announce(bob, direct.id, 30_000)
  await announce(bob, WORLD_CHAT_ID, 1)

  const people = await grace.call('admin.storage', { by: 'people' })
  expect(people).toMatchObject({ countedAt: clock.now(), total: { files: 5, bytes: 156_384 }, chats: [], more: false })
  expect(people.people.map(({ user, files, bytes }) => [user.username, files, bytes])).toEqual([
    ['bob', 3, 96_384],
    ['alice', 2, 60_000],
  ])
  const { chats } = await grace.call('admin.storage', { by: 'chats' })
  expect(chats).toEqual([
    ...[
      { id: group, kind: 'group' as const, bytes: 10_000_000 },
      { id: direct.id, kind: 'direct' as const, bytes: 10_000_000 },
    ].toSorted((one, other) => (one.id < other.id ? -1 : 1)),
    { id: channel, kind: 'channel', name: 'Kites', files: 1, bytes: 20_000 },
    { id: WORLD_CHAT_ID, kind: 'channel', files: 1, bytes: 16_384 },
  ])
})

test('the room of private chats has one digit, so that it does not tell whose files are in them', async () => {
  await using app = await TestApp.start()
  const grace = await app.person('grace')
  const alice = await app.person('alice')
  await app.core.admin.grant('grace')
  const { chat } = await alice.call('chats.direct', { userId: grace.me.id })
  for (let count = 0; count < 3; count++) await announce(alice, chat.id, 40_000_001)
  const { people } = await grace.call('admin.storage', { by: 'people' })
  expect(people.map(({ bytes }) => bytes)).toEqual([120_000_003])
  const { chats } = await grace.call('admin.storage', { by: 'chats' })
  expect(chats).toEqual([{ id: chat.id, kind: 'direct', bytes: 200_000_000 }])
})

test('a view counts the files again only when the last count is old, and reads them in pages', async () => {
  await using app = await TestApp.start()
  const grace = await app.person('grace')
  await announce(grace, WORLD_CHAT_ID, 1)
  await app.database.write(async ({ db }) => {
    const { key: _, ...row } = await db.selectFrom('media').selectAll().executeTakeFirstOrThrow()
    for (let at = 0; at < 41; at++)
      await db
        .insertInto('media')
        .values(
          Array.from({ length: 99 }, () => ({ ...row, id: Buffer.from(crypto.getRandomValues(new Uint8Array(16))) })),
        )
        .execute()
  })
  let now = 0
  let reads = 0
  const read: Database['read'] = (run) => {
    reads++
    return app.database.read(run)
  }
  const count = new StorageCount({ database: { read, now: () => now }, clock: systemClock })
  const [first] = await Promise.all([count.read(), count.read()])
  expect([first.total.files, reads]).toEqual([1 + 41 * 99, 3])
  await announce(grace, WORLD_CHAT_ID, 1)
  now += limits.storageFreshMs - 1
  expect([await count.read(), reads]).toEqual([first, 3])
  now += 1
  expect((await count.read()).total.files).toBe(2 + 41 * 99)
})

test('a list has pages', async () => {
  await using app = await TestApp.start()
  const grace = await app.person('grace')
  await app.core.admin.grant('grace')
  for (let at = 0; at < limits.storagePage + 2; at++)
    await announce(await app.person(`person${at}`), WORLD_CHAT_ID, 20_000 + at)
  const first = await grace.call('admin.storage', { by: 'people' })
  const second = await grace.call('admin.storage', { by: 'people', skip: limits.storagePage })
  expect([first.people.length, first.more, second.people.length, second.more]).toEqual([
    limits.storagePage,
    true,
    2,
    false,
  ])
  const bytes = [...first.people, ...second.people].map((row) => row.bytes)
  expect(bytes).toEqual(bytes.toSorted((a, b) => b - a))
})

test('a view of a large server gets the last count while the next one takes long, and at first a request to try again', async () => {
  const clock = new FakeClock()
  await using app = await TestApp.start()
  const database = new HeldReads(app.database)
  let now = 0
  const read: Database['read'] = (run) => database.read(run)
  const count = new StorageCount({ database: { read, now: () => now }, clock })
  const look = async () => {
    const held = database.hold()
    const seen = refusal(count.read())
    await held.answered
    await clock.advance(3_000)
    return { held, seen: await seen }
  }
  const first = await look()
  expect(first.seen).toEqual(['unavailable', undefined])
  first.held.release()
  expect((await count.read()).countedAt).toBe(now)
  now += limits.storageFreshMs
  const later = await look()
  expect(later.seen).toBe('done')
  later.held.release()
})
