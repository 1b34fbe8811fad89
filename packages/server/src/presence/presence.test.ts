import { expect, test } from 'bun:test'
import { type ChatId, limits, newUuidV7, type Presence, type UserId, WORLD_CHAT_ID } from '@parley/protocol'
import { toBytes } from '../lib/uuid-bytes'
import { eventually } from '../testing/eventually'
import { FakeClock } from '../testing/fake-clock'
import { type Person, TestApp } from '../testing/test-app'

const scene = async () => {
  const clock = new FakeClock()
  const app = await TestApp.start({ clock })
  const alice = await app.person('alice')
  const bob = await app.person('bobby')
  const carol = await app.person('carol')
  /** Alice's events about the others, without the ids. */
  const heard = (who: Person = alice) =>
    who.connection.events('presence.changed').map(({ userId: _, ...presence }) => presence)
  /** Advances time and waits for queries, until a user has received exactly this. */
  const hears = async (expected: readonly Omit<Presence, 'userId'>[], who: Person = alice) => {
    await eventually(async () => {
      if (heard(who).length >= expected.length) return true
      await clock.advance(250)
      return false
    })
    expect(heard(who)).toEqual([...expected])
  }
  const see = async (who: Person, whom: Person) => {
    const { presences } = await who.call('presence.watch', { userIds: [whom.me.id] })
    const [{ userId, ...presence } = { userId: undefined }] = presences
    expect(userId).toBe(whom.me.id)
    return presence
  }
  /**
   * Disconnects the last device. The last-seen time is written a second of the clock later; the database takes real
   * time for it.
   */
  const leavesForGood = async ({ connection }: Pick<Person, 'connection'>, { me }: Person) => {
    connection.connection.end()
    await clock.advance(1_000)
    const seenAt = () =>
      app.database.read((db) =>
        db.selectFrom('users').select('seen_at').where('id', '=', toBytes(me.id)).executeTakeFirstOrThrow(),
      )
    await eventually(async () => (await seenAt()).seen_at !== null)
  }
  return {
    app,
    clock,
    alice,
    bob,
    carol,
    heard,
    hears,
    see,
    leavesForGood,
    [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
  }
}

const leave = (person: Person) => person.connection.connection.end()
const befriend = async (one: Person, other: Person) => {
  await one.call('friends.request', { userId: other.me.id })
  await other.call('friends.request', { userId: one.me.id })
}

test("a watcher receives a user's arrival, departure after the last of several devices, and last-seen time", async () => {
  await using it = await scene()
  const { app, clock, alice, bob, hears, see } = it
  expect(await see(alice, bob)).toEqual({ status: 'online' })
  const phone = await app.signedIn(bob.me, bob.token)
  leave(bob)
  await clock.advance(5_000)
  const leftAt = app.database.now()
  await it.leavesForGood(phone, bob)
  await eventually(async () => {
    await clock.advance(250)
    return it.heard().length > 0
  })
  expect(it.heard()).toEqual([{ status: 'offline', lastSeenAt: expect.any(Number) }])
  expect(Math.abs((it.heard()[0]?.lastSeenAt ?? 0) - leftAt)).toBeLessThan(60_000)
  const before = it.heard()
  await app.signedIn(bob.me, bob.token)
  await hears([...before, { status: 'online' }])
  expect(await see(alice, bob)).toEqual({ status: 'online' })
})

test('a user who returns at once, as after a reload, never looks offline', async () => {
  await using it = await scene()
  const { app, clock, alice, bob, hears, see } = it
  await see(alice, bob)
  leave(bob)
  await clock.advance(500)
  const back = await app.signedIn(bob.me, bob.token)
  await clock.advance(5_000)
  await back.call('presence.set', { status: 'dnd' })
  await hears([{ status: 'dnd' }])
})

test('a user who returns at once is not noted as last seen', async () => {
  await using it = await scene()
  const { app, clock, bob, carol, leavesForGood } = it
  leave(bob)
  await clock.advance(500)
  await app.signedIn(bob.me, bob.token)
  // Last-seen times are written in turn: that of bob would be written by then.
  await clock.advance(1_000)
  await leavesForGood(carol, carol)
  const { seen_at: seenAt } = await app.database.read((db) =>
    db.selectFrom('users').select('seen_at').where('id', '=', toBytes(bob.me.id)).executeTakeFirstOrThrow(),
  )
  expect(seenAt).toBeNull()
})

test('a disabled user has no last-seen time, also among others', async () => {
  await using it = await scene()
  const { app, alice, bob, carol, leavesForGood } = it
  await leavesForGood(bob, bob)
  await leavesForGood(carol, carol)
  const watch = async () => {
    const { presences } = await alice.call('presence.watch', { userIds: [bob.me.id, carol.me.id] })
    return new Set(presences.filter(({ lastSeenAt }) => lastSeenAt !== undefined).map(({ userId }) => userId))
  }
  expect(await watch()).toEqual(new Set([bob.me.id, carol.me.id]))
  const root = await app.person('erin', { setup: (await app.core.setupCode.renew()) ?? '' })
  await root.call('admin.setDisabled', { userId: bob.me.id, disabled: true })
  await alice.call('presence.unwatch', { userIds: [bob.me.id, carol.me.id] })
  expect(await watch()).toEqual(new Set([carol.me.id]))
})

test('a status with a text and an end shows until then; all devices of its user receive it', async () => {
  await using it = await scene()
  const { app, alice, bob, hears, see } = it
  const phone = await app.signedIn(bob.me, bob.token)
  await see(alice, bob)
  const until = app.database.now() + 3_600_000
  const set = await bob.call('presence.set', { status: 'dnd', text: 'in a meeting', until })
  expect(set).toMatchObject({ status: 'dnd', text: 'in a meeting', until })
  expect(phone.connection.events('user.delta').at(-1)?.preferences).toEqual(set)
  await hears([{ status: 'dnd', text: 'in a meeting', until }])
  await bob.call('presence.set', { status: 'dnd', text: 'over', until: 1 })
  expect(await see(alice, bob)).toEqual({ status: 'online' })
  expect(await bob.call('presence.set', { status: 'online' })).not.toHaveProperty('text')
  await expect(bob.call('presence.set', { status: 'invisible', text: 'hidden' })).rejects.toMatchObject({
    code: 'invalid_params',
  })
})

test('a user who is idle on all devices is away, and back with the first activity', async () => {
  await using it = await scene()
  const { app, alice, bob, hears, see } = it
  const phone = await app.signedIn(bob.me, bob.token)
  await see(alice, bob)
  await bob.call('presence.idle', { idle: true })
  expect(await see(alice, bob)).toEqual({ status: 'online' })
  await phone.call('presence.idle', { idle: true })
  await phone.call('presence.idle', { idle: true })
  await hears([{ status: 'away' }])
  leave(phone)
  expect(await see(alice, bob)).toEqual({ status: 'away' })
  await bob.call('presence.idle', { idle: false })
  await hears([{ status: 'away' }, { status: 'online' }])
  await bob.call('presence.set', { status: 'away' })
  await hears([{ status: 'away' }, { status: 'online' }, { status: 'away' }])
})

test("presence of users who aren't watched isn't sent", async () => {
  await using it = await scene()
  const { alice, bob, carol, hears, see } = it
  await see(alice, bob)
  await see(carol, bob)
  await alice.call('presence.unwatch', { userIds: [bob.me.id] })
  await bob.call('presence.set', { status: 'dnd' })
  await hears([{ status: 'dnd' }], carol)
  await see(alice, bob)
  await bob.call('presence.set', { status: 'away' })
  await hears([{ status: 'away' }])
  const strangers = Array.from({ length: limits.presencePerWatch }, () => newUuidV7() as UserId)
  expect(await alice.call('presence.watch', { userIds: strangers })).toEqual({ presences: [] })
})

test('beyond the limit, a connection stops watching the users it named first', async () => {
  await using it = await scene()
  const { alice, bob, carol, clock, heard, hears, see } = it
  await see(alice, bob)
  for (let named = 0; named < limits.presenceWatched; named += limits.presencePerWatch)
    await alice.call('presence.watch', {
      userIds: Array.from({ length: limits.presencePerWatch }, () => newUuidV7() as UserId),
    })
  await see(alice, carol)
  await bob.call('presence.set', { status: 'dnd' })
  await clock.advance(1_000)
  await carol.call('presence.set', { status: 'away' })
  await hears([{ status: 'away' }])
  expect(heard()).toHaveLength(1)
})

test('privacy settings limit presence, with immediate effect', async () => {
  await using it = await scene()
  const { alice, bob, carol, hears, see } = it
  await befriend(alice, bob)
  for (const who of [alice, carol]) expect(await see(who, bob)).toEqual({ status: 'online' })
  await bob.call('accounts.setPrivacy', { seenBy: 'friends' })
  await hears([{ status: 'offline' }], carol)
  await bob.call('accounts.setPrivacy', { seenBy: 'contacts' })
  expect(await see(carol, bob)).toEqual({ status: 'offline' })
  const group = newUuidV7() as ChatId
  await carol.call('groups.create', { id: group, name: 'All', userIds: [bob.me.id] })
  expect(await see(carol, bob)).toEqual({ status: 'online' })
  expect(await carol.call('chats.online', { chatId: group })).toMatchObject({ count: 2 })
  await bob.call('groups.leave', { chatId: group })
  expect(await see(carol, bob)).toEqual({ status: 'offline' })
  await bob.call('accounts.setPrivacy', { seenBy: 'nobody' })
  await hears([{ status: 'offline' }])
  expect(await alice.call('chats.online', { chatId: WORLD_CHAT_ID })).toMatchObject({ count: 2 })
  expect(await see(bob, bob)).toMatchObject({ status: 'offline' })
})

test('[PM1] blocked users see the blocker offline at once, permanently, in numbers and samples too', async () => {
  await using it = await scene()
  const { app, alice, bob, carol, hears, see } = it
  const group = newUuidV7() as ChatId
  await carol.call('groups.create', { id: group, name: 'All', userIds: [alice.me.id, bob.me.id] })
  await see(alice, bob)
  await see(carol, bob)
  await bob.call('friends.block', { userId: alice.me.id })
  await hears([{ status: 'offline' }])
  for (const chatId of [group, WORLD_CHAT_ID as ChatId])
    expect((await alice.call('chats.online', { chatId })).sample).not.toContain(bob.me.id)
  expect((await carol.call('chats.online', { chatId: group })).sample).toContain(bob.me.id)
  const counts = [alice, carol].map(async (viewer) => (await viewer.call('chats.online', { chatId: group })).count)
  expect(await Promise.all(counts)).toEqual([2, 3])
  await it.leavesForGood(bob, bob)
  await hears([{ status: 'offline', lastSeenAt: expect.any(Number) }], carol)
  await app.signedIn(bob.me, bob.token)
  await eventually(async () => {
    await it.clock.advance(250)
    return it.heard(carol).length > 1
  })
  expect(it.heard()).toEqual([{ status: 'offline' }])
  expect(await see(alice, bob)).toEqual({ status: 'offline' })
})

test('users who hide typing or read marks show neither', async () => {
  await using it = await scene()
  const { alice, bob } = it
  const { chat } = await alice.call('chats.direct', { userId: bob.me.id })
  const { seq } = await alice.say(chat.id, 'hello')
  await bob.call('accounts.setPrivacy', { showsTyping: false, showsReads: false })
  for (const doing of ['typing', 'recording', 'uploading'] as const)
    await bob.call('chats.typing', { chatId: chat.id, doing })
  await bob.call('chats.markRead', { chatId: chat.id, seq })
  expect(alice.connection.events('chat.typing')).toEqual([])
  expect(alice.connection.events('chat.read')).toEqual([])
  await bob.call('accounts.setPrivacy', { showsTyping: true, showsReads: true })
  await bob.call('chats.typing', { chatId: chat.id })
  await bob.call('chats.typing', { chatId: chat.id, doing: 'recording' })
  const named = { chatId: chat.id, userId: bob.me.id }
  expect(alice.connection.events('chat.typing')).toEqual([named, { ...named, doing: 'recording' }])
})
