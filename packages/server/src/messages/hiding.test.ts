import { expect, test } from 'bun:test'
import { type ChatId, limits, type Message, type MessageId, newUuidV7 } from '@parley/protocol'
import { toBytes } from '../lib/uuid-bytes'
import { type Person, type Refused, TestApp } from '../testing/test-app'

const pair = async (app: TestApp) => {
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const { chat } = await alice.call('chats.direct', { userId: bob.me.id })
  return { alice, bob, chatId: chat.id }
}

const say = async (person: Person, chatId: ChatId, count: number): Promise<Message[]> => {
  const said: Message[] = []
  for (let at = 1; at <= count; at++) said.push(await person.say(chatId, `${at}`))
  return said
}

const viewOf = async (person: Person, chatId: ChatId) => (await person.call('chats.changes', { chatId, since: 0 })).view
const hide = (person: Person, chatId: ChatId, messages: readonly Message[]) =>
  person.call('messages.hide', { chatId, ids: messages.map(({ id }) => id) })
const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    ({ code }: Refused) => code,
  )

test('[DL8] [DL40] on all devices of the user, a hidden message is no longer unread or the last', async () => {
  await using app = await TestApp.start()
  const { alice, bob, chatId } = await pair(app)
  const phone = await app.signedIn(bob.me, bob.token)
  const said = await say(alice, chatId, 5)
  const { hidden } = await hide(bob, chatId, said.slice(3))
  expect(hidden.map(({ messageId, seq }) => [messageId, seq])).toEqual(said.slice(3).map(({ id, seq }) => [id, seq]))
  const rev = hidden[0]?.rev ?? 0
  expect(await viewOf(bob, chatId)).toMatchObject({ unread: 3, last: { seq: 3 }, hiddenRev: rev })
  expect(await viewOf(alice, chatId)).toMatchObject({ last: { seq: 5 } })
  expect(phone.connection.events('user.delta').at(-1)).toEqual({ from: rev - 1, rev, hidden })
  const { user } = await phone.call('sync.pull', { user: 0, chats: {} })
  expect(user?.hidden).toEqual(hidden)
  expect(JSON.stringify(alice.connection.frames)).not.toContain('hidden')
})

test('[DL40] the count and the last message are right with any number of hidden messages, anywhere', async () => {
  await using app = await TestApp.start()
  const { alice, bob, chatId } = await pair(app)
  const said = await say(alice, chatId, 90)
  await hide(bob, chatId, [...said.slice(0, 10), ...said.slice(85)])
  expect(await viewOf(bob, chatId)).toMatchObject({ unread: 75, last: { seq: 85 } })
  await hide(bob, chatId, said.slice(40, 85))
  expect(await viewOf(bob, chatId)).toMatchObject({ unread: 30, last: { seq: 40 } })
  const { chats } = await bob.call('sync.pull', { user: 0, chats: {} })
  expect(chats.find((delta) => delta.chatId === chatId)?.view).toMatchObject({ unread: 30, last: { seq: 40 } })
  await alice.call('messages.retract', { chatId, id: (said[20] as Message).id })
  await alice.call('messages.retract', { chatId, id: (said[2] as Message).id })
  expect((await viewOf(bob, chatId))?.unread).toBe(29)
  await hide(bob, chatId, said.slice(10, 40))
  const view = await viewOf(bob, chatId)
  expect([view?.unread, view?.last]).toEqual([0, undefined])
})

