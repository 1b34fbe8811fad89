import { expect, test } from 'bun:test'
import { type ChatId, limits, newUuidV7, type Params, WORLD_CHAT_ID } from '@parley/protocol'
import { FakeClock } from '../testing/fake-clock'
import { type Person, TestApp } from '../testing/test-app'

const scene = async () => {
  const clock = new FakeClock()
  const app = await TestApp.start({ clock })
  const [alice, bob, carol] = [await app.person('alice'), await app.person('bobby'), await app.person('carol')]
  /** What alice hears of the others, without the ids. */
  const heard = (who: Person = alice) =>
    who.connection.events('presence.changed').map(({ userId: _, ...presence }) => presence)
  const pass = () => clock.advance(5_000)
  const see = async (who: Person, whom: Person) => {
    const { presences } = await who.call('presence.watch', { userIds: [whom.me.id] })
    const [{ userId, ...presence } = { userId: undefined }] = presences
    expect(userId).toBe(whom.me.id)
    return presence
  }
  return { app, clock, alice, bob, carol, heard, pass, see, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

const leave = (person: Person) => person.connection.connection.end()
const befriend = async (one: Person, other: Person) => {
  await one.call('friends.request', { userId: other.me.id })
  await other.call('friends.request', { userId: one.me.id })
}

test('a watcher sees somebody come and go, on the last of several devices, and when they were last there', async () => {
  await using it = await scene()
  const { app, clock, alice, bob, heard, pass, see } = it
  expect(await see(alice, bob)).toEqual({ status: 'online' })
  const phone = await app.signedIn(bob.me, bob.token)
  leave(bob)
  await pass()
  expect(heard()).toEqual([])
  leave(phone)
  const leftAt = clock.now()
  await pass()
  expect(heard()).toEqual([{ status: 'offline', lastSeenAt: leftAt }])
  await app.signedIn(bob.me, bob.token)
  await pass()
  expect(heard().at(-1)).toEqual({ status: 'online' })
  expect(await see(alice, bob)).toEqual({ status: 'online' })
})

test('who comes back at once, as after a reload, was never gone', async () => {
  await using it = await scene()
  const { app, clock, alice, bob, heard, pass, see } = it
  await see(alice, bob)
  leave(bob)
  await clock.advance(500)
  await app.signedIn(bob.me, bob.token)
  await pass()
  expect(heard()).toEqual([])
})

test('a status with a text and an end is shown until then; all devices of its user know it', async () => {
  await using it = await scene()
  const { app, clock, alice, bob, heard, pass, see } = it
  const phone = await app.signedIn(bob.me, bob.token)
  await see(alice, bob)
  const until = clock.now() + 60_000
  const set = await bob.call('presence.set', { status: 'dnd', text: 'in a meeting', until })
  expect(set).toMatchObject({ status: 'dnd', text: 'in a meeting', until })
  expect(phone.connection.events('user.delta').at(-1)?.preferences).toEqual(set)
  await pass()
  expect(heard()).toEqual([{ status: 'dnd', text: 'in a meeting', until }])
  await clock.advance(60_000)
  expect(await see(alice, bob)).toEqual({ status: 'online' })
  expect(await bob.call('presence.set', { status: 'online' })).not.toHaveProperty('text')
  await expect(bob.call('presence.set', { status: 'invisible', text: 'hidden' })).rejects.toMatchObject({
    code: 'invalid_params',
  })
})

test('who is idle on all devices is away, and back with the first sign', async () => {
  await using it = await scene()
  const { app, alice, bob, heard, pass, see } = it
  const phone = await app.signedIn(bob.me, bob.token)
  await see(alice, bob)
  await bob.call('presence.idle', { idle: true })
  await pass()
  expect(heard()).toEqual([])
  await phone.call('presence.idle', { idle: true })
  await phone.call('presence.idle', { idle: true })
  await pass()
  expect(heard()).toEqual([{ status: 'away' }])
  leave(phone)
  await pass()
  expect(heard()).toEqual([{ status: 'away' }])
  await bob.call('presence.idle', { idle: false })
  await pass()
  expect(heard().at(-1)).toEqual({ status: 'online' })
  await bob.call('presence.set', { status: 'away' })
  await pass()
  expect(heard().at(-1)).toEqual({ status: 'away' })
})

test('who is watched no more, or by nobody, is told to nobody', async () => {
  await using it = await scene()
  const { app, alice, bob, carol, heard, pass, see } = it
  await see(alice, bob)
  await see(carol, bob)
  await alice.call('presence.unwatch', { userIds: [bob.me.id] })
  leave(carol)
  leave(bob)
  await pass()
  expect([heard(), heard(carol)]).toEqual([[], []])
  const strangers = Array.from({ length: limits.presencePerWatch }, () =>
    newUuidV7(),
  ) as Params<'presence.watch'>['userIds']
  expect(await alice.call('presence.watch', { userIds: strangers })).toEqual({ presences: [] })
  await app.signedIn(bob.me, bob.token)
  await pass()
  expect(heard()).toEqual([])
})

test('privacy says who sees somebody, and is in force at once', async () => {
  await using it = await scene()
  const { alice, bob, carol, heard, pass, see } = it
  await befriend(alice, bob)
  for (const who of [alice, carol]) expect(await see(who, bob)).toEqual({ status: 'online' })
  await bob.call('accounts.setPrivacy', { seenBy: 'friends' })
  await pass()
  expect([heard(), heard(carol)]).toEqual([[], [{ status: 'offline' }]])
  await bob.call('accounts.setPrivacy', { seenBy: 'contacts' })
  await pass()
  expect(await see(carol, bob)).toEqual({ status: 'offline' })
  const group = newUuidV7() as ChatId
  await carol.call('groups.create', { id: group, name: 'All', userIds: [bob.me.id] })
  expect(await see(carol, bob)).toEqual({ status: 'online' })
  expect(await carol.call('chats.online', { chatId: group })).toMatchObject({ count: 2 })
  await bob.call('groups.leave', { chatId: group })
  expect(await see(carol, bob)).toEqual({ status: 'offline' })
  await bob.call('accounts.setPrivacy', { seenBy: 'nobody' })
  await pass()
  expect(heard().at(-1)).toEqual({ status: 'offline' })
  expect(await alice.call('chats.online', { chatId: WORLD_CHAT_ID })).toMatchObject({ count: 2 })
  expect(await see(bob, bob)).toEqual({ status: 'offline', lastSeenAt: expect.any(Number) })
})

test('[PM1] whom somebody blocks sees them offline at once, and for good, in numbers and samples too', async () => {
  await using it = await scene()
  const { app, alice, bob, carol, heard, pass, see } = it
  const group = newUuidV7() as ChatId
  await carol.call('groups.create', { id: group, name: 'All', userIds: [alice.me.id, bob.me.id] })
  await see(alice, bob)
  await see(carol, bob)
  await bob.call('friends.block', { userId: alice.me.id })
  await pass()
  expect([heard(), heard(carol)]).toEqual([[{ status: 'offline' }], []])
  for (const chatId of [group, WORLD_CHAT_ID as ChatId])
    expect((await alice.call('chats.online', { chatId })).sample).not.toContain(bob.me.id)
  expect((await carol.call('chats.online', { chatId: group })).sample).toContain(bob.me.id)
  leave(bob)
  await pass()
  await app.signedIn(bob.me, bob.token)
  await pass()
  expect(heard().length).toBe(1)
  expect(await see(alice, bob)).toEqual({ status: 'offline' })
})

test('what is typed is shown to nobody by whom that is switched off, and so is what is read', async () => {
  await using it = await scene()
  const { alice, bob } = it
  const { chat } = await alice.call('chats.direct', { userId: bob.me.id })
  const { seq } = await alice.say(chat.id, 'hello')
  await bob.call('accounts.setPrivacy', { showsTyping: false, showsReads: false })
  await bob.call('chats.typing', { chatId: chat.id })
  await bob.call('chats.markRead', { chatId: chat.id, seq })
  expect(alice.connection.events('chat.typing')).toEqual([])
  expect(alice.connection.events('chat.read')).toEqual([])
  await bob.call('accounts.setPrivacy', { showsTyping: true, showsReads: true })
  await bob.call('chats.typing', { chatId: chat.id })
  expect(alice.connection.events('chat.typing')).toHaveLength(1)
})
