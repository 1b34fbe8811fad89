import { expect, test } from 'bun:test'
import { type ChatId, type MessageId, newUuidV7, WORLD_CHAT_ID } from '@parley/protocol'
import { TestApp } from '../testing/test-app'

const text = (words: string) => ({ type: 'text', text: words }) as const
const newId = () => newUuidV7() as MessageId

const pair = async (app: TestApp) => {
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const { chat } = await alice.call('chats.direct', { userId: bob.me.id })
  return { alice, bob, chatId: chat.id }
}

test('[DL3] a message reaches every member of the chat exactly once', async () => {
  await using app = await TestApp.start()
  const { alice, bob, chatId } = await pair(app)
  const sent = await alice.say(chatId, 'hello')
  for (const person of [alice, bob]) {
    const heard = person.connection.events('chat.delta').flatMap((delta) => delta.messages ?? [])
    expect(heard).toEqual([sent])
  }
})

test('[DL4] [DL13] a retried send keeps its seq, and its rev is published again without the message', async () => {
  await using app = await TestApp.start()
  const { alice, bob, chatId } = await pair(app)
  const send = { id: newId(), chatId, body: text('once') }
  const first = await alice.call('messages.send', send)
  await alice.say(chatId, 'between')
  expect(await alice.call('messages.send', send)).toEqual(first)
  expect(bob.connection.events('chat.delta').at(-1)).toEqual({ chatId, from: first.rev, rev: first.rev })
})

test('[DL4] another body, chat or sender under a used id is a conflict that reveals nothing', async () => {
  await using app = await TestApp.start()
  const { alice, bob, chatId } = await pair(app)
  const id = newId()
  await alice.call('messages.send', { id, chatId, body: text('secret words') })
  const refused = await bob.call('messages.send', { id, chatId, body: text('secret words') }).catch(String)
  expect(refused).toContain('conflict')
  expect(refused).not.toContain('secret')
  await expect(alice.call('messages.send', { id, chatId, body: text('other') })).rejects.toMatchObject({
    code: 'conflict',
  })
})

test('[DL4] a message stored while the world was open is returned again after the world closed', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice', { setup: (await app.core.setupCode.renew()) ?? '' })
  const send = { id: newId(), chatId: WORLD_CHAT_ID, body: text('hello world') }
  const stored = await alice.call('messages.send', send)
  await alice.call('channels.setOpen', { chatId: WORLD_CHAT_ID, open: false })
  expect(await alice.call('messages.send', send)).toEqual(stored)
})

test('[DL5] seqs are dense with concurrent senders', async () => {
  await using app = await TestApp.start()
  const { alice, bob, chatId } = await pair(app)
  const sends = Array.from({ length: 60 }, (_, at) => (at % 2 ? alice : bob).say(chatId, `number ${at}`))
  const seqs = (await Promise.all(sends)).map(({ seq }) => seq)
  expect(seqs.sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, at) => at + 1))
})

test('[DL6] sends of one connection are stored in the order of their arrival, even before access is cached', async () => {
  await using app = await TestApp.start()
  const { alice, chatId } = await pair(app)
  const sent = await Promise.all(Array.from({ length: 30 }, (_, at) => alice.say(chatId, String(at))))
  expect(sent.map(({ seq }) => seq)).toEqual(Array.from({ length: 30 }, (_, at) => at + 1))
})

test('[DL6] a send after leaving on the same connection is refused', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const chatId = newUuidV7() as ChatId
  await alice.call('groups.create', { id: chatId, name: 'Boats', userIds: [bob.me.id] })
  const left = bob.call('groups.leave', { chatId })
  const late = bob.say(chatId, 'too late').catch((refused) => refused.code)
  await left
  expect(await late).toBe('not_a_member')
})

test('[DL6] a send into a group that the same connection is just creating finds the group', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const chatId = newUuidV7() as ChatId
  const made = alice.call('groups.create', { id: chatId, name: 'Boats', userIds: [] })
  const sent = alice.say(chatId, 'first')
  await made
  expect((await sent).seq).toBe(2)
})

test("[DL12] the storing transaction notices a lost right that this node hasn't learned of", async () => {
  await using app = await TestApp.start()
  const bob = await app.person('bob')
  await bob.say(WORLD_CHAT_ID, 'hello')
  await app.database.write(async ({ db }) => {
    await db
      .updateTable('chats')
      .set((row) => ({ open: 0, acl_rev: row('acl_rev', '+', 1) }))
      .where('kind', '=', 'channel')
      .execute()
  })
  await expect(bob.say(WORLD_CHAT_ID, 'again')).rejects.toMatchObject({ code: 'channel_closed' })
})

