import { expect, test } from 'bun:test'
import { type ChatId, type MessageId, newUuidV7, WORLD_CHAT_ID } from '@parley/protocol'
import { FakeClock } from '../testing/fake-clock'
import { type Person, TestApp, type TestAppOptions } from '../testing/test-app'

const text = (words: string) => ({ type: 'text', text: words }) as const
const newId = () => newUuidV7() as MessageId
const named = ({ id, chatId }: { id: MessageId; chatId: ChatId }) => ({ id, chatId })
const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    ({ code }) => code,
  )

const scene = async (app: TestApp) => {
  const alice = await app.person('alice', { setup: (await app.core.setupCode.renew()) ?? '' })
  const bob = await app.person('bob')
  const carol = await app.person('carol')
  const group = newUuidV7() as ChatId
  await alice.call('groups.create', { id: group, name: 'Boats', userIds: [bob.me.id] })
  const { chat } = await alice.call('chats.direct', { userId: bob.me.id })
  return { alice, bob, carol, group, direct: chat.id }
}

/** A fake clock that either database uses. */
const timed = async (options: Pick<TestAppOptions, 'retractWindowMs'> = {}) => {
  const clock = new FakeClock(Date.UTC(2026, 0, 1))
  let nowMs = clock.now()
  const slow = { now: () => nowMs, setTimeout: () => ({ timer: 0 }), clearTimeout: () => {} }
  const app = await TestApp.start({ clock: slow, ...options })
  return { app, pass: (ms: number) => (nowMs += ms), [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

const viewOf = async (person: Person, chatId: ChatId) => (await person.call('chats.changes', { chatId, since: 0 })).view

test('[DL37] an edit keeps seq and place, sets `editedAt`, and raises the rev by one; the same text again changes nothing', async () => {
  await using app = await TestApp.start()
  const { alice, bob, group } = await scene(app)
  const sent = await alice.say(group, 'teh boat')
  const edited = await alice.call('messages.edit', { ...named(sent), body: text('the boat') })
  expect(edited).toEqual({ ...sent, body: text('the boat'), rev: sent.rev + 1, editedAt: expect.any(Number) })
  expect(edited.editedAt).toBeGreaterThanOrEqual(sent.at)
  expect(await alice.call('messages.edit', { ...named(sent), body: text('the boat') })).toEqual(edited)
  const { messages } = await bob.call('messages.list', { chatId: group })
  expect(messages.at(-1)).toEqual(edited)
  expect((await viewOf(bob, group))?.last).toEqual(edited)
})

test('[DL38] a retracted message is no longer stored, counts for no reader, and is last as a retracted one', async () => {
  await using app = await TestApp.start()
  const { alice, bob, group } = await scene(app)
  const sent = await alice.say(group, 'secret words')
  await alice.call('messages.edit', { ...named(sent), body: text('other secret words') })
  expect((await viewOf(bob, group))?.unread).toBe(1)
  const taken = await alice.call('messages.retract', named(sent))
  expect(taken).toMatchObject({ seq: sent.seq, body: { type: 'retracted' }, retractedAt: expect.any(Number) })
  expect(await alice.call('messages.retract', named(sent))).toEqual(taken)
  expect(await viewOf(bob, group)).toMatchObject({ unread: 0, last: taken })
  const rows = await app.database.read((db) => db.selectFrom('messages').select('body').execute())
  expect(JSON.stringify(rows)).not.toContain('secret')
  expect(await codeOf(alice.call('messages.edit', { ...named(sent), body: text('again') }))).toBe('retracted')
})

test('[DL38] unread counts leave out retracted messages, even with more unread than a delta holds', async () => {
  await using app = await TestApp.start()
  const { alice, bob, direct } = await scene(app)
  const sent = []
  for (let at = 0; at < 60; at++) sent.push(await alice.say(direct, `${at}`))
  for (const at of [0, 3, 59]) await alice.call('messages.retract', named(sent[at] as (typeof sent)[0]))
  expect((await viewOf(bob, direct))?.unread).toBe(57)
  const held = (await bob.call('chats.changes', { chatId: direct, since: 0 })).rev
  await alice.call('messages.retract', named(sent[5] as (typeof sent)[0]))
  const delta = await bob.call('chats.changes', { chatId: direct, since: held })
  expect([delta.messages?.map(({ seq }) => seq), delta.view?.unread]).toEqual([[6], 56])
})

test("[DL38] a former member's count stays that of the day they left", async () => {
  await using app = await TestApp.start()
  const { alice, bob, group } = await scene(app)
  const first = await alice.say(group, 'one')
  const second = await alice.say(group, 'two')
  await alice.call('messages.retract', named(first))
  await bob.call('groups.leave', { chatId: group })
  await alice.call('messages.retract', named(second))
  expect((await viewOf(bob, group))?.unread).toBe(1)
  const { messages } = await bob.call('messages.list', { chatId: group })
  expect(JSON.stringify(messages)).not.toContain('two')
})

test('[DL4] a send repeated after an edit or a retraction returns the stored message and publishes its rev again', async () => {
  await using app = await TestApp.start()
  const { alice, bob, direct } = await scene(app)
  for (const what of ['edit', 'retract'] as const) {
    const send = { id: newId(), chatId: direct, body: text('once') }
    await alice.call('messages.send', send)
    const changed =
      what === 'edit'
        ? await alice.call('messages.edit', { ...named(send), body: text('twice') })
        : await alice.call('messages.retract', named(send))
    expect(await alice.call('messages.send', send)).toEqual(changed)
    const { rev } = changed
    expect(bob.connection.events('chat.delta').at(-1)).toEqual({ chatId: direct, from: rev, rev })
    expect(await codeOf(alice.call('messages.send', { ...send, body: text('twice') }))).toBe('conflict')
  }
})

test("[DL38] a sender's window ends by the database’s clock; an owner, and an administrator in the world, have no window", async () => {
  await using at = await timed()
  const { alice, bob, group } = await scene(at.app)
  const early = await bob.say(group, 'early')
  const late = await bob.say(group, 'late')
  at.pass(120_000)
  expect(await codeOf(bob.call('messages.retract', named(early)))).toBe('done')
  at.pass(1)
  expect(await codeOf(bob.call('messages.retract', named(late)))).toBe('too_late')
  at.pass(86_400_000)
  expect(await codeOf(bob.call('messages.edit', { ...named(late), body: text('later') }))).toBe('done')
  expect(await codeOf(alice.call('messages.retract', named(late)))).toBe('done')
  expect(await codeOf(bob.call('messages.retract', named(late)))).toBe('done')
  const inWorld = await bob.say(WORLD_CHAT_ID, 'rude')
  at.pass(86_400_000)
  expect(await codeOf(bob.call('messages.retract', named(inWorld)))).toBe('too_late')
  expect(await codeOf(alice.call('messages.retract', named(inWorld)))).toBe('done')
})

test('[DL38] the server reports its window for retractions', async () => {
  await using at = await timed({ retractWindowMs: 0 })
  const { app } = at
  const { bob, group } = await scene(app)
  const again = app.connect()
  const { limits } = await again.call('session.open', { token: bob.token })
  expect(limits.retractWindowMs).toBe(0)
  const sent = await bob.say(group, 'stays')
  at.pass(1)
  expect(await codeOf(bob.call('messages.retract', named(sent)))).toBe('too_late')
})

test('[DL13] a user without permission changes nothing in a message, and learns nothing about it', async () => {
  await using app = await TestApp.start()
  const { alice, bob, carol, group, direct } = await scene(app)
  const secret = await alice.say(group, 'secret words')
  const inDirect = await alice.say(direct, 'secret words')
  const system = (await alice.call('messages.list', { chatId: group })).messages[0]
  const attempts = async (person: Person, message: { id: MessageId; chatId: ChatId }) => {
    const edit = person.call('messages.edit', { ...named(message), body: text('mine now') })
    const refusals = await Promise.all(
      [edit, person.call('messages.retract', named(message))].map((one) => one.catch(String)),
    )
    expect(JSON.stringify(refusals)).not.toContain('secret')
    return refusals.map((refusal) => String(refusal).split(':')[1]?.trim())
  }
  expect(await attempts(bob, secret)).toEqual(['forbidden', 'forbidden'])
  expect(await attempts(bob, inDirect)).toEqual(['forbidden', 'forbidden'])
  expect(await attempts(carol, secret)).toEqual(['not_found', 'not_found'])
  expect(await attempts(alice, { id: secret.id, chatId: direct })).toEqual(['not_found', 'not_found'])
  expect(await attempts(alice, { id: newId(), chatId: group })).toEqual(['not_found', 'not_found'])
  expect(await attempts(alice, { id: secret.id, chatId: newUuidV7() as ChatId })).toEqual(['not_found', 'not_found'])
  expect(system?.body.type).toBe('system')
  expect(system && (await attempts(alice, system))).toEqual(['forbidden', 'forbidden'])
  const own = await bob.say(group, 'secret words of bob')
  await alice.call('groups.invite', { chatId: group, userIds: [carol.me.id] })
  expect(await attempts(carol, own)).toEqual(['not_found', 'not_found'])
  await bob.call('groups.leave', { chatId: group })
  expect(await attempts(bob, own)).toEqual(['not_a_member', 'not_a_member'])
  for (const message of [secret, own])
    expect((await alice.call('messages.list', { chatId: group })).messages).toContainEqual(message)
})

test('[GP3] in a dissolved group no message is edited, retracted or pinned', async () => {
  await using app = await TestApp.start()
  const { alice, bob, group } = await scene(app)
  const said = await bob.say(group, 'the last word')
  await alice.call('groups.dissolve', { chatId: group })
  const changes = [
    bob.call('messages.edit', { ...named(said), body: text('not the last') }),
    bob.call('messages.retract', named(said)),
    alice.call('messages.retract', named(said)),
    alice.call('messages.pin', { ...named(said), pinned: true }),
  ]
  expect(await Promise.all(changes.map(codeOf))).toEqual(Array(4).fill('dissolved'))
})

test('an edit has the same limits as a message', async () => {
  await using app = await TestApp.start()
  const { alice, group } = await scene(app)
  const sent = await alice.say(group, 'short')
  const edit = (body: object) => alice.call('messages.edit', { ...named(sent), body: body as ReturnType<typeof text> })
  for (const body of [
    text('x'.repeat(8_001)),
    text('  '),
    text('\ud800'),
    { type: 'system', event: 'member_left' },
    { type: 'retracted' },
  ])
    expect(await codeOf(edit(body))).toBe('invalid_params')
  expect((await edit(text('😀'.repeat(8_000)))).body).toEqual(text('😀'.repeat(8_000)))
})

test("[DL12] members without write access can't edit but can still retract", async () => {
  await using app = await TestApp.start()
  const { alice, bob } = await scene(app)
  const sent = await bob.say(WORLD_CHAT_ID, 'hello')
  await alice.call('channels.setOpen', { chatId: WORLD_CHAT_ID, open: false })
  expect(await codeOf(bob.call('messages.edit', { ...named(sent), body: text('buy this') }))).toBe('channel_closed')
  expect(await codeOf(bob.call('messages.edit', { ...named(sent), body: text('hello') }))).toBe('done')
  expect(await codeOf(bob.call('messages.retract', named(sent)))).toBe('done')
})
