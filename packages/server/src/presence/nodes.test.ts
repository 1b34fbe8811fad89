import { expect, test } from 'bun:test'
import { type ChatId, newUuidV7, WORLD_CHAT_ID } from '@parley/protocol'
import type { BusMessage } from '../bus/bus'
import type { Peers } from '../bus/peers'
import { FakeClock, settle } from '../testing/fake-clock'
import { type LinkedBus, Links } from '../testing/linked-bus'
import { type Person, TestApp } from '../testing/test-app'

/** Peers without forwarded calls: every node runs its own. */
const peers: Peers = {
  request: () => Promise.reject(new Error('nobody asks')),
  serve: async () => () => {},
  announce: async () => {},
  list: async () => [],
}

/** Alice on one node; bob and carol on the other. */
const scene = async () => {
  const links = new Links()
  const clock = new FakeClock()
  const bus: Record<'here' | 'there', LinkedBus> = { here: links.open(), there: links.open() }
  const place = (node: string) => ({ node, peers, roles: ['api', 'gateway', 'worker'] as const })
  const here = await TestApp.start({ clock, kind: 'sqlite', bus: bus.here, cluster: place('a') })
  const there = await TestApp.start({ clock, kind: 'sqlite', bus: bus.there, cluster: place('b'), beside: here })
  const alice = await here.person('alice')
  const bob = await there.person('bobby')
  const group = newUuidV7() as ChatId
  await alice.call('groups.create', { id: group, name: 'All', userIds: [bob.me.id] })
  await clock.advance(5_000)
  const heard = () => alice.connection.events('presence.changed').map(({ userId: _, ...presence }) => presence)
  const see = async (who: Person, whom: Person) =>
    (await who.call('presence.watch', { userIds: [whom.me.id] })).presences[0]?.status
  return {
    links,
    clock,
    bus,
    here,
    there,
    alice,
    bob,
    group,
    heard,
    see,
    [Symbol.asyncDispose]: async () => {
      await there[Symbol.asyncDispose]()
      await here[Symbol.asyncDispose]()
    },
  }
}

test('[DL34] presence crosses nodes: connecting, disconnecting, idling, a status, invisibility set on either', async () => {
  await using it = await scene()
  const { clock, here, there, alice, bob, heard, see } = it
  expect(await see(alice, bob)).toBe('online')
  await bob.call('presence.idle', { idle: true })
  await clock.advance(5_000)
  expect(heard().at(-1)).toEqual({ status: 'away' })
  await bob.call('presence.set', { status: 'dnd', text: 'busy' })
  await clock.advance(5_000)
  expect(heard().at(-1)).toEqual({ status: 'dnd', text: 'busy' })
  // Another device of bob's, on alice's node, hides him on both.
  const phone = await here.signedIn(bob.me, bob.token)
  await phone.call('presence.set', { status: 'invisible' })
  await clock.advance(5_000)
  expect(heard().at(-1)).toEqual({ status: 'offline', lastSeenAt: expect.any(Number) })
  for (const node of [here, there]) expect(node.core.online.count).toBe(1)
  await phone.call('presence.set', { status: 'online' })
  await clock.advance(5_000)
  expect(heard().at(-1)).toEqual({ status: 'online' })
  phone.connection.connection.end()
  bob.connection.connection.end()
  await clock.advance(5_000)
  expect(heard().at(-1)).toEqual({ status: 'offline', lastSeenAt: expect.any(Number) })
})

test('[DL34] the sweep hides a user who hid while the bus lost everything, and users of a dead node are offline within 35 s', async () => {
  await using it = await scene()
  const { links, clock, bus, here, there, alice, bob, group, heard, see } = it
  expect(await see(alice, bob)).toBe('online')
  const phone = await here.signedIn(bob.me, bob.token)
  links.loses = (_: BusMessage) => true
  await phone.call('presence.set', { status: 'invisible' })
  links.loses = () => false
  await clock.advance(15_000)
  for (const node of [here, there]) expect(node.core.online.count).toBe(1)
  expect(await see(alice, bob)).toBe('offline')
  await phone.call('presence.set', { status: 'online' })
  phone.connection.connection.end()
  await clock.advance(5_000)
  expect(await see(alice, bob)).toBe('online')
  bus.there.turn('down')
  await clock.advance(35_000)
  await settle()
  expect(heard().at(-1)).toMatchObject({ status: 'offline' })
  for (const chatId of [group, WORLD_CHAT_ID as ChatId])
    expect((await alice.call('chats.online', { chatId })).sample).toEqual([alice.me.id])
})
