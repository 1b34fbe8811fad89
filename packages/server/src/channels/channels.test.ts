import { expect, test } from 'bun:test'
import { type ChatId, newUuidV7, WORLD_CHAT_ID } from '@parley/protocol'
import { FakeClock } from '../testing/fake-clock'
import { type Person, type Refused, TestApp } from '../testing/test-app'

const world = WORLD_CHAT_ID as ChatId
const code = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    ({ code }: Refused) => code,
  )
const gather = async (app: TestApp) => {
  const setup = (await app.core.setupCode.renew()) ?? ''
  const admin = await app.person('admin', { setup })
  const [alice, bob, carol] = await Promise.all(['alice', 'bob', 'carol'].map((name) => app.person(name)))
  if (!alice || !bob || !carol) throw new Error('somebody is missing')
  return { admin, alice, bob, carol }
}
const newChannel = async (owner: Person, name = 'Kites') => {
  const chatId = newUuidV7() as ChatId
  await owner.call('channels.create', { id: chatId, name })
  return chatId
}
const held = async (person: Person) =>
  (await person.call('sync.pull', { user: 0, chats: {}, last: true })).chats.map(({ chatId }) => chatId)

test('channels are made by whom the server lets, found by the beginning of their name, joined and left', async () => {
  await using app = await TestApp.start({ channels: 'admins' })
  const { admin, alice } = await gather(app)
  expect(await code(newChannel(alice))).toBe('forbidden')
  const chatId = await newChannel(admin, 'Ｋites')
  await newChannel(admin, 'Boats')
  const listed = await alice.call('channels.list', { query: 'ki' })
  expect(listed).toEqual({
    channels: [{ chatId, name: 'Ｋites', members: 1, joined: false }],
    more: false,
    mayCreate: false,
  })
  expect(await code(alice.say(chatId, 'hello'))).toBe('not_found')
  expect(await code(alice.call('messages.list', { chatId }))).toBe('not_found')
  expect(await held(alice)).not.toContain(chatId)
  await admin.say(chatId, 'before alice')
  await alice.call('channels.join', { chatId })
  expect(await held(alice)).toContain(chatId)
  const { messages } = await alice.call('messages.list', { chatId })
  expect(messages.map(({ body }) => body)).toEqual([{ type: 'text', text: 'before alice' }])
  await alice.say(chatId, 'hello')
  await alice.call('channels.leave', { chatId })
  expect(await code(alice.say(chatId, 'hello'))).toBe('not_a_member')
  const all = await admin.call('channels.list', {})
  expect(all.channels.map(({ name, members, joined }) => [name, members, joined])).toEqual([
    ['Boats', 1, true],
    ['Ｋites', 1, true],
  ])
})

test('the id of a channel makes it once, and answers only its owner', async () => {
  await using app = await TestApp.start()
  const { alice, bob } = await gather(app)
  const id = newUuidV7() as ChatId
  const make = (person: Person) => code(person.call('channels.create', { id, name: 'Kites' }))
  expect([await make(alice), await make(alice), await make(bob)]).toEqual(['done', 'done', 'conflict'])
  const { channels } = await bob.call('channels.list', {})
  expect(channels.map(({ members, joined }) => [members, joined])).toEqual([[1, false]])
})

test('channels come page by page, in the order of their names', async () => {
  await using app = await TestApp.start()
  const { alice } = await gather(app)
  for (let at = 0; at < 55; at++) await newChannel(alice, `Room ${String(at % 3).padStart(2, '0')}`)
  const first = await alice.call('channels.list', {})
  const rest = await alice.call('channels.list', { after: first.channels.at(-1)?.chatId ?? world })
  const all = [...first.channels, ...rest.channels]
  expect([first.channels.length, first.more, rest.channels.length, rest.more]).toEqual([50, true, 5, false])
  expect(new Set(all.map(({ chatId }) => chatId)).size).toBe(55)
  expect(all.map(({ name }) => name)).toEqual(all.map(({ name }) => name).toSorted())
})