test('[DL12] closing the world affects the very next send, whatever was cached', async () => {
  await using app = await TestApp.start()
  const admin = await app.person('alice', { setup: (await app.core.setupCode.renew()) ?? '' })
  const bob = await app.person('bob')
  await bob.say(WORLD_CHAT_ID, 'hello')
  await admin.call('channels.setOpen', { chatId: WORLD_CHAT_ID, open: false })
  await expect(bob.say(WORLD_CHAT_ID, 'again')).rejects.toMatchObject({ code: 'channel_closed' })
})

test('[DL13] a chat of strangers looks like a missing one', async () => {
  await using app = await TestApp.start()
  const { chatId } = await pair(app)
  const carol = await app.person('carol')
  const attempts: Promise<unknown>[] = [
    carol.say(chatId, 'let me in'),
    carol.call('messages.list', { chatId }),
    carol.call('chats.changes', { chatId, since: 0 }),
    carol.call('chats.markRead', { chatId, seq: 1 }),
    carol.call('chats.typing', { chatId }),
    carol.call('chats.online', { chatId }),
    carol.call('chats.watch', { chatId }),
    carol.call('groups.members', { chatId }),
  ]
  const codes = await Promise.all(attempts.map((attempt) => attempt.catch((refused) => refused.code)))
  expect(codes).toEqual(attempts.map(() => 'not_found'))
})

test('[DL14] time never goes back within a chat', async () => {
  let nowMs = Date.UTC(2026, 0, 1)
  const clock = { now: () => nowMs, setTimeout: () => ({ timer: 0 }), clearTimeout: () => {} }
  await using app = await TestApp.start({ clock })
  const { alice, chatId } = await pair(app)
  const first = await alice.say(chatId, 'now')
  nowMs -= 3_600_000
  expect((await alice.say(chatId, 'an hour ago')).at).toBe(first.at)
})

test('[DL19] a page of history names its rev', async () => {
  await using app = await TestApp.start()
  const { alice, bob, chatId } = await pair(app)
  for (let at = 1; at <= 7; at++) await alice.say(chatId, String(at))
  const seqs = async (page: object) =>
    (await bob.call('messages.list', { chatId, ...page })).messages.map(({ seq }) => seq)
  expect(await seqs({ limit: 3 })).toEqual([5, 6, 7])
  expect(await seqs({ before: 5, limit: 3 })).toEqual([2, 3, 4])
  expect(await seqs({ after: 2, limit: 3 })).toEqual([3, 4, 5])
  expect(await seqs({ around: 4, limit: 3 })).toEqual([3, 4, 5])
  const page = await bob.call('messages.list', { chatId, before: 3 })
  expect(page.more).toBe(false)
  expect(page.rev).toBe((await bob.call('chats.changes', { chatId, since: 0 })).rev)
})

test('[DL6] [DL12] sends of one connection keep their order while rights change under them', async () => {
  await using app = await TestApp.start({ sync: () => Bun.sleep(2) })
  const alice = await app.person('alice')
  const others = await Promise.all(['bob', 'carol', 'dave'].map((name) => app.person(name)))
  const chatId = newUuidV7() as ChatId
  const host = await app.person('erin')
  await host.call('groups.create', { id: chatId, name: 'friends', userIds: [alice.me.id] })
  const changes: Promise<unknown>[] = []
  const sends: Promise<{ seq: number }>[] = []
  for (let at = 0; at < 400; at++) {
    const body = { type: 'text' as const, text: `${at}` }
    sends.push(alice.call('messages.send', { id: newUuidV7() as MessageId, chatId, body }))
    const other = others[at % others.length]
    if (at % 20 === 0 && other) {
      const userIds = [other.me.id]
      changes.push(host.call('groups.invite', { chatId, userIds }))
      changes.push(other.call('groups.leave', { chatId }).catch(() => {}))
    }
    if (at % 3 === 0) await Promise.resolve()
    if (at % 5 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  await Promise.all(changes)
  const outcomes = await Promise.allSettled(sends)
  const seqs = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value.seq] : []))
  expect(seqs.length).toBeGreaterThan(300)
  expect(seqs).toEqual(seqs.toSorted((a, b) => a - b))
})
