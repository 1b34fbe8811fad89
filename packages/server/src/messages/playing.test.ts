import { expect, test } from 'bun:test'
import { type ChatId, limits, type Message, type MessageId, newUuidV7 } from '@parley/protocol'
import { toBytes } from '../lib/uuid-bytes'
import { refusal } from '../testing/refusal'
import { type Person, TestApp } from '../testing/test-app'
import { sayVoice } from '../testing/voice'

const start = async () => {
  const app = await TestApp.start()
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const { chat } = await alice.call('chats.direct', { userId: bob.me.id })
  const say = async (count: number): Promise<Message[]> => {
    const said: Message[] = []
    for (let at = 0; at < count; at++) said.push(await sayVoice(app, alice, chat.id))
    return said
  }
  return { app, alice, bob, chatId: chat.id, say, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

const play = (person: Person, chatId: ChatId, messages: readonly Message[]) =>
  person.call('messages.markPlayed', { chatId, ids: messages.map(({ id }) => id) })

test('[DL46] a played mark reaches all devices of the user, and no other user', async () => {
  await using it = await start()
  const { app, alice, bob, chatId, say } = it
  const phone = await app.signedIn(bob.me, bob.token)
  const said = await say(3)
  const { played } = await play(bob, chatId, said.slice(1))
  expect(played.map(({ messageId, seq }) => [messageId, seq])).toEqual(said.slice(1).map(({ id, seq }) => [id, seq]))
  const rev = played[0]?.rev ?? 0
  expect(phone.connection.events('user.delta').at(-1)).toEqual({ from: rev - 1, rev, played })
  expect((await phone.call('sync.pull', { user: 0, chats: {} })).user?.played).toEqual(played)
  expect((await phone.call('sync.pull', { user: rev, chats: {} })).user?.played).toBeUndefined()
  expect((await bob.call('messages.list', { chatId })).played).toEqual(played)
  expect((await bob.call('messages.list', { chatId, before: 3 })).played).toEqual(played.slice(0, 1))
  expect((await alice.call('messages.list', { chatId })).played).toEqual([])
  expect(JSON.stringify(alice.connection.frames)).not.toContain('"played":[{')
})

test('[DL46] marking again changes nothing, and own voice messages get no row', async () => {
  await using it = await start()
  const { alice, bob, chatId, say } = it
  const said = await say(2)
  const first = await play(bob, chatId, said)
  const deltas = bob.connection.events('user.delta').length
  expect(await play(bob, chatId, [...said, ...said])).toEqual(first)
  expect(await play(alice, chatId, said)).toEqual({ played: [] })
  expect(bob.connection.events('user.delta')).toHaveLength(deltas)
})

test('[DL46] a user can mark only readable voice messages, all of a call or none', async () => {
  await using it = await start()
  const { app, alice, bob, chatId, say } = it
  const carol = await app.person('carol')
  const [voice] = await say(1)
  const words = await alice.say(chatId, 'words')
  const group = newUuidV7() as ChatId
  await alice.call('groups.create', { id: group, name: 'Boats', userIds: [bob.me.id] })
  const early = await sayVoice(app, alice, group)
  await alice.call('groups.invite', { chatId: group, userIds: [carol.me.id] })
  if (!voice) throw new Error('nothing was said')
  const notFound = ['not_found', 'ids']
  expect(await refusal(play(carol, chatId, [voice]))).toEqual(['not_found', undefined])
  expect(await refusal(play(carol, group, [early]))).toEqual(notFound)
  expect(await refusal(play(bob, group, [voice]))).toEqual(notFound)
  expect(await refusal(play(bob, chatId, [voice, words]))).toEqual(notFound)
  const tooMany = Array.from({ length: limits.markPlayedMax + 1 }, () => newUuidV7() as MessageId)
  const marking = bob.call('messages.markPlayed', { chatId, ids: tooMany })
  expect((await refusal(marking))[0]).toBe('invalid_params')
  expect((await bob.call('messages.list', { chatId })).played).toEqual([])
  await bob.call('groups.leave', { chatId: group })
  expect((await play(bob, group, [early])).played).toHaveLength(1)
  await alice.call('messages.retract', { chatId, id: voice.id })
  expect(await refusal(play(bob, chatId, [voice]))).toEqual(notFound)
})

test('[DL46] two devices mark the same at once: each message once, and every change a rev', async () => {
  await using it = await start()
  const { app, bob, chatId, say } = it
  const phone = await app.signedIn(bob.me, bob.token)
  const said = await say(6)
  const before = bob.connection.events('user.delta').length
  await Promise.all([play(bob, chatId, said.slice(0, 4)), play(phone, chatId, said.slice(2)), play(bob, chatId, said)])
  const { user } = await bob.call('sync.pull', { user: 0, chats: {} })
  expect(user?.played?.map(({ seq }) => seq).toSorted((a, b) => a - b)).toEqual(said.map(({ seq }) => seq))
  const deltas = bob.connection.events('user.delta').slice(before)
  expect(deltas.every(({ from, rev }) => rev === from + 1)).toBe(true)
  expect(deltas.flatMap(({ played = [] }) => played)).toHaveLength(6)
})

test('[DL46] after very many marks a client receives the newest of them', async () => {
  await using it = await start()
  const { app, bob, chatId, say } = it
  const { played } = await play(bob, chatId, await say(1))
  const held = played[0]?.rev ?? 0
  const count = limits.snapshotPlayed + 50
  await app.database.write(async ({ db }) => {
    const { user_key, chat_key } = await db.selectFrom('played').selectAll().executeTakeFirstOrThrow()
    const rows = Array.from({ length: count }, (_, at) => ({
      user_key,
      chat_key,
      seq: 1_000 + at,
      message_id: toBytes(newUuidV7() as MessageId),
      rev: held + 1 + at,
    }))
    for (const row of rows) await db.insertInto('played').values(row).execute()
    await db
      .updateTable('users')
      .set({ rev: held + count })
      .where('key', '=', user_key)
      .execute()
  })
  const { user } = await bob.call('sync.pull', { user: held, chats: {} })
  expect([user?.from, user?.rev, user?.played?.length]).toEqual([held, held + count, limits.snapshotPlayed])
  expect(Math.min(...(user?.played ?? []).map(({ rev }) => rev))).toBe(held + 51)
})
