import { expect, test } from 'bun:test'
import { type ChatId, limits, type MediaId, newUuidV7, type UserId, WORLD_CHAT_ID } from '@parley/protocol'
import { silentLogger } from '../lib/logger'
import { noQuotas } from '../lib/quota-bytes'
import { insertMedia } from '../media/store'
import type { Queries, Transaction } from '../storage/database'
import { FakeClock } from '../testing/fake-clock'
import { refusal } from '../testing/refusal'
import { pngOf } from '../testing/sample-pictures'
import { type Person, type Refused, TestApp } from '../testing/test-app'
import { callerOf, newMediaId, upload } from '../testing/upload'
import { Quotas } from './quotas'

const DAY_MS = 24 * 3_600_000
/** Shortly before a day of quotas ends. */
const lateInTheDay = () => new FakeClock((Math.floor(Date.now() / DAY_MS) + 1) * DAY_MS - 5_000)
const LONG_TEXT = 'x'.repeat(8_000)

const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'ok',
    ({ code }: Refused) => code,
  )

/** Announces a file of so many bytes. */
const announce = (person: Person, size: number) =>
  codeOf(person.call('media.create', { id: newUuidV7() as MediaId, chatId: WORLD_CHAT_ID, name: 'cat.png', size }))

/** The chat of saved messages. The flood brake doesn't count them. */
const savedChat = async (person: Person): Promise<ChatId> =>
  (await person.call('chats.direct', { userId: person.me.id })).chat.id

/** Sends long messages until one is refused; resolves to their number and the refusal. */
const sendUntilRefused = async (person: Person, chatId: ChatId) => {
  for (let sent = 0; sent < 100; sent++) {
    const code = await codeOf(person.say(chatId, LONG_TEXT))
    if (code !== 'ok') return { sent, code }
  }
  throw new Error('nothing was refused')
}

test('an account can write so many bytes in a day, and deletes and signs out all the same', async () => {
  const clock = lateInTheDay()
  await using app = await TestApp.start({ clock, rateLimits: true, quotas: { writtenPerDay: 400_000 } })
  const alice = await app.person('alice')
  const saved = await savedChat(alice)
  const bob = await app.person('bob')
  const first = await alice.say(WORLD_CHAT_ID, 'the first one')
  const { sent, code } = await sendUntilRefused(alice, saved)
  expect(code).toBe('daily_quota_exceeded')
  expect(sent).toBeGreaterThan(40)
  expect(sent).toBeLessThan(60)
  expect(await codeOf(alice.call('accounts.update', { name: 'Alice' }))).toBe('daily_quota_exceeded')
  const group = { id: newUuidV7() as ChatId, name: 'Boats', userIds: [] }
  expect(await codeOf(alice.call('groups.create', group))).toBe('daily_quota_exceeded')
  // Ending or removing things is allowed, and so are other users' texts.
  expect(await codeOf(alice.call('messages.retract', { chatId: WORLD_CHAT_ID, id: first.id }))).toBe('ok')
  expect(await codeOf(bob.say(WORLD_CHAT_ID, 'hello'))).toBe('ok')
  await clock.advance(10_000)
  expect(await codeOf(alice.say(WORLD_CHAT_ID, 'another day'))).toBe('ok')
  expect(await codeOf(alice.call('accounts.logout', {}))).toBe('ok')
})

test('texts that an account wrote through another node, or before a restart, count too', async () => {
  const clock = lateInTheDay()
  const quotas = { writtenPerDay: 400_000 }
  await using app = await TestApp.start({ clock, rateLimits: true, quotas })
  const alice = await app.person('alice')
  const saved = await savedChat(alice)
  expect((await sendUntilRefused(alice, saved)).code).toBe('daily_quota_exceeded')
  await using other = await TestApp.start({ clock, rateLimits: true, quotas, beside: app })
  const there = await other.signedIn(alice.me, alice.token)
  const { sent, code } = await sendUntilRefused(there, saved)
  expect(code).toBe('daily_quota_exceeded')
  // One step is counted before the database is asked.
  expect(sent).toBeLessThan(12)
})

