import { describe, expect, test } from 'bun:test'
import {
  type ChatId,
  limits,
  type MessageId,
  newUuidV7,
  type Params,
  type UserId,
  WORLD_CHAT_ID,
} from '@parley/protocol'
import { type Person, type Refused, TestApp } from '../testing/test-app'

const text = (words: string) => ({ type: 'text', text: words }) as const
const newId = () => newUuidV7() as MessageId
type Naming = Pick<Params<'messages.send'>, 'mentions' | 'mentionsAll'>

/** A group of alice's with bob and carol; dave isn't a member. */
const group = async (app: TestApp) => {
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const carol = await app.person('carol')
  const dave = await app.person('dave')
  const chatId = newUuidV7() as ChatId
  await alice.call('groups.create', { id: chatId, name: 'Group', userIds: [bob.me.id, carol.me.id] })
  return { alice, bob, carol, dave, chatId }
}

const say = (person: Person, chatId: ChatId, naming: Naming = {}) =>
  person.call('messages.send', { id: newId(), chatId, body: text('hello'), ...naming })
/** Sends the same words unless others are given. */
const edit = (
  person: Person,
  { chatId, id }: { chatId: ChatId; id: MessageId },
  { words = 'hello', ...naming }: Naming & { words?: string },
) => person.call('messages.edit', { chatId, id, body: text(words), ...naming })

const mentionsOf = async (person: Person, chatId: ChatId) => {
  const { view } = await person.call('chats.changes', { chatId, since: 0 })
  const { chats } = await person.call('sync.pull', { user: 0, chats: {} })
  const pulled = chats.find((delta) => delta.chatId === chatId)?.view
  expect([pulled?.mentions, pulled?.firstMention]).toEqual([view?.mentions, view?.firstMention])
  return [view?.unread, view?.mentions, view?.firstMention]
}

const refusalOf = (call: Promise<unknown>): Promise<readonly [string, string | undefined]> =>
  call.then(
    () => ['done', undefined],
    ({ code, field }: Refused) => [code, field],
  )

test('[DL45] mentions are beside the body, and count only for the mentioned users', async () => {
  await using app = await TestApp.start()
  const { alice, bob, carol, chatId } = await group(app)
  const sent = await say(alice, chatId, { mentions: [bob.me.id, alice.me.id] })
  expect(sent).toMatchObject({ body: text('hello'), mentions: [bob.me.id, alice.me.id] })
  expect(bob.connection.events('chat.delta').at(-1)?.messages).toEqual([sent])
  expect(await mentionsOf(bob, chatId)).toEqual([1, 1, sent.seq])
  expect(await mentionsOf(carol, chatId)).toEqual([1, 0, undefined])
  expect(await mentionsOf(alice, chatId)).toEqual([0, 0, undefined])
  const all = await say(alice, chatId, { mentionsAll: true })
  expect(all).toMatchObject({ mentionsAll: true })
  expect(all.mentions).toBeUndefined()
  expect(await mentionsOf(bob, chatId)).toEqual([2, 2, sent.seq])
  expect(await mentionsOf(carol, chatId)).toEqual([2, 1, all.seq])
  await carol.call('chats.markRead', { chatId, seq: all.seq })
  expect(await mentionsOf(carol, chatId)).toEqual([0, 0, undefined])
})

test('[DL45] mentions are counted correctly among any number of unread messages, and stop at the same limit', async () => {
  await using app = await TestApp.start()
  const { alice, bob, carol, chatId } = await group(app)
  const many = limits.snapshotMessages + 20
  const said = []
  for (let at = 0; at < many; at++) said.push(await say(alice, chatId, at % 10 === 3 ? { mentions: [bob.me.id] } : {}))
  expect(await mentionsOf(bob, chatId)).toEqual([many, 5, said[3]?.seq])
  expect(await mentionsOf(carol, chatId)).toEqual([many, 0, undefined])
  await bob.call('messages.hide', { chatId, ids: [said[3]?.id as MessageId] })
  expect(await mentionsOf(bob, chatId)).toEqual([many - 1, 4, said[13]?.seq])
  await alice.call('messages.retract', { chatId, id: said[13]?.id as MessageId })
  expect(await mentionsOf(bob, chatId)).toEqual([many - 2, 3, said[23]?.seq])
  await bob.call('chats.markRead', { chatId, seq: said[23]?.seq ?? 0 })
  expect(await mentionsOf(bob, chatId)).toEqual([many - 24, 2, said[33]?.seq])
  for (let at = 0; at < limits.unreadMax; at++) await say(alice, chatId, { mentions: [bob.me.id] })
  expect(await mentionsOf(bob, chatId)).toEqual([limits.unreadMax, limits.unreadMax, said[33]?.seq])
})

