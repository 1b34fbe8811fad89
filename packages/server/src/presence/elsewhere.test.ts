import { expect, test } from 'bun:test'
import { newUuidV7, type UserId, WORLD_CHAT_ID } from '@parley/protocol'
import type { BusMessage } from '../bus/bus'
import { topics } from '../lib/topics'
import { FakeClock } from '../testing/fake-clock'
import { type LinkedBus, Links } from '../testing/linked-bus'
import { Elsewhere } from './elsewhere'
import { Online } from './online'

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
  const elsewhere = new Elsewhere({
    ...{ bus, clock, node: name },
    here: () => online.here(),
    changed: (userId, now) => online.changedElsewhere(userId, now),
    nodeGone: (userIds) => gone.push(...userIds),
  })
  online.useOthers(elsewhere)
  elsewhere.start()
  /** Somebody's first connection, of whom it is known that they let it be seen. */
  const come = (userId: UserId) => {
    online.arrived(userId)
    online.show(userId, 'shown')
  }
  const go = (userId: UserId) => online.departed(userId, 'active')
  return { bus, come, go, online, elsewhere, counts, gone, count: () => online.count }
}

const start = () => {
  const [links, clock] = [new Links(), new FakeClock()]
  return { links, clock, open: (name: string) => openNode(links, clock, name) }
}

test('[DL34] people on other nodes are online here, a person on two nodes counting once', async () => {
  const { clock, open } = start()
  const [here, there] = [open('a'), open('b')]
  const [alice, bob, carol] = [person(), person(), person()]
  here.come(alice)
  there.come(alice)
  there.come(bob)
  await clock.advance(1_000)
  expect([here.count(), there.count()]).toEqual([2, 2])
  expect(here.online.among([alice, bob, carol])).toEqual([alice, bob])
  expect(new Set(here.online.some(9))).toEqual(new Set([alice, bob]))
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

test('[DL34] a node that starts later learns who is there, and is learned of', async () => {
  const { clock, open } = start()
  const first = open('a')
  const [alice, bob] = [person(), person()]
  first.come(alice)
  await clock.advance(1_000)
  const second = open('b')
  second.come(bob)
  await clock.advance(1_000)
  expect([first.count(), second.count()]).toEqual([2, 2])
})

test('[DL34] what was lost is noticed by its number, and asked for', async () => {
  const { links, clock, open } = start()
  const [here, there] = [open('a'), open('b')]
  await clock.advance(1_000)
  links.loses = ({ kind }: BusMessage) => kind === 'presence'
  const everybody = Array.from({ length: 12_345 }, person)
  for (const userId of everybody) there.come(userId)
  await clock.advance(1_000)
  expect(here.count()).toBe(0)
  links.loses = () => false
  // The next word is the regular one, or that somebody else came.
  there.go(everybody[0] ?? person())
  await clock.advance(1_000)
  expect(here.count()).toBe(12_344)
})

test('[DL34] people who left while the bus lost words are gone once the node tells of everybody', async () => {
  const { links, clock, open } = start()
  const [here, there] = [open('a'), open('b')]
  const [stays, leaves] = [person(), person()]
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

test('[DL34] a node that is gone takes its people with it within 35 s, one that says so at once', async () => {
  const { clock, open } = start()
  const [here, dies, stops] = [open('a'), open('b'), open('c')]
  const [lost, left] = [person(), person()]
  dies.come(lost)
  stops.come(left)
  await clock.advance(1_000)
  expect(here.count()).toBe(2)
  stops.elsewhere.stop()
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

test('[DL34] words of other versions are ignored', () => {
  const { links, open } = start()
  const here = open('a')
  const stranger = links.open()
  for (const text of ['{', 'null', '{"node":"x"}', '{"node":7,"came":[]}', '[]'])
    stranger.publish({ kind: 'presence', text })
  expect(here.count()).toBe(0)
})

test('[DL34] who has only idle devices on every node is idle; who hides is on no node', async () => {
  const { clock, open } = start()
  const [here, there] = [open('a'), open('b')]
  const [alice, bob] = [person(), person()]
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
  there.online.show(bob, 'hidden')
  await clock.advance(1_000)
  for (const node of [here, there, later]) {
    expect([node.online.stateOf(alice), node.online.stateOf(bob), node.count()]).toEqual(['active', undefined, 1])
    expect(node.online.among([alice, bob])).toEqual([alice])
  }
  there.online.show(bob, 'shown')
  await clock.advance(1_000)
  expect([here.online.stateOf(bob), here.count()]).toEqual(['active', 2])
})