test('an account can upload so many bytes in a day', async () => {
  const clock = lateInTheDay()
  await using app = await TestApp.start({ clock, rateLimits: true, quotas: { filesPerDay: 76_000 } })
  const alice = await app.person('alice')
  for (let count = 0; count < 3; count++) expect(await announce(alice, 20_000)).toBe('ok')
  expect(await announce(alice, 20_000)).toBe('daily_quota_exceeded')
  // The smallest file counts for 16 KiB.
  expect(await announce(alice, 1)).toBe('daily_quota_exceeded')
  await clock.advance(10_000)
  expect(await announce(alice, 20_000)).toBe('ok')
})

test('announcing a file again counts once', async () => {
  const size = 20_000
  await using app = await TestApp.start({ rateLimits: true, quotas: { filesPerDay: size + 10 } })
  const alice = await app.person('alice')
  const id = newUuidV7() as MediaId
  for (let times = 0; times < 3; times++)
    expect(await codeOf(alice.call('media.create', { id, chatId: WORLD_CHAT_ID, name: 'cat.png', size }))).toBe('ok')
})

test('stored files of an account take so many bytes, and a deleted one makes room', async () => {
  await using app = await TestApp.start({ rateLimits: true, quotas: { files: 600_000 } })
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  await upload(app, alice, { chatId: WORLD_CHAT_ID, bytes: pngOf(300, 300) })
  const { usedBytes } = await alice.call('media.usage', {})
  // However few bytes are stored of it.
  expect(usedBytes).toBe(16_384)
  const room = 600_000 - usedBytes
  expect(await announce(alice, room + 1)).toBe('quota_exceeded')
  // An announcement reserves its space at once.
  expect(await announce(alice, room)).toBe('ok')
  expect(await announce(alice, 1)).toBe('quota_exceeded')
  expect(await announce(bob, room + 1)).toBe('ok')
  await app.database.write(async (tx) => {
    await tx.db
      .deleteFrom('media')
      .where('owner_key', '=', await keyOf(tx.db, alice.me.id))
      .execute()
  })
  expect(await announce(alice, 1)).toBe('ok')
})

test('a file counts against the room of an account that another transaction is about to fill', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const caller = await callerOf(app, alice)
  const quotas = new Quotas({
    database: app.database,
    logger: silentLogger,
    quotas: { ...noQuotas, files: 100_000 },
    charge: () => {},
  })
  const announced = { ownerKey: caller.userKey, chatKey: null, kind: 'image', name: 'cat.png', size: 60_000 } as const
  const announceIn = async (tx: Transaction) => {
    await quotas.countFile(tx, caller, announced.size)
    await insertMedia(tx.db, { ...announced, id: newMediaId() }, tx.now)
  }
  let second: ReturnType<typeof refusal> | undefined
  await app.database.write(async (tx) => {
    await announceIn(tx)
    second = refusal(app.database.write(announceIn))
    // The second transaction reads what it can before the first one commits.
    for (let reads = 0; reads < 20; reads++) await tx.db.selectFrom('users').select('key').execute()
  })
  expect(await second).toEqual(['quota_exceeded', undefined])
})

test('announcing a file counts as an entry that is stored', async () => {
  const quotas = { writtenPerDay: 64 * 1024 }
  await using app = await TestApp.start({ ...{ clock: lateInTheDay(), rateLimits: true, quotas } })
  const alice = await app.person('alice')
  const saved = await savedChat(alice)
  expect((await sendUntilRefused(alice, saved)).code).toBe('daily_quota_exceeded')
  expect(await announce(alice, 1)).toBe('daily_quota_exceeded')
})

const keyOf = async (db: Queries, userId: UserId): Promise<number> => {
  const id = Buffer.from(userId.replaceAll('-', ''), 'hex')
  const { key } = await db.selectFrom('users').select('key').where('id', '=', id).executeTakeFirstOrThrow()
  return key
}

test('messages sent while the sums are being stored count too', async () => {
  await using app = await TestApp.start({
    clock: lateInTheDay(),
    rateLimits: true,
    quotas: { writtenPerDay: 400_000 },
  })
  const alice = await app.person('alice')
  const saved = await savedChat(alice)
  const sent = await Promise.all(Array.from({ length: 45 }, () => codeOf(alice.say(saved, LONG_TEXT))))
  expect(new Set(sent)).toEqual(new Set(['ok']))
  const rest = await sendUntilRefused(alice, saved)
  expect(rest.code).toBe('daily_quota_exceeded')
  expect(rest.sent).toBeLessThan(5)
})