test('[DL37] [DL38] [DL45] an edit replaces mentions, and a retraction removes them', async () => {
  await using app = await TestApp.start()
  const { alice, bob, carol, chatId } = await group(app)
  const sent = await say(alice, chatId, { mentions: [bob.me.id] })
  const changed = await edit(alice, sent, { mentions: [carol.me.id] })
  expect(changed).toMatchObject({ mentions: [carol.me.id], seq: sent.seq, rev: sent.rev + 1 })
  expect(await mentionsOf(bob, chatId)).toEqual([1, 0, undefined])
  expect(await mentionsOf(carol, chatId)).toEqual([1, 1, sent.seq])
  expect((await edit(alice, sent, { mentions: [carol.me.id] })).rev).toBe(changed.rev)
  expect((await edit(alice, sent, {})).mentions).toBeUndefined()
  expect(await mentionsOf(carol, chatId)).toEqual([1, 0, undefined])
  await edit(alice, sent, { mentionsAll: true })
  const retracted = await alice.call('messages.retract', { chatId, id: sent.id })
  expect([retracted.mentions, retracted.mentionsAll]).toEqual([undefined, undefined])
  const { messages } = await bob.call('messages.list', { chatId })
  expect(messages.at(-1)).toEqual(retracted)
  expect(await mentionsOf(bob, chatId)).toEqual([0, 0, undefined])
})

test('[DL45] a former member has no mentions, and waiting messages may still mention them', async () => {
  await using app = await TestApp.start()
  const { alice, bob, chatId } = await group(app)
  await say(alice, chatId, { mentions: [bob.me.id] })
  await bob.call('groups.leave', { chatId })
  expect(await mentionsOf(bob, chatId)).toEqual([1, 0, undefined])
  expect(await refusalOf(say(alice, chatId, { mentions: [bob.me.id] }))).toEqual(['done', undefined])
  await alice.call('groups.invite', { chatId, userIds: [bob.me.id] })
  expect(await mentionsOf(bob, chatId)).toEqual([0, 0, undefined])
})

describe('[DL45] [GP10] permitted mentions', () => {
  test('in a group: its current and former members, and everyone by moderators', async () => {
    await using app = await TestApp.start()
    const { alice, bob, carol, dave, chatId } = await group(app)
    const stranger: Naming = { mentions: [bob.me.id, dave.me.id] }
    const own = await say(bob, chatId)
    expect(await refusalOf(say(alice, chatId, stranger))).toEqual(['not_found', 'mentions'])
    expect(await refusalOf(edit(bob, own, stranger))).toEqual(['not_found', 'mentions'])
    const nobody = newUuidV7() as UserId
    expect(await refusalOf(say(alice, chatId, { mentions: [nobody] }))).toEqual(['not_found', 'mentions'])
    expect(await refusalOf(say(bob, chatId, { mentionsAll: true }))).toEqual(['forbidden', 'mentionsAll'])
    expect(await refusalOf(edit(bob, own, { mentionsAll: true }))).toEqual(['forbidden', 'mentionsAll'])
    await alice.call('groups.setRole', { chatId, userId: bob.me.id, role: 'admin' })
    const send = { id: newId(), chatId, body: text('all of you'), mentionsAll: true as const, mentions: [carol.me.id] }
    const stored = await bob.call('messages.send', send)
    await alice.call('groups.setRole', { chatId, userId: bob.me.id, role: 'member' })
    expect(await refusalOf(say(bob, chatId, { mentionsAll: true }))).toEqual(['forbidden', 'mentionsAll'])
    // The stored message is returned again, and its text can still be edited.
    expect(await bob.call('messages.send', send)).toEqual(stored)
    expect(await edit(bob, stored, { mentionsAll: true })).toMatchObject({ mentionsAll: true })
  })

  test('in a channel: any account', async () => {
    await using app = await TestApp.start()
    const alice = await app.person('alice', { setup: (await app.core.setupCode.renew()) ?? '' })
    const bob = await app.person('bob')
    const named = await say(alice, WORLD_CHAT_ID, { mentions: [bob.me.id] })
    expect(await mentionsOf(bob, WORLD_CHAT_ID)).toEqual([1, 1, named.seq])
    expect(await refusalOf(say(bob, WORLD_CHAT_ID, { mentions: [newUuidV7() as UserId] }))).toEqual([
      'not_found',
      'mentions',
    ])
    expect(await refusalOf(say(bob, WORLD_CHAT_ID, { mentionsAll: true }))).toEqual(['forbidden', 'mentionsAll'])
    await say(alice, WORLD_CHAT_ID, { mentionsAll: true })
    expect(await mentionsOf(bob, WORLD_CHAT_ID)).toEqual([2, 2, named.seq])
  })

  test('in a direct chat: none', async () => {
    await using app = await TestApp.start()
    const alice = await app.person('alice')
    const bob = await app.person('bob')
    const { chat } = await alice.call('chats.direct', { userId: bob.me.id })
    expect(await refusalOf(say(alice, chat.id, { mentions: [bob.me.id] }))).toEqual(['forbidden', 'mentions'])
    expect(await refusalOf(say(alice, chat.id, { mentionsAll: true }))).toEqual(['forbidden', 'mentionsAll'])
    const own = await say(alice, chat.id)
    expect(await refusalOf(edit(alice, own, { mentions: [bob.me.id] }))).toEqual(['forbidden', 'mentions'])
  })

  test('each user once, and no more than the limit', async () => {
    await using app = await TestApp.start()
    const { alice, bob, chatId } = await group(app)
    const many = Array.from({ length: limits.mentionsMax + 1 }, () => newUuidV7() as UserId)
    for (const mentions of [[], [bob.me.id, bob.me.id], many])
      expect(await refusalOf(say(alice, chatId, { mentions }))).toEqual(['invalid_params', 'mentions'])
  })

  test('[DL13] write access is checked first, so that errors never reveal members', async () => {
    await using app = await TestApp.start()
    const { alice, bob, carol, dave, chatId } = await group(app)
    for (const mentions of [[alice.me.id], [dave.me.id]]) {
      expect(await refusalOf(say(dave, chatId, { mentions }))).toEqual(['not_found', undefined])
      await alice.call('groups.mute', { chatId, userId: bob.me.id, forMs: 60_000 })
      expect((await refusalOf(say(bob, chatId, { mentions })))[0]).toBe('muted')
    }
    await carol.call('groups.leave', { chatId })
    expect(await refusalOf(say(carol, chatId, { mentions: [dave.me.id] }))).toEqual(['not_a_member', undefined])
  })
})

