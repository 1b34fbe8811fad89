import { expect, test } from 'bun:test'
import type { MethodName, Presence, UserId } from '@parley/protocol'
import { closeCodes } from '@parley/protocol/close-codes'
import { limits } from '@parley/protocol/limits'
import type { Client } from '../api'
import { createMemoryStore } from '../store/memory'
import type { FakeServer } from '../testing/fake-server'
import { twoPeople } from '../testing/people'

const seen = (client: Client, userId: UserId) => client.state.get().presences.get(userId)?.status
const callsOf = (server: FakeServer, method: MethodName) => server.calls.filter((call) => call.method === method)
const show = (server: FakeServer, presence: Presence) => {
  server.presences.set(presence.userId, presence)
  for (const connection of server.connections) connection.push({ method: 'presence.changed', params: presence })
}

test('a user is watched once for any number of screens, kept current, and watched again after a reconnect', async () => {
  const { server, live, alice, bob, clock } = twoPeople()
  const hers = await live(alice)
  const stops = [hers.watchPresence(bob), hers.watchPresence(bob)]
  await clock.pass(100)
  expect(seen(hers, bob)).toBe('offline')
  show(server, { userId: bob, status: 'online' })
  await clock.pass(10)
  expect(seen(hers, bob)).toBe('online')
  expect(callsOf(server, 'presence.watch').length).toBe(1)
  server.cut()
  server.presences.set(bob, { userId: bob, status: 'dnd' })
  await clock.pass(20_000)
  expect(seen(hers, bob)).toBe('dnd')
  for (const stop of stops) {
    stop()
    stop()
  }
  await clock.pass(20_000)
  expect(callsOf(server, 'presence.unwatch').map(({ params }) => params)).toEqual([{ userIds: [bob] }])
  show(server, { userId: bob, status: 'away' })
  await clock.pass(10)
  expect(seen(hers, bob)).toBeUndefined()
})

test('a call that did not get through is made again', async () => {
  const { server, live, alice, bob, clock } = twoPeople()
  const hers = await live(alice)
  server.plan('presence.watch', { refuse: 'unavailable' })
  hers.watchPresence(bob)
  await clock.pass(10_000)
  expect(seen(hers, bob)).toBe('offline')
})

test('a status is over in time, without a word of the server', async () => {
  const { server, live, alice, bob, clock } = twoPeople()
  const hers = await live(alice)
  server.presences.set(bob, { userId: bob, status: 'dnd', text: 'busy', until: clock.now() + 5_000 })
  hers.watchPresence(bob)
  await clock.pass(1_000)
  expect(seen(hers, bob)).toBe('dnd')
  await clock.pass(5_000)
  expect(hers.state.get().presences.get(bob)).toEqual({ userId: bob, status: 'online' })
})

test('an idle device says so, also to the next connection', async () => {
  const { server, live, alice, clock } = twoPeople()
  const hers = await live(alice)
  hers.setIdle(true)
  hers.setIdle(true)
  await clock.pass(10)
  server.cut()
  await clock.pass(20_000)
  hers.setIdle(false)
  await clock.pass(10)
  expect(callsOf(server, 'presence.idle').map(({ params }) => params)).toEqual([
    { idle: true },
    { idle: true },
    { idle: false },
  ])
})

test('preferences are in the state as they come, and there again after a reload without a connection', async () => {
  const { server, live, client, alice, clock } = twoPeople()
  const store = createMemoryStore()
  const hers = await live(alice, { store })
  server.prefer(alice, { status: 'invisible', showsReads: false })
  await clock.pass(100)
  expect(hers.state.get().preferences).toMatchObject({ status: 'invisible', showsReads: false })
  await hers.stop()
  const transport = { connect: () => ({ send: () => undefined, close: () => undefined }) }
  const again = client(alice, { store, transport })
  await again.start()
  expect(again.state.get().preferences).toMatchObject({ status: 'invisible', showsReads: false })
})

