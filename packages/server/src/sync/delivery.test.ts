import { expect, test } from 'bun:test'
import { type ChatId, limits, newUuidV7, WORLD_CHAT_ID } from '@parley/protocol'
import type { Bus, BusListener, BusMessage, Recount } from '../bus/bus'
import { InProcessBus } from '../bus/in-process'
import { fail } from '../lib/fail'
import { toBytes } from '../lib/uuid-bytes'
import { minuteOf } from '../storage/schema'
import { eventually } from '../testing/eventually'
import { FakeClock, settle } from '../testing/fake-clock'
import { TestApp } from '../testing/test-app'

/** A bus that loses the frames that the test selects. */
class LossyBus implements Bus {
  lose: (message: BusMessage) => boolean = () => false
  private readonly inner = new InProcessBus()

  publish(message: BusMessage): void {
    if (!this.lose(message)) this.inner.publish(message)
  }

  readonly state = 'up'
  listen(listener: BusListener): () => void {
    return this.inner.listen(listener)
  }
  subscribe(): void {}
  recount(): Recount {
    return this.inner.recount()
  }
  async stop(): Promise<void> {}
}

const scene = async (clock = new FakeClock()) => {
  const bus = new LossyBus()
  const app = await TestApp.start({ bus, clock })
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const { chat } = await alice.call('chats.direct', { userId: bob.me.id })
  const heard = () => bob.connection.events('chat.delta').flatMap((delta) => delta.messages ?? [])
  return {
    bus,
    clock,
    app,
    alice,
    bob,
    chatId: chat.id,
    heard,
    [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
  }
}

test('[DL9] a gap is filled from the database before anything later goes out', async () => {
  await using scenery = await scene()
  const { bus, alice, bob, chatId, heard } = scenery
  await alice.say(chatId, 'one')
  bus.lose = ({ kind }) => kind === 'chat'
  await alice.say(chatId, 'two')
  await alice.say(chatId, 'three')
  bus.lose = () => false
  await alice.say(chatId, 'four')
  await eventually(() => heard().length >= 4)
  expect(heard().map(({ seq }) => seq)).toEqual([1, 2, 3, 4])
  const revs = bob.connection.events('chat.delta').map(({ from, rev }) => [from, rev])
  for (const [at, [from]] of revs.entries()) if (at > 0) expect(from).toBe(revs[at - 1]?.[1] as number)
})

test('[DL11] a member who leaves and returns while a gap is being filled receives later deltas, and none from between', async () => {
  await using scenery = await scene()
  const { app, bus, alice, bob } = scenery
  const carol = await app.person('carol')
  const chatId = newUuidV7() as ChatId
  await alice.call('groups.create', { id: chatId, name: 'Friends', userIds: [bob.me.id] })
  bus.lose = ({ kind }) => kind === 'chat'
  await alice.say(chatId, 'lost')
  bus.lose = () => false
  const invite = () => alice.call('groups.invite', { chatId, userIds: [bob.me.id, carol.me.id] })
  await Promise.all([bob.call('groups.leave', { chatId }), invite()])
  // If the invitation came first, bob is out; if he is back already, this does nothing.
  await invite()
  await settle()
  const { rev } = await alice.say(chatId, 'for everybody')
  const ofGroup = (person: typeof alice) =>
    person.connection.events('chat.delta').filter((delta) => delta.chatId === chatId)
  for (const person of [bob, carol]) await eventually(() => ofGroup(person).at(-1)?.rev === rev)
  const seen = ofGroup(carol).flatMap(({ messages }) => messages ?? [])
  expect(seen.map(({ body }) => ('text' in body ? body.text : body.type))).not.toContain('lost')
})

test('[DL10] the sweep publishes deltas that the bus lost, without any new event', async () => {
  await using scenery = await scene()
  const { bus, clock, alice, chatId, heard } = scenery
  await alice.say(chatId, 'one')
  bus.lose = ({ kind }) => kind === 'chat'
  await alice.say(chatId, 'two')
  expect(heard().length).toBe(1)
  await clock.advance(limits.convergenceMs)
  await eventually(() => heard().length >= 2)
  expect(heard().map(({ seq }) => seq)).toEqual([1, 2])
})

test('[DL10] the sweep finds a change that began in one minute and is committed after a sweep of the next', async () => {
  await using scenery = await scene(new FakeClock(Date.UTC(2026, 0, 1, 12, 0, 59)))
  const { app, clock, bob, chatId } = scenery
  const began = Promise.withResolvers<number>()
  const commits = Promise.withResolvers<void>()
  // Its publish is lost, as with a node that ends at this moment.
  const change = app.database.write(async (tx) => {
    const { rev } = await tx.db
      .updateTable('chats')
      .set((row) => ({ rev: row('rev', '+', 1), row_rev: row('rev', '+', 1), changed_min: minuteOf(tx.now) }))
      .where('id', '=', toBytes(chatId))
      .returning('rev')
      .executeTakeFirstOrThrow()
    began.resolve(rev)
    await app.hold(commits.promise)
  })
  const rev = await began.promise
  const minute = minuteOf(clock.now())
  await clock.advance(30_000)
  expect(minuteOf(clock.now())).toBe(minute + 1)
  const heard = () => bob.connection.events('chat.delta').some((delta) => delta.chatId === chatId && delta.rev === rev)
  expect(heard()).toBe(false)
  commits.resolve()
  await change
  // PostgreSQL responds in real time, which the fake clock doesn't wait for: a sweep may take several steps. A
  // connection that was silent through all of them would be closed.
  await eventually(async () => {
    await clock.advance(limits.convergenceMs)
    await bob.call('accounts.me', {})
    return heard()
  })
})

test('[DL10] without a baseline the sweep makes stale clients resync', async () => {
  await using scenery = await scene()
  const { app, bus, clock, alice, bob, chatId } = scenery
  app.core.delivery.stop()
  bus.lose = ({ kind }) => kind === 'chat'
  const { rev } = await alice.say(chatId, 'lost before anything was served')
  app.core.delivery.start()
  await clock.advance(limits.convergenceMs)
  const nudges = () =>
    bob.connection.events('chat.delta').filter((delta) => delta.chatId === chatId && delta.rev === rev)
  await eventually(() => nudges().length > 0)
  expect(nudges()).toEqual([{ chatId, from: rev, rev }])
  // Once is enough: stale clients resync.
  await clock.advance(limits.convergenceMs)
  expect(nudges().length).toBe(1)
})

test('channels are pushed to watchers; others get heads at most once in their interval, the last one always', async () => {
  await using scenery = await scene()
  const { clock, alice, bob } = scenery
  await alice.call('chats.watch', { chatId: WORLD_CHAT_ID })
  for (let at = 1; at <= 5; at++) await alice.say(WORLD_CHAT_ID, `number ${at}`)
  const inWorld = ({ chatId }: { chatId: ChatId }) => chatId === WORLD_CHAT_ID
  const watched = alice.connection.events('chat.delta').filter(inWorld)
  expect(watched.flatMap(({ messages }) => messages ?? []).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5])
  expect(bob.connection.events('chat.delta').filter(inWorld)).toEqual([])
  expect(bob.connection.events('chat.head').map(({ seq }) => seq)).toEqual([1])
  await clock.advance(limits.headIntervalMs)
  await eventually(() => bob.connection.events('chat.head').length > 1)
  expect(bob.connection.events('chat.head').map(({ seq }) => seq)).toEqual([1, 5])
})

test('watchers receive the online count, and a user on two devices counts once', async () => {
  await using scenery = await scene()
  const { app, clock, alice, bob } = scenery
  await alice.call('chats.watch', { chatId: WORLD_CHAT_ID })
  await clock.advance(limits.onlineIntervalMs)
  const phone = await app.signedIn(bob.me, bob.token)
  expect((await alice.call('chats.online', { chatId: WORLD_CHAT_ID })).count).toBe(2)
  bob.connection.connection.end()
  phone.connection.connection.end()
  await clock.advance(limits.onlineIntervalMs)
  expect(alice.connection.events('chat.online').at(-1)).toEqual({ chatId: WORLD_CHAT_ID, count: 1 })
})

test('a sweep interrupted by the end of the service is no error', async () => {
  const clock = new FakeClock()
  const app = await TestApp.start({ clock })
  const { read } = app.database
  const cut = Promise.withResolvers<never>()
  app.database.read = () => cut.promise
  await clock.advance(limits.convergenceMs)
  app.core.delivery.stop()
  cut.reject(fail('unavailable'))
  await settle()
  app.database.read = read
  // Throws when an error was logged.
  await app[Symbol.asyncDispose]()
})