test('[DL4] [DL45] mentions are part of the comparison of a repeated send', async () => {
  await using app = await TestApp.start()
  const { alice, bob, carol, chatId } = await group(app)
  const send = { id: newId(), chatId, body: text('once'), mentions: [bob.me.id] }
  const stored = await alice.call('messages.send', send)
  expect(await alice.call('messages.send', send)).toEqual(stored)
  for (const naming of [{ mentions: [carol.me.id] }, { mentions: undefined }, { mentionsAll: true as const }])
    expect((await refusalOf(alice.call('messages.send', { ...send, ...naming })))[0]).toBe('conflict')
})

test('[DL12] [GP9] an admin who becomes a member while mentioning everyone is refused from that rev on', async () => {
  await using app = await TestApp.start()
  const { alice, bob, chatId } = await group(app)
  for (let round = 0; round < 5; round++) {
    await alice.call('groups.setRole', { chatId, userId: bob.me.id, role: 'admin' })
    const call = () => say(bob, chatId, { mentionsAll: true })
    await call()
    const calls = Array.from({ length: 10 }, call)
    const demoted = alice.call('groups.setRole', { chatId, userId: bob.me.id, role: 'member' })
    const later = Array.from({ length: 10 }, call)
    const ends = await Promise.allSettled([...calls, ...later])
    const { rev } = await demoted
    for (const end of ends)
      if (end.status === 'fulfilled') expect(end.value.rev).toBeLessThan(rev)
      else expect(end.reason).toMatchObject({ code: 'forbidden', field: 'mentionsAll' })
  }
})

test('[DL6] [DL45] mentions keep the order of sends', async () => {
  await using app = await TestApp.start()
  const { alice, bob, chatId } = await group(app)
  const sent = await Promise.all(
    Array.from({ length: 30 }, (_, at) => say(alice, chatId, at % 3 === 0 ? { mentions: [bob.me.id] } : {})),
  )
  const seqs = sent.map(({ seq }) => seq)
  expect(seqs).toEqual(seqs.toSorted((a, b) => a - b))
})

test('[DL45] mentioned users come with their messages', async () => {
  await using app = await TestApp.start()
  const { alice, bob, carol, dave, chatId } = await group(app)
  await say(alice, chatId, { mentions: [carol.me.id] })
  const { users } = await bob.call('messages.list', { chatId, limit: 1 })
  expect(users.map(({ username }) => username).toSorted()).toEqual(['alice', 'carol'])
  await say(alice, WORLD_CHAT_ID, { mentions: [dave.me.id] })
  const delta = await bob.call('chats.changes', { chatId: WORLD_CHAT_ID, since: 0 })
  expect(delta.users?.map(({ username }) => username)).toContain('dave')
})
