import { expect, test } from 'bun:test'
import { newUuidV7, type UserId, WORLD_CHAT_ID } from '@parley/protocol'
import type { BusMessage } from '../bus/bus'
import { topics } from '../lib/topics'
import { FakeClock } from '../testing/fake-clock'
import { type LinkedBus, Links } from '../testing/linked-bus'
import { Online } from './online'
import { RemotePresence } from './remote-presence'

const person = () => newUuidV7() as UserId

const openNode = (links: Links, clock: FakeClock, name: string) => {
  const bus: LinkedBus = links.open()
  const counts: number[] = []
  const gone: string[] = []
  const online = new Online({
    clock,
    publish: (topic, frame) => topic === topics.chat(WORLD_CHAT_ID) && counts.push(JSON.parse(frame).params.count),
    changed: () => {},
    left: () => {},
  })
  const remotePresence = new RemotePresence({
    bus,
    clock,
    node: name,
    here: () => online.usersHere(),
    changed: (userId, now) => online.changedRemotely(userId, now),
    nodeGone: (userIds) => gone.push(...userIds),
  })
  online.useRemoteUsers(remotePresence)
  remotePresence.start()
  /** A user's first connection, with visible presence. */
  const come = (userId: UserId) => {
    online.arrived(userId)
    online.setVisible(userId, 'shown')
  }
  const go = (userId: UserId) => online.departed(userId, 'active')
  return { bus, come, go, online, remotePresence, counts, gone, count: () => online.count }
}

const start = () => {
  const links = new Links()
  const clock = new FakeClock()
  return { links, clock, open: (name: string) => openNode(links, clock, name) }
}

test('[DL34] users on other nodes are online here, and a user on two nodes counts once', async () => {
  const { clock, open } = start()
  const here = open('a')
  const there = open('b')
  const alice = person()
  const bob = person()
  const carol = person()
  here.come(alice)
  there.come(alice)
  there.come(bob)
  await clock.advance(1_000)
  expect([here.count(), there.count()]).toEqual([2, 2])
  expect(here.online.filterOnline([alice, bob, carol])).toEqual([alice, bob])
  expect(new Set(here.online.sampleUsers(9))).toEqual(new Set([alice, bob]))
  expect(here.counts.at(-1)).toBe(2)
  here.go(alice)
  await clock.advance(1_000)
  expect([here.count(), there.count()]).toEqual([2, 2])
  there.go(alice)
  there.go(bob)
  await clock.advance(1_000)
  expect([here.count(), there.count()]).toEqual([0, 0])
  expect(here.counts.at(-1)).toBe(0)
})

test('[DL34] a node that starts later learns the present users, and the others learn its own', async () => {
  const { clock, open } = start()
  const first = open('a')
  const alice = person()
  const bob = person()
  first.come(alice)
  await clock.advance(1_000)
  const second = open('b')
  second.come(bob)
  await clock.advance(1_000)
  expect([first.count(), second.count()]).toEqual([2, 2])
})

test('[DL34] a gap in the numbers reveals a lost update, and the node requests it', async () => {
  const { links, clock, open } = start()
  const here = open('a')
  const there = open('b')
  await clock.advance(1_000)
  links.loses = ({ kind }: BusMessage) => kind === 'presence'
  const everybody = Array.from({ length: 12_345 }, person)
  for (const userId of everybody) there.come(userId)
  await clock.advance(1_000)
  expect(here.count()).toBe(0)
  links.loses = () => false
  // The next update is the regular one, or a new user's.
  there.go(everybody[0] ?? person())
  await clock.advance(1_000)
  expect(here.count()).toBe(12_344)
})

test("[DL34] users who left while the bus lost updates disappear with the node's next full update", async () => {
  const { links, clock, open } = start()
  const here = open('a')
  const there = open('b')
  const stays = person()
  const leaves = person()
  there.come(stays)
  there.come(leaves)
  await clock.advance(1_000)
  expect(here.count()).toBe(2)
  links.loses = ({ kind }: BusMessage) => kind === 'presence'
  there.go(leaves)
  await clock.advance(1_000)
  links.loses = () => false
  await clock.advance(11_000)
  expect([here.online.stateOf(stays), here.online.stateOf(leaves), here.count()]).toEqual(['active', undefined, 1])
})

test("[DL34] a lost node's users are offline within 35 s, those of a stopping node at once", async () => {
  const { clock, open } = start()
  const here = open('a')
  const dies = open('b')
  const stops = open('c')
  const lost = person()
  const left = person()
  dies.come(lost)
  stops.come(left)
  await clock.advance(1_000)
  expect(here.count()).toBe(2)
  stops.remotePresence.stop()
  expect(here.count()).toBe(1)
  dies.bus.turn('down')
  await clock.advance(25_000)
  expect(here.count()).toBe(1)
  await clock.advance(10_000)
  expect(here.count()).toBe(0)
  expect(new Set(here.gone)).toEqual(new Set([lost, left]))
  dies.bus.turn('up')
  await clock.advance(1_000)
  expect(here.count()).toBe(1)
})

test('[DL34] updates of other versions are ignored', () => {
  const { links, open } = start()
  const here = open('a')
  const stranger = links.open()
  for (const text of ['{', 'null', '{"node":"x"}', '{"node":7,"came":[]}', '[]'])
    stranger.publish({ kind: 'presence', text })
  expect(here.count()).toBe(0)
})

test('[DL34] a user with only idle devices on every node is idle; a hidden user is on no node', async () => {
  const { clock, open } = start()
  const here = open('a')
  const there = open('b')
  const alice = person()
  const bob = person()
  here.come(alice)
  there.come(alice)
  there.come(bob)
  there.online.idled(alice, 'idle')
  await clock.advance(1_000)
  expect([here.online.stateOf(alice), there.online.stateOf(alice)]).toEqual(['active', 'active'])
  here.online.idled(alice, 'idle')
  await clock.advance(1_000)
  expect([here.online.stateOf(alice), there.online.stateOf(alice)]).toEqual(['idle', 'idle'])
  const later = open('c')
  await clock.advance(1_000)
  expect(later.online.stateOf(alice)).toBe('idle')
  here.go(alice)
  there.online.idled(alice, 'active')
  there.online.setVisible(bob, 'hidden')
  await clock.advance(1_000)
  for (const node of [here, there, later]) {
    expect([node.online.stateOf(alice), node.online.stateOf(bob), node.count()]).toEqual(['active', undefined, 1])
    expect(node.online.filterOnline([alice, bob])).toEqual([alice])
  }
  there.online.setVisible(bob, 'shown')
  await clock.advance(1_000)
  expect([here.online.stateOf(bob), here.count()]).toEqual(['active', 2])
})
