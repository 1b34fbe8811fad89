import { expect, test } from 'bun:test'
import { type ChatId, newUuidV7, WORLD_CHAT_ID } from '@parley/protocol'
import { toId } from '../lib/uuid-bytes'
import { FakeClock, settle } from '../testing/fake-clock'
import { type Person, TestApp } from '../testing/test-app'
import { GatheredChanges } from './gathered-changes'

/** A channel that Alice watches. */
const scene = async () => {
  const clock = new FakeClock()
  const app = await TestApp.start({ clock })
  const alice = await app.person('alice')
  const chatId = newUuidV7() as ChatId
  await alice.call('channels.create', { id: chatId, name: 'Kites' })
  await alice.call('chats.watch', { chatId })
  const bob = await app.person('bob')
  const carol = await app.person('carol')
  const dave = await app.person('dave')
  const people = [bob, carol, dave]
  // The beginning of the channel is a change of its members too.
  await clock.advance(1_000)
  const deltas = (person = alice) => person.connection.events('chat.delta').filter((delta) => delta.chatId === chatId)
  const joined = (person = alice): string[][] =>
    deltas(person).map(({ members = [] }) => members.map(({ userId }) => userId))
  const join = async (person: Person) => {
    await person.call('channels.join', { chatId })
    await settle()
  }
  return {
    clock,
    alice,
    bob,
    carol,
    dave,
    people,
    chatId,
    deltas,
    joined,
    join,
    [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
  }
}

test('[DL65] of members who join a large chat within a second, the first is pushed at once and the others together', async () => {
  await using it = await scene()
  const { clock, people, deltas, joined, join } = it
  const ids = people.map(({ me }) => me.id)
  for (const person of people) await join(person)
  expect(joined()).toEqual([ids.slice(0, 1)])
  await clock.advance(1_000)
  expect(joined()).toEqual([ids.slice(0, 1), ids.slice(1)])
  const [first, second] = deltas()
  expect(second?.from).toBe(first?.rev)
  expect(second?.users?.map(({ id }) => id)).toEqual(ids.slice(1))
})

test("[DL9] [DL65] a message doesn't wait, and comes after earlier joins", async () => {
  await using it = await scene()
  const { alice, bob, carol, dave, chatId, deltas, joined, join } = it
  await join(bob)
  await join(carol)
  await alice.say(chatId, 'welcome')
  await settle()
  await join(dave)
  expect(joined()).toEqual([[bob.me.id], [carol.me.id], []])
  expect(deltas().at(-1)?.messages?.length).toBe(1)
  const revs = deltas().map(({ from, rev }) => [from, rev])
  for (const [at, [from]] of revs.entries()) if (at > 0) expect(from).toBe(revs[at - 1]?.[1] as number)
})

test('[DL13] [DL65] a watcher receives no joins from before the watch', async () => {
  await using it = await scene()
  const { clock, alice, bob, carol, dave, chatId, joined, join } = it
  await join(bob)
  await join(carol)
  await carol.call('chats.watch', { chatId })
  await join(dave)
  await clock.advance(1_000)
  expect(joined(carol)).toEqual([[dave.me.id]])
  expect(joined(alice).flat()).toEqual([bob, carol, dave].map(({ me }) => me.id) as ReturnType<typeof joined>[0])
})

test('[DL65] deltas with a gap between them stay apart', async () => {
  const clock = new FakeClock()
  const heard: string[] = []
  const changes = new GatheredChanges({ clock, publish: (_, frame) => heard.push(frame) })
  const frame = (from: number, rev: number) =>
    JSON.stringify({
      params: { chatId: WORLD_CHAT_ID, from, rev, members: [{ userId: toId(new Uint8Array(16)), rev }] },
    })
  const frames = [frame(1, 2), frame(2, 3), frame(4, 4), frame(4, 5)]
  for (const one of frames) changes.publish('chat', { frame: one, gathers: true })
  await clock.advance(1_000)
  expect(heard).toEqual(frames)
})

test('[DL65] in a large chat one typing user is shown each second, and each only once', async () => {
  await using it = await scene()
  const { clock, alice, chatId, people, join } = it
  for (const person of people) await join(person)
  const typing = () => alice.connection.events('chat.typing').map(({ userId }) => userId)
  const ids = people.map(({ me }) => me.id)
  for (const person of [...people, ...people]) await person.call('chats.typing', { chatId })
  expect(typing()).toEqual(ids.slice(0, 1))
  for (let second = 2; second <= 4; second++) await clock.advance(1_000)
  expect(typing()).toEqual([...ids.slice(0, 1), ...ids.slice(1), ...ids.slice(0, 1)])
  await clock.advance(5_000)
  expect(typing().length).toBe(4)
})

test('in a small group all typing users are shown at once', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const carol = await app.person('carol')
  const chatId = newUuidV7() as ChatId
  await alice.call('groups.create', { id: chatId, name: 'Friends', userIds: [bob.me.id, carol.me.id] })
  for (const person of [bob, carol]) await person.call('chats.typing', { chatId })
  expect(alice.connection.events('chat.typing').map(({ userId }) => userId)).toEqual([bob.me.id, carol.me.id])
})
