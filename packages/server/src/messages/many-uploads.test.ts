import { expect, test } from 'bun:test'
import { type ChatId, type MessageId, newUuidV7, WORLD_CHAT_ID } from '@parley/protocol'
import type { Database } from '../storage/database'
import { FakeClock } from '../testing/fake-clock'
import { type Person, TestApp, type TestAppOptions } from '../testing/test-app'
import { upload } from '../testing/upload'

const CHATS = 20
const newId = () => newUuidV7() as MessageId

/** Alice has an album of ten pictures, and twenty groups. */
const start = async (options: TestAppOptions = {}) => {
  const app = await TestApp.start(options)
  const alice = await app.person('alice')
  const bob = await app.person('bobby')
  const chats: ChatId[] = []
  for (let at = 0; at < CHATS; at++) {
    const id = newUuidV7() as ChatId
    await alice.call('groups.create', { id, name: 'Boats', userIds: [bob.me.id] })
    chats.push(id)
  }
  const album = async (person: Person, size = 10) => {
    const [chatId = WORLD_CHAT_ID] = chats
    const items = []
    for (let at = 0; at < size; at++) items.push((await upload(app, person, { chatId })).mediaId)
    return person.call('messages.send', { id: newId(), chatId, body: { type: 'album', items } })
  }
  const forward = (person: Person, from: { id: MessageId; chatId: ChatId }, chatId: ChatId) => {
    const source = { chatId: from.chatId, id: from.id }
    return person.call('messages.forward', { id: newId(), chatId, from: source, withName: true })
  }
  return { app, alice, bob, chats, album, forward, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

/** Counts the transactions that are under way. */
const counting = () => {
  const count = { now: 0, most: 0 }
  const wrap = (database: Database): Database =>
    Object.assign(Object.create(database), {
      write: async (run: Parameters<Database['write']>[0]) => {
        count.most = Math.max(count.most, ++count.now)
        try {
          return await database.write(run)
        } finally {
          count.now--
        }
      },
    })
  return { count, wrap }
}

test('an account that forwards many albums at once has one transaction at a time', async () => {
  const { count, wrap } = counting()
  await using scene = await start({ wrap })
  const { alice, bob, chats, album, forward } = scene
  const source = await album(alice)
  count.most = 0
  const forwards = chats.flatMap((chatId) => [chatId, chatId]).map((chatId) => forward(alice, source, chatId))
  const order: string[] = []
  for (const [at, doing] of forwards.entries()) void doing.then(() => order.push(`forward ${at}`))
  // Another account neither waits for a transaction of its own nor to send.
  const others = [forward(bob, source, chats[1] ?? WORLD_CHAT_ID), bob.say(WORLD_CHAT_ID, 'hello')]
  for (const doing of others) void doing.then(() => order.push('bob'))
  await Promise.all([...forwards, ...others])
  // Bob has one as well, and background work may.
  expect(count.most).toBeLessThanOrEqual(4)
  expect(order.lastIndexOf('bob')).toBeLessThan(CHATS / 2)
})

test('one statement records all uses of a forwarded album', async () => {
  const uses: string[] = []
  await using scene = await start({
    onQuery: ({ sql }) => void (sql.startsWith('insert into "media_uses"') && uses.push(sql)),
  })
  const { alice, chats, album, forward } = scene
  const source = await album(alice)
  uses.length = 0
  await forward(alice, source, chats[1] ?? WORLD_CHAT_ID)
  expect(uses).toHaveLength(1)
})

test('an account pays for each upload of a message', async () => {
  await using scene = await start({ rateLimits: true, clock: new FakeClock(Date.now()) })
  const { app, alice, chats, album, forward } = scene
  const { limiter } = app.core
  const source = await album(alice)
  const [name, userId] = ['work', alice.me.id] as const
  while (!limiter.isLow(name, userId)) limiter.charge(name, userId, 1)
  // The call takes one token, and the response another one or two.
  limiter.charge(name, userId, -9)
  expect(limiter.isLow(name, userId)).toBe(false)
  await forward(alice, source, chats[1] ?? WORLD_CHAT_ID)
  expect(limiter.isLow(name, userId)).toBe(true)
})