test('[GP8] a channel is run by its owner and administrators, the world by administrators', async () => {
  await using app = await TestApp.start()
  const { admin, alice, bob, carol } = await gather(app)
  const chatId = await newChannel(alice)
  for (const one of [bob, carol]) await one.call('channels.join', { chatId })
  const mute = (by: Person, whom: Person, chat = chatId) =>
    code(by.call('channels.mute', { chatId: chat, userId: whom.me.id, forMs: 60_000 }))
  expect(await mute(bob, carol)).toBe('forbidden')
  expect(await mute(alice, carol)).toBe('done')
  expect(await mute(admin, alice)).toBe('forbidden')
  expect(await mute(alice, admin)).toBe('not_found')
  expect(await code(carol.say(chatId, 'no'))).toBe('muted')
  expect(await code(bob.call('channels.update', { chatId, mutedAll: true }))).toBe('forbidden')
  await alice.call('channels.update', { chatId, mutedAll: true })
  expect([await code(bob.say(chatId, 'no')), await code(alice.say(chatId, 'yes'))]).toEqual(['muted_all', 'done'])
  expect(await code(alice.call('channels.update', { chatId: world, mutedAll: true }))).toBe('forbidden')
  expect(await mute(alice, bob, world)).toBe('forbidden')
  expect(await mute(admin, bob, world)).toBe('done')
  expect([await code(bob.say(world, 'no')), await code(carol.say(world, 'yes'))]).toEqual(['muted', 'done'])
  await admin.call('channels.update', { chatId: world, mutedAll: true })
  expect([await code(carol.say(world, 'no')), await code(admin.say(world, 'yes'))]).toEqual(['muted_all', 'done'])
  expect(await code(admin.call('channels.update', { chatId: world, name: 'Mine' }))).toBe('forbidden')
  expect(await code(admin.call('channels.leave', { chatId: world }))).toBe('forbidden')
})

test('[GP8] no owner and no administrator is muted in a channel, and an earlier mute of theirs can be lifted', async () => {
  await using app = await TestApp.start()
  const { admin, alice, bob } = await gather(app)
  const chatId = await newChannel(alice)
  for (const one of [admin, bob]) await one.call('channels.join', { chatId })
  const mute = (by: Person, whom: Person, forMs = 60_000) =>
    code(by.call('channels.mute', { chatId, userId: whom.me.id, forMs }))
  expect([await mute(alice, admin), await mute(admin, alice)]).toEqual(['forbidden', 'forbidden'])
  expect(await mute(alice, bob)).toBe('done')
  await app.core.admin.grant(bob.me.username)
  expect([await mute(alice, bob), await mute(alice, bob, 0)]).toEqual(['forbidden', 'done'])
  expect(await code(bob.say(chatId, 'again'))).toBe('done')
})

test('[GP4] a mute and slow mode hold in the world, and end by the clock', async () => {
  const clock = new FakeClock()
  await using app = await TestApp.start({ kind: 'sqlite', clock })
  const { admin, alice, bob } = await gather(app)
  await admin.call('channels.mute', { chatId: world, userId: alice.me.id, forMs: 60_000 })
  await admin.call('channels.update', { chatId: world, slowModeMs: 10_000 })
  expect(await code(alice.say(world, 'no'))).toBe('muted')
  expect([await code(bob.say(world, 'one')), await code(bob.say(world, 'two'))]).toEqual(['done', 'slow_mode'])
  expect([await code(admin.say(world, 'one')), await code(admin.say(world, 'two'))]).toEqual(['done', 'done'])
  await clock.advance(60_000)
  expect([await code(alice.say(world, 'yes')), await code(bob.say(world, 'two'))]).toEqual(['done', 'done'])
})

test('[GP4] a mute outlasts leaving a channel and coming back', async () => {
  await using app = await TestApp.start()
  const { alice, bob } = await gather(app)
  const chatId = await newChannel(alice)
  await bob.call('channels.join', { chatId })
  await alice.call('channels.mute', { chatId, userId: bob.me.id, forMs: 60_000 })
  await bob.call('channels.leave', { chatId })
  await bob.call('channels.join', { chatId })
  expect(await code(bob.say(chatId, 'no'))).toBe('muted')
})

test('[GP3] who joins and leaves a channel at once is counted once', async () => {
  await using app = await TestApp.start()
  const { alice, bob, carol } = await gather(app)
  for (let round = 0; round < 4; round++) {
    const chatId = await newChannel(alice, `Room ${round}`)
    await Promise.all(
      [bob, carol, bob, carol].map((one, at) =>
        code(one.call(at > 1 ? 'channels.leave' : 'channels.join', { chatId })),
      ),
    )
    await Promise.all([bob, bob, carol].map((one) => one.call('channels.join', { chatId })))
    const { channels } = await alice.call('channels.list', { query: `Room ${round}` })
    expect(channels[0]?.members).toBe(3)
  }
})

test('[GP8] an owner who leaves a channel and comes back no longer runs it', async () => {
  await using app = await TestApp.start()
  const { alice } = await gather(app)
  const chatId = await newChannel(alice)
  await alice.call('channels.leave', { chatId })
  await alice.call('channels.join', { chatId })
  expect(await code(alice.call('channels.update', { chatId, mutedAll: true }))).toBe('forbidden')
})
