import { describe, expect, test } from 'bun:test'
import { type ChatId, type Message, type MessageId, newUuidV7, type Params, WORLD_CHAT_ID } from '@parley/protocol'
import { refusal } from '../testing/refusal'
import { type Person, TestApp, type TestAppOptions } from '../testing/test-app'

const newId = () => newUuidV7() as MessageId

/** Alice and bob have a direct chat and a group; carol shares another group with bob. */
const scene = async (options: TestAppOptions = {}) => {
  const app = await TestApp.start(options)
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const carol = await app.person('carol')
  const { chat } = await alice.call('chats.direct', { userId: bob.me.id })
  const group = newUuidV7() as ChatId
  const other = newUuidV7() as ChatId
  await alice.call('groups.create', { id: group, name: 'Boats', userIds: [bob.me.id] })
  await bob.call('groups.create', { id: other, name: 'Kites', userIds: [carol.me.id] })
  const places = { direct: chat.id, group, other }
  return { app, alice, bob, carol, ...places, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

interface Forward extends Partial<Pick<Params<'messages.forward'>, 'id' | 'withName'>> {
  readonly into: ChatId
}
const forward = (person: Person, { id, chatId }: Message, { into, ...options }: Forward) =>
  person.call('messages.forward', { id: newId(), chatId: into, from: { chatId, id }, withName: true, ...options })

describe('[DL66] a forwarded message', () => {
  test('has the body of the source, its first author and time, in every response', async () => {
    await using it = await scene()
    const { alice, bob, carol, direct, other } = it
    const source = await alice.say(direct, 'the tide is at six')
    const stored = await forward(bob, source, { into: other })
    const { id: _, ...rest } = stored
    expect(rest).toMatchObject({ chatId: other, senderId: bob.me.id, body: source.body, countable: true })
    expect(stored.forwardedFrom).toEqual({ userId: alice.me.id, at: source.at })
    const page = await carol.call('messages.list', { chatId: other })
    expect(page.messages.at(-1)).toEqual(stored)
    expect(page.users.map((user) => user.id)).toContain(alice.me.id)
    const snapshot = await carol.call('chats.changes', { chatId: other, since: 0 })
    expect(snapshot.messages?.at(-1)).toEqual(stored)
    expect(snapshot.users?.map((user) => user.id)).toContain(alice.me.id)
    expect(carol.connection.events('chat.delta').at(-1)?.messages).toEqual([stored])
  })

  test('keeps the first author through any number of forwards, and a name that was left out stays out', async () => {
    await using it = await scene()
    const { alice, bob, carol, direct, other } = it
    const source = await alice.say(direct, 'the tide is at six')
    const named = await forward(bob, source, { into: other })
    expect((await forward(carol, named, { into: WORLD_CHAT_ID })).forwardedFrom).toEqual({
      userId: alice.me.id,
      at: source.at,
    })
    const nameless = await forward(carol, named, { into: other, withName: false })
    expect(nameless.forwardedFrom).toEqual({ at: source.at })
    expect((await forward(bob, nameless, { into: WORLD_CHAT_ID })).forwardedFrom).toEqual({ at: source.at })
  })

  test('mentions no one', async () => {
    await using it = await scene()
    const { alice, bob, group, other } = it
    const naming = { id: newId(), chatId: group, body: { type: 'text', text: '@all' }, mentionsAll: true } as const
    const source = await alice.call('messages.send', { ...naming, mentions: [bob.me.id] })
    const stored = await forward(bob, source, { into: other })
    expect([stored.body, stored.mentions, stored.mentionsAll]).toEqual([source.body, undefined, undefined])
  })

  test('is returned again for a repeated send, even after the source was retracted; another source is a conflict', async () => {
    await using it = await scene()
    const { alice, bob, carol, direct, other } = it
    const source = await alice.say(direct, 'the tide is at six')
    const second = await alice.say(direct, 'or at seven')
    const id = newId()
    const stored = await forward(bob, source, { into: other, id })
    expect(await forward(bob, source, { into: other, id })).toEqual(stored)
    expect(await refusal(forward(bob, second, { into: other, id }))).toEqual(['conflict', undefined])
    expect(await refusal(forward(bob, source, { into: other, id, withName: false }))).toEqual(['conflict', undefined])
    const said = { id, chatId: other, body: { type: 'text', text: 'the tide is at six' } } as const
    expect(await refusal(bob.call('messages.send', said))).toEqual(['conflict', undefined])
    await alice.call('messages.retract', { chatId: direct, id: source.id })
    expect(await forward(bob, source, { into: other, id })).toEqual(stored)
    expect((await carol.call('messages.list', { chatId: other })).messages.filter((one) => one.id === id)).toHaveLength(
      1,
    )
    expect(await refusal(forward(bob, source, { into: other }))).toEqual(['retracted', 'from'])
  })

  test('is returned again to senders who have lost write access', async () => {
    await using it = await scene()
    const { alice, bob, direct, group } = it
    const source = await alice.say(direct, 'the tide is at six')
    const id = newId()
    const stored = await forward(bob, source, { into: group, id })
    await alice.call('groups.mute', { chatId: group, userId: bob.me.id, forMs: 60_000 })
    expect(await forward(bob, source, { into: group, id })).toEqual(stored)
    expect(await refusal(forward(bob, source, { into: group }))).toEqual(['muted', undefined])
  })

  test("can't be edited, and leaves nothing after a retraction", async () => {
    await using it = await scene()
    const { app, alice, bob, direct, other } = it
    const stored = await forward(bob, await alice.say(direct, 'the tide is at six'), { into: other })
    const named = { chatId: other, id: stored.id }
    const edit = bob.call('messages.edit', { ...named, body: { type: 'text', text: 'at nine' } })
    expect(await refusal(edit)).toEqual(['forbidden', 'id'])
    expect((await bob.call('messages.retract', named)).forwardedFrom).toBeUndefined()
    const rows = await app.database.read((db) => db.selectFrom('messages').select('forwarded_at').execute())
    expect(rows.every((row) => row.forwarded_at === null)).toBe(true)
  })
})

describe('[DL66] forwarding follows the rules of sending', () => {
  test('where its sender lacks write access', async () => {
    await using it = await scene()
    const { alice, bob, carol, direct, group, other } = it
    const own = await carol.say(other, 'kites')
    expect(await refusal(forward(carol, own, { into: group }))).toEqual(['not_found', undefined])
    await bob.call('groups.update', { chatId: other, slowModeMs: 60_000 })
    await forward(carol, own, { into: other })
    expect(await refusal(forward(carol, own, { into: other }))).toEqual(['slow_mode', undefined])
    const boats = await alice.say(group, 'boats')
    await alice.call('groups.remove', { chatId: group, userId: bob.me.id })
    expect(await refusal(forward(bob, boats, { into: group }))).toEqual(['not_a_member', undefined])
    await alice.call('groups.dissolve', { chatId: group })
    expect(await refusal(forward(alice, boats, { into: group }))).toEqual(['dissolved', undefined])
    await bob.call('friends.block', { userId: alice.me.id })
    expect(await refusal(forward(bob, own, { into: direct }))).toEqual(['blocked', undefined])
  })

  test("and keeps the order of one connection's sends", async () => {
    await using it = await scene()
    const { alice, bob, direct, group } = it
    const source = await alice.say(direct, 'forwarded')
    const doing: Promise<unknown>[] = []
    for (let at = 0; at < 20; at++) doing.push(bob.say(group, `${at}`), forward(bob, source, { into: group }))
    await Promise.all(doing)
    const { messages } = await bob.call('messages.list', { chatId: group, limit: 40 })
    const texts = messages.flatMap(({ body }) => (body.type === 'text' ? [body.text] : []))
    expect(texts).toEqual(Array.from({ length: 20 }, (_, at) => [`${at}`, 'forwarded']).flat())
  })
})

describe('[DL66] [DL13] forwarding needs a message that the caller can read', () => {
  test('and finds none in chats of strangers, or from before the caller joined', async () => {
    await using it = await scene()
    const { alice, bob, carol, direct, other } = it
    const secret = await alice.say(direct, 'secret')
    expect(await refusal(forward(carol, secret, { into: other }))).toEqual(['not_found', 'from'])
    await bob.call('groups.update', { chatId: other, historyVisible: false })
    const early = await bob.say(other, 'early')
    await bob.call('groups.invite', { chatId: other, userIds: [alice.me.id] })
    expect(await refusal(forward(alice, early, { into: direct }))).toEqual(['not_found', 'from'])
    expect(await refusal(forward(alice, { ...early, id: newId() }, { into: direct }))).toEqual(['not_found', 'from'])
  })

  test('and none that the caller hid or cleared', async () => {
    await using it = await scene()
    const { alice, bob, direct, other } = it
    const first = await alice.say(direct, 'first')
    const second = await alice.say(direct, 'second')
    await bob.call('messages.hide', { chatId: direct, ids: [second.id] })
    expect(await refusal(forward(bob, second, { into: other }))).toEqual(['not_found', 'from'])
    await bob.call('chats.clear', { chatId: direct, seq: first.seq })
    expect(await refusal(forward(bob, first, { into: other }))).toEqual(['not_found', 'from'])
    expect((await forward(alice, first, { into: direct })).body).toEqual(first.body)
  })

  test('and refuses a system message', async () => {
    await using it = await scene()
    const { bob, other } = it
    const made = (await bob.call('messages.list', { chatId: other })).messages[0]
    expect(made?.body.type).toBe('system')
    expect(await refusal(forward(bob, made as Message, { into: other }))).toEqual(['forbidden', 'from'])
  })

  test('and lets a former member forward what they read, without later changes', async () => {
    await using it = await scene()
    const { alice, bob, direct, group } = it
    const kept = await alice.say(group, 'kept')
    const changed = await alice.say(group, 'to be changed')
    await bob.call('groups.leave', { chatId: group })
    const edited = { chatId: group, id: changed.id, body: { type: 'text', text: 'changed' } } as const
    await alice.call('messages.edit', edited)
    expect((await forward(bob, kept, { into: direct })).body).toEqual(kept.body)
    expect(await refusal(forward(bob, changed, { into: direct }))).toEqual(['retracted', 'from'])
  })

  test('and lets only permitted users forward a contact', async () => {
    await using it = await scene()
    const { app, bob, carol, other } = it
    const dave = await app.person('dave')
    const contact = { type: 'contact', userId: dave.me.id } as const
    const source = await bob.call('messages.send', { id: newId(), chatId: other, body: contact })
    await dave.call('accounts.setPrivacy', { foundBy: 'nobody' })
    expect(await refusal(forward(carol, source, { into: WORLD_CHAT_ID }))).toEqual(['not_found', 'from'])
    await dave.call('chats.direct', { userId: carol.me.id })
    expect((await forward(carol, source, { into: WORLD_CHAT_ID })).body).toEqual(contact)
  })
})

test('[DL66] forwarded texts count toward the quota', async () => {
  await using it = await scene({ rateLimits: true, quotas: { writtenPerDay: 20_000 } })
  const { bob, other } = it
  const source = await bob.say(other, 'x'.repeat(8_000))
  await forward(bob, source, { into: other })
  await forward(bob, source, { into: other })
  expect(await refusal(forward(bob, source, { into: other }))).toEqual(['daily_quota_exceeded', undefined])
})