test('an account receives the chats in which its own files take the most space, largest first', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  expect(await alice.call('media.largest', {})).toEqual({ chats: [] })
  const chatIds = Array.from({ length: limits.largestChats + 2 }, () => newUuidV7() as ChatId)
  for (const [at, id] of chatIds.entries()) {
    await alice.call('groups.create', { id, name: `Group ${at}`, userIds: [bob.me.id] })
    for (let file = 0; file < 2; file++)
      await alice.call('media.create', {
        id: newUuidV7() as MediaId,
        chatId: id,
        kind: 'file',
        name: 'a',
        size: 20_000 + at,
      })
  }
  const [first = WORLD_CHAT_ID] = chatIds
  await bob.call('media.create', {
    id: newUuidV7() as MediaId,
    chatId: first,
    kind: 'file',
    name: 'b',
    size: 9_000_000,
  })
  // An avatar is in no chat.
  await alice.call('media.create', { id: newUuidV7() as MediaId, name: 'me.png', size: 5_000_000 })
  const expected = chatIds.map((chatId, at) => ({ chatId, usedBytes: 2 * (20_000 + at), uploads: 2 }))
  expect(await alice.call('media.largest', {})).toEqual({
    chats: expected.toReversed().slice(0, limits.largestChats),
  })
  expect(await bob.call('media.largest', {})).toEqual({
    chats: [{ chatId: first, usedBytes: 9_000_000, uploads: 1 }],
  })
})

test('an account receives the space of its files, and its limit', async () => {
  await using app = await TestApp.start({ rateLimits: true, quotas: { files: 1_000_000 } })
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  expect(await alice.call('media.usage', {})).toEqual({ usedBytes: 0, quotaBytes: 1_000_000 })
  await announce(alice, 21_234)
  expect(await alice.call('media.usage', {})).toEqual({ usedBytes: 21_234, quotaBytes: 1_000_000 })
  expect(await bob.call('media.usage', {})).toEqual({ usedBytes: 0, quotaBytes: 1_000_000 })
  await using unlimited = await TestApp.start()
  expect(await (await unlimited.person('carol')).call('media.usage', {})).toEqual({ usedBytes: 0 })
})

/** Gives an account so many files of 16 KiB, as if they had been announced. */
const giveFiles = (app: TestApp, person: Person, count: number) =>
  app.database.write(async (tx) => {
    const ownerKey = await keyOf(tx.db, person.me.id)
    for (let at = 0; at < count; at++)
      await insertMedia(
        tx.db,
        { ownerKey, chatKey: null, kind: 'image', name: 'a', size: 1, id: newUuidV7() as MediaId },
        tx.now,
      )
  })

test('the files of an account are added up once a minute, and exactly where room is short', async () => {
  const sums: string[] = []
  const clock = new FakeClock(Date.now())
  await using app = await TestApp.start({
    clock,
    rateLimits: true,
    quotas: { files: 500_000 },
    onQuery: ({ sql }) => void (sql.includes('sum("stored_bytes")') && sums.push(sql)),
  })
  const alice = await app.person('alice')
  for (let at = 0; at < 9; at++) expect(await announce(alice, 20_000)).toBe('ok')
  expect(sums).toHaveLength(1)
  await clock.advance(60_000)
  expect(await announce(alice, 20_000)).toBe('ok')
  expect(sums).toHaveLength(2)
  expect(await announce(alice, 300_001)).toBe('quota_exceeded')
  expect(await announce(alice, 300_000)).toBe('ok')
  expect(await announce(alice, 1)).toBe('quota_exceeded')
  expect(sums).toHaveLength(4)
})

test('an account pays for each file that is added up', async () => {
  await using app = await TestApp.start({
    clock: new FakeClock(Date.now()),
    rateLimits: true,
    quotas: { files: 50_000_000 },
  })
  const alice = await app.person('alice')
  const { limiter } = app.core
  const [name, userId] = ['work', alice.me.id] as const
  await giveFiles(app, alice, 2_000)
  while (!limiter.isLow(name, userId)) limiter.charge(name, userId, 1)
  limiter.charge(name, userId, -120)
  expect(await announce(alice, 1)).toBe('ok')
  expect(limiter.isLow(name, userId)).toBe(true)
  limiter.charge(name, userId, -120)
  await alice.call('media.usage', {})
  expect(limiter.isLow(name, userId)).toBe(true)
})