test('[DL13] a user can hide only readable messages, all of a call or none', async () => {
  await using app = await TestApp.start()
  const { alice, bob, chatId } = await pair(app)
  const carol = await app.person('carol')
  const [first] = await say(alice, chatId, 1)
  const group = newUuidV7() as ChatId
  await alice.call('groups.create', { id: group, name: 'Boats', userIds: [bob.me.id] })
  const [early] = await say(alice, group, 1)
  await alice.call('groups.invite', { chatId: group, userIds: [carol.me.id] })
  if (!first || !early) throw new Error('nothing was said')
  expect(await codeOf(hide(carol, chatId, [first]))).toBe('not_found')
  expect(await codeOf(hide(carol, group, [early]))).toBe('not_found')
  expect(await codeOf(hide(bob, group, [first]))).toBe('not_found')
  const unknown = newUuidV7() as MessageId
  expect(await codeOf(bob.call('messages.hide', { chatId, ids: [first.id, unknown] }))).toBe('not_found')
  const tooMany = Array.from({ length: limits.hideMax + 1 }, () => newUuidV7() as MessageId)
  expect(await codeOf(bob.call('messages.hide', { chatId, ids: tooMany }))).toBe('invalid_params')
  expect(await viewOf(bob, chatId)).toMatchObject({ unread: 1, last: { seq: 1 } })
  await bob.call('groups.leave', { chatId: group })
  expect(await codeOf(hide(bob, group, [early]))).toBe('done')
})

test('[DL40] a message that a call names twice is hidden once', async () => {
  await using app = await TestApp.start()
  const { alice, bob, chatId } = await pair(app)
  const [first] = await say(alice, chatId, 1)
  if (!first) throw new Error('a message was sent')
  expect((await hide(bob, chatId, [first, first])).hidden).toHaveLength(1)
})

test('[DL40] two devices hide the same messages at once: each message once, and every change a rev', async () => {
  await using app = await TestApp.start()
  const { alice, bob, chatId } = await pair(app)
  const phone = await app.signedIn(bob.me, bob.token)
  const said = await say(alice, chatId, 12)
  const before = bob.connection.events('user.delta').length
  await Promise.all([
    hide(bob, chatId, said.slice(0, 8)),
    hide(phone, chatId, said.slice(4)),
    hide(bob, chatId, said),
    bob.call('chats.markRead', { chatId, seq: 2 }),
  ])
  const { user } = await bob.call('sync.pull', { user: 0, chats: {} })
  expect(user?.hidden?.map(({ seq }) => seq).toSorted((a, b) => a - b)).toEqual(said.map(({ seq }) => seq))
  const deltas = bob.connection.events('user.delta').slice(before)
  expect(deltas.every(({ from, rev }) => rev === from + 1)).toBe(true)
  expect(deltas.flatMap(({ hidden = [] }) => hidden)).toHaveLength(12)
})

test('[DL40] an account hides a bounded number of messages, in all chats together', async () => {
  await using app = await TestApp.start()
  const { alice, bob, chatId } = await pair(app)
  const said = await say(alice, chatId, 3)
  await app.database.write(async ({ db }) => {
    const { key: userKey } = await db
      .selectFrom('users')
      .select('key')
      .where('username', '=', bob.me.username)
      .executeTakeFirstOrThrow()
    // Only their number matters, so these are rows of another chat.
    const { chat_key: chatKey } = await db
      .selectFrom('chat_states')
      .innerJoin('chats', 'chats.key', 'chat_key')
      .select('chat_key')
      .where('user_key', '=', userKey)
      .where('kind', '!=', 'direct')
      .executeTakeFirstOrThrow()
    const rows = Array.from({ length: limits.hiddenPerAccount - 2 }, (_, at) => ({
      user_key: userKey,
      chat_key: chatKey,
      seq: 1_000 + at,
      message_id: toBytes(newUuidV7()),
      rev: 1,
    }))
    for (let at = 0; at < rows.length; at += 1_000)
      await db
        .insertInto('hidden')
        .values(rows.slice(at, at + 1_000))
        .execute()
  })
  expect(await codeOf(hide(bob, chatId, said))).toBe('too_many_hidden')
  expect(await codeOf(hide(bob, chatId, said.slice(0, 2)))).toBe('done')
  expect(await codeOf(hide(bob, chatId, said.slice(0, 2)))).toBe('done')
  expect(await codeOf(hide(bob, chatId, said.slice(2)))).toBe('too_many_hidden')
  expect(await codeOf(bob.call('chats.clear', { chatId, seq: 3 }))).toBe('done')
})