test('a screen that stops twice does not stop for another one', async () => {
  const { server, live, alice, bob, clock } = twoPeople()
  const hers = await live(alice)
  const stop = hers.watchPresence(bob)
  hers.watchPresence(bob)
  await clock.pass(100)
  stop()
  stop()
  await clock.pass(20_000)
  expect(callsOf(server, 'presence.unwatch')).toEqual([])
  show(server, { userId: bob, status: 'away' })
  await clock.pass(10)
  expect(seen(hers, bob)).toBe('away')
})

test('when one person leaves the screen, the others on it stay watched', async () => {
  const { server, live, alice, bob, clock } = twoPeople()
  const carol = server.person('carol')
  const hers = await live(alice)
  const stop = hers.watchPresence(bob)
  hers.watchPresence(carol)
  await clock.pass(100)
  stop()
  await clock.pass(20_000)
  expect(callsOf(server, 'presence.unwatch').map(({ params }) => params)).toEqual([{ userIds: [bob] }])
  expect(seen(hers, carol)).toBe('offline')
  show(server, { userId: carol, status: 'online' })
  await clock.pass(10)
  expect(seen(hers, carol)).toBe('online')
})

test('a status that another one replaced does not end that one', async () => {
  const { server, live, alice, bob, clock } = twoPeople()
  const hers = await live(alice)
  server.presences.set(bob, { userId: bob, status: 'dnd', until: clock.now() + 5_000 })
  hers.watchPresence(bob)
  await clock.pass(1_000)
  show(server, { userId: bob, status: 'away' })
  await clock.pass(10_000)
  expect(seen(hers, bob)).toBe('away')
})

test('people who leave the screen one after the other are watched no more, each of them', async () => {
  const { server, live, alice, bob, clock } = twoPeople()
  const carol = server.person('carol')
  const hers = await live(alice)
  const stops = [hers.watchPresence(bob), hers.watchPresence(carol)]
  for (const stop of stops) {
    await clock.pass(100)
    stop()
    await clock.pass(20_000)
  }
  expect(callsOf(server, 'presence.unwatch').map(({ params }) => params)).toEqual([
    { userIds: [bob] },
    { userIds: [carol] },
  ])
})

test('a permanently refused watch is not repeated on this connection', async () => {
  const { server, live, alice, bob, clock } = twoPeople()
  const hers = await live(alice)
  server.plan('presence.watch', { refuse: 'forbidden' })
  hers.watchPresence(bob)
  await clock.pass(30_000)
  expect(callsOf(server, 'presence.watch').length).toBe(1)
  server.cut()
  await clock.pass(5_000)
  expect(seen(hers, bob)).toBe('offline')
})

test('a status that lasts longer than a timer can wait ends at its time', async () => {
  const { server, live, alice, bob, clock } = twoPeople()
  const hers = await live(alice)
  const dayMs = 24 * 3_600_000
  server.presences.set(bob, { userId: bob, status: 'dnd', until: clock.now() + 60 * dayMs })
  hers.watchPresence(bob)
  await clock.pass(1_000)
  // Without a connection no other timer runs for all these days.
  server.cut(closeCodes.sessionEnded)
  await clock.pass(59 * dayMs)
  expect(seen(hers, bob)).toBe('dnd')
  await clock.pass(dayMs)
  expect(seen(hers, bob)).toBe('online')
})

test('a list of more people than one call can name is watched as a whole, and later no longer', async () => {
  const { server, live, alice, clock } = twoPeople()
  const people = Array.from({ length: limits.presencePerWatch + 2 }, (_, at) => server.person(`person${at}`))
  const hers = await live(alice)
  const stops = people.map((userId) => hers.watchPresence(userId))
  await clock.pass(1_000)
  for (const stop of stops) stop()
  await clock.pass(20_000)
  for (const method of ['presence.watch', 'presence.unwatch'] as const) {
    const named = callsOf(server, method).map(({ params }) => (params as { userIds: UserId[] }).userIds)
    expect(named.map(({ length }) => length)).toEqual([limits.presencePerWatch, 2])
    expect(new Set(named.flat())).toEqual(new Set(people))
  }
})
