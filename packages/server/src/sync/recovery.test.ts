import { expect, test } from 'bun:test'
import { type ChatId, limits, newUuidV7 } from '@parley/protocol'
import type { BusMessage } from '../bus/bus'
import { FakeClock, settle } from '../testing/fake-clock'
import { HeldReads } from '../testing/held-reads'
import { Links } from '../testing/linked-bus'
import { noPeers } from '../testing/no-peers'
import { type Person, TestApp } from '../testing/test-app'

/**
 * Two nodes on one database, and a group of alice and bob. Alice is on one node, bob and carol are on the other, where
 * reads can be held.
 */
const scene = async () => {
  const links = new Links()
  const clock = new FakeClock()
  const place = (node: string) => ({ node, peers: noPeers, roles: ['api', 'gateway', 'worker'] as const })
  const own = { kind: 'sqlite', clock } as const
  const here = await TestApp.start({ ...own, bus: links.open(), cluster: place('here') })
  const bus = links.open()
  let reads: HeldReads | undefined
  const there = await TestApp.start({
    ...own,
    bus,
    cluster: place('there'),
    beside: here,
    wrap: (database) => {
      reads = new HeldReads(database)
      return reads
    },
  })
  if (!reads) throw new Error('The service took another database.')
  const alice = await here.person('alice')
  const bob = await there.person('bob')
  const carol = await there.person('carol')
  const group = newUuidV7() as ChatId
  await alice.call('groups.create', { id: group, name: 'Friends', userIds: [bob.me.id] })
  await settle()
  return {
    links,
    bus,
    clock,
    reads,
    here,
    there,
    alice,
    bob,
    carol,
    group,
    [Symbol.asyncDispose]: async () => {
      await there[Symbol.asyncDispose]()
      await here[Symbol.asyncDispose]()
    },
  }
}

const deltasOf = (person: Person, chatId: ChatId) =>
  person.connection.events('chat.delta').filter((delta) => delta.chatId === chatId)
const textsOf = (person: Person, chatId: ChatId): string[] =>
  deltasOf(person, chatId).flatMap(({ messages = [] }) =>
    messages.map(({ body }) => ('text' in body ? body.text : body.type)),
  )
const isAbout = (chatId: ChatId) => (message: BusMessage) => message.kind === 'chat' && message.chatId === chatId

/** Sends a message that the other node misses, and then one that it receives, so that it finds a gap. */
const leaveHole = async ({ links, alice, group }: Awaited<ReturnType<typeof scene>>) => {
  links.loses = isAbout(group)
  await alice.say(group, 'lost')
  links.loses = () => false
  return alice.say(group, 'after the hole')
}

test("[DL9] [DL10] after a gap's read fails once, the sweep publishes the gap, and later deltas go out", async () => {
  await using nodes = await scene()
  const { clock, reads, there, alice, bob, group } = nodes
  await alice.say(group, 'heard')
  await settle()
  reads.fail()
  const { rev } = await leaveHole(nodes)
  await settle()
  expect(there.takeProblems()).toEqual([expect.stringContaining('delivery failed')])
  expect(textsOf(bob, group)).toEqual(['system', 'heard'])
  await clock.advance(limits.convergenceMs)
  expect(deltasOf(bob, group).at(-1)).toEqual({ chatId: group, from: rev, rev })
  await alice.say(group, 'and on')
  await settle()
  expect(textsOf(bob, group).at(-1)).toBe('and on')
})

test('[DL9] the next message restores a chat whose gap could not be read', async () => {
  await using nodes = await scene()
  const { reads, there, alice, bob, group } = nodes
  reads.fail()
  const { rev } = await leaveHole(nodes)
  await settle()
  expect(there.takeProblems()).toHaveLength(1)
  const next = await alice.say(group, 'and on')
  await settle()
  expect(deltasOf(bob, group).at(-1)).toMatchObject({ from: rev, rev: next.rev })
})

test('[DL10] [DL36] the return of the bus starts a sweep at once', async () => {
  await using nodes = await scene()
  const { bus, clock, alice, bob, group } = nodes
  bus.turn('down')
  await alice.say(group, 'said meanwhile')
  await settle()
  expect(textsOf(bob, group)).not.toContain('said meanwhile')
  bus.turn('up')
  await clock.advance(0)
  await settle()
  expect(textsOf(bob, group)).toContain('said meanwhile')
})

test('[DL10] new topics start a sweep within moments', async () => {
  await using nodes = await scene()
  const { links, bus, clock, alice, bob, group } = nodes
  links.loses = isAbout(group)
  await alice.say(group, 'before it was routed here')
  bus.tell('widened')
  await clock.advance(2_000)
  expect(textsOf(bob, group)).toContain('before it was routed here')
})

/** A user is removed again while the other node reads their membership. */
const removedMeanwhile = async (
  { reads, alice, carol }: Awaited<ReturnType<typeof scene>>,
  { chatId, bringIn }: { chatId: ChatId; bringIn: () => Promise<unknown> },
) => {
  const place = reads.hold()
  await bringIn()
  await place.answered
  await alice.call('groups.remove', { chatId, userId: carol.me.id })
  await settle()
  place.release()
  await settle()
  await alice.say(chatId, 'without carol')
  await settle()
  expect(textsOf(carol, chatId)).not.toContain('without carol')
  await alice.say(chatId, 'still without carol')
  await settle()
  expect(textsOf(carol, chatId)).not.toContain('still without carol')
}

test('[DL11] [DL13] a user who is removed between the read of their membership and the subscription is not subscribed', async () => {
  await using nodes = await scene()
  const { alice, carol, group } = nodes
  const userIds = [carol.me.id]
  await removedMeanwhile(nodes, {
    chatId: group,
    bringIn: () => alice.call('groups.invite', { chatId: group, userIds }),
  })
})

test('[DL11] [DL13] nor where the node has no other member of the chat', async () => {
  await using nodes = await scene()
  const { alice, carol } = nodes
  const chatId = newUuidV7() as ChatId
  const userIds = [carol.me.id]
  await removedMeanwhile(nodes, {
    chatId,
    bringIn: () => alice.call('groups.create', { id: chatId, name: 'Two', userIds }),
  })
})
