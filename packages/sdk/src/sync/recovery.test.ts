import { expect, test } from 'bun:test'
import type { ChatId } from '@parley/protocol'
import { closeCodes } from '@parley/protocol/close-codes'
import { limits } from '@parley/protocol/limits'
import { MemoryStore } from '../store/memory'
import type { StoredTail } from '../store/store'
import { text, twoPeople } from '../testing/people'
import { until } from '../testing/until'

type Scene = ReturnType<typeof twoPeople>
const calls = ({ server }: Scene, method: string) =>
  server.calls.filter((call) => call.method === method).map(({ params }) => params)

test('[DL17] a question that the connection took with it does not keep the next one from being asked', async () => {
  const scene = twoPeople()
  const { server, live, alice, bob, chatId, clock } = scene
  const his = await live(bob)
  server.plan('chats.changes', 'lose')
  server.say(chatId, alice, { push: false })
  server.say(chatId, alice)
  await clock.pass(1_000)
  expect(calls(scene, 'chats.changes').length).toBe(1)
  server.cut()
  await clock.pass(2_000)
  server.say(chatId, alice, { push: false })
  server.say(chatId, alice)
  await clock.pass(1_000)
  expect(calls(scene, 'chats.changes').length).toBe(2)
  expect(his.state.get().chats.get(chatId)?.last?.seq).toBe(4)
})

test('[DL17] deltas that the server never returns are fetched a few times only', async () => {
  const scene = twoPeople()
  const { server, live, bob, chatId, clock } = scene
  const his = await live(bob)
  server.publish({ chatId, from: 50, rev: 51 })
  await clock.pass(60_000)
  expect(calls(scene, 'chats.changes').length).toBeGreaterThan(0)
  expect(calls(scene, 'chats.changes').length).toBeLessThan(10)
  server.publish({ chatId, from: 1, rev: 2 })
  await clock.pass(100)
  expect(his.state.get().chats.get(chatId)?.rev).toBe(2)
})

test('[DL10] the highest of several heads counts, also when what is held has reached the first', async () => {
  const { server, live, alice, bob, clock } = twoPeople()
  const world = server.chat('channel', [alice, bob])
  const his = await live(bob)
  const rows = [server.say(world, alice, { push: false }), server.say(world, alice, { push: false })]
  const [first] = rows
  if (first === undefined) throw new Error('alice said something')
  for (const { rev, seq } of rows)
    for (const connection of server.connections)
      connection.push({ method: 'chat.head', params: { chatId: world, rev, seq } })
  server.publish({ chatId: world, from: first.rev - 1, rev: first.rev, messages: [first] })
  await clock.pass(limits.convergenceMs)
  expect(his.state.get().chats.get(world)?.last?.seq).toBe(2)
})

test('[DL22] [DL42] a restored database receives the drafts that the former one had', async () => {
  const { server, live, bob, chatId, clock } = twoPeople()
  const his = await live(bob)
  his.setDraft(chatId, 'half a thought')
  await clock.pass(2_000)
  const states = server.accounts.get(bob)?.states
  const state = states?.get(chatId)
  if (states === undefined || state === undefined) throw new Error('bob has a state')
  expect(state.draft).toEqual({ text: 'half a thought' })
  const { draft: _, ...bare } = state
  states.set(chatId, bare)
  server.epoch = 'second'
  server.cut()
  await clock.pass(20_000)
  expect(states.get(chatId)?.draft).toEqual({ text: 'half a thought' })
  expect(his.state.get().chats.get(chatId)?.draft).toBe('half a thought')
})

test('[DL25] a session that ended sends nothing again and again; the next one sends what waits', async () => {
  const scene = twoPeople()
  const { server, live, alice, chatId, clock } = scene
  const hers = await live(alice)
  server.plan('messages.send', ...Array.from({ length: 5 }, () => ({ refuse: 'unauthenticated' }) as const))
  hers.send(chatId, text('hello'))
  await clock.pass(5_000)
  expect(calls(scene, 'messages.send').length).toBe(1)
  expect(hers.state.get().chats.get(chatId)).toMatchObject({ queued: 1, failed: 0 })
})

test('a profile is not replaced by an older one that comes late', async () => {
  const { server, live, alice, bob, clock } = twoPeople()
  const his = await live(bob)
  const account = server.accounts.get(alice)
  if (account === undefined) throw new Error('alice has an account')
  const { admin: _, ...old } = account.me
  account.me = { ...account.me, name: 'Alice', rev: 2 }
  server.friend(bob, { userId: alice, state: 'friends', since: 1 })
  await clock.pass(100)
  const friend = server.accounts.get(bob)?.friends.get(alice)
  if (friend === undefined) throw new Error('they are friends')
  for (const connection of server.connections)
    connection.push({ method: 'user.delta', params: { from: friend.rev - 1, rev: friend.rev, users: [old] } })
  await clock.pass(100)
  expect(his.state.get().users.get(alice)?.name).toBe('Alice')
})

test('[DL28] a cursor that the server refuses for good goes back to where the server has it', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  for (let said = 0; said < 3; said++) server.say(chatId, alice)
  const his = await live(bob)
  const timeline = his.timeline(chatId)
  const showing = timeline.show('latest')
  await clock.pass(10)
  await showing
  server.plan('chats.markRead', { refuse: 'not_found' })
  timeline.markRead(3)
  expect(his.state.get().chats.get(chatId)?.unread).toBe(0)
  await clock.pass(2_000)
  expect(his.state.get().chats.get(chatId)?.unread).toBe(3)
})

test("the end of slow mode's wait goes by the server’s clock, whatever this device’s says", async () => {
  const { server, live, alice, bob, clock } = twoPeople()
  const group = server.chat('group', [alice, bob])
  const chat = server.chats.get(group)
  if (chat === undefined) throw new Error('the chat is there')
  chat.chat = { ...chat.chat, slowModeMs: 600_000 }
  const said = server.say(group, bob)
  const his = await live(bob)
  const nextSendAt = () => his.state.get().chats.get(group)?.nextSendAt ?? 0
  const before = nextSendAt()
  expect(before).toBeGreaterThan(said.at)
  server.at += 50_000
  server.cut()
  await clock.pass(2_000)
  expect(nextSendAt()).toBeLessThan(before - 40_000)
})

test('a mute that lasts longer than a timer can wait ends at its time, also without a connection', async () => {
  const { server, live, alice, bob, clock } = twoPeople()
  const group = server.chat('group', [alice, bob])
  const his = await live(bob)
  const dayMs = 24 * 3_600_000
  const place = { chatId: group, userId: bob, rev: 2, role: 'member' as const, joinedSeq: 0, visibleFrom: 0 }
  server.publish({ chatId: group, from: 1, rev: 2, members: [{ ...place, mutedUntil: server.at + 60 * dayMs }] })
  await clock.pass(100)
  server.cut(closeCodes.sessionEnded)
  const isMuted = () => his.state.get().chats.get(group)?.writeRefused === 'muted'
  await clock.pass(59 * dayMs)
  expect(isMuted()).toBe(true)
  await clock.pass(dayMs)
  expect(isMuted()).toBe(false)
})

test('a channel that is joined again shows at once what was said meanwhile', async () => {
  const { server, live, alice, bob, clock } = twoPeople()
  const world = server.chat('channel', [alice, bob])
  const his = await live(bob)
  server.say(world, alice, { push: false })
  const joining = his.joinChannel(world)
  await clock.pass(100)
  await joining
  expect(his.state.get().chats.get(world)?.last?.seq).toBe(1)
})

test('stored rows that changed while they were read are read again', async () => {
  class LateStore extends MemoryStore {
    reads = 0
    override async tail(chatId: ChatId): Promise<StoredTail | undefined> {
      const tail = await super.tail(chatId)
      return this.reads++ === 0 && tail ? { rev: tail.rev - 1, messages: [] } : tail
    }
  }
  const { server, live, client, alice, bob, chatId, clock } = twoPeople()
  for (let said = 0; said < 3; said++) server.say(chatId, alice)
  const store = new LateStore()
  const his = await live(bob, { store })
  await clock.pass(1_000)
  await his.stop()
  const away = client(bob, { store, transport: { connect: () => ({ send: () => undefined, close: () => undefined }) } })
  await away.start()
  const timeline = away.timeline(chatId)
  const showing = timeline.show('latest')
  await clock.pass(10)
  await showing
  expect(timeline.state.get().rows.map(({ seq }) => seq)).toEqual([1, 2, 3])
})

test('[DL22] [DL50] what was read in a former life of the database is neither marked nor a divider in the new one', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  for (let said = 0; said < 3; said++) server.say(chatId, alice)
  for (const person of [alice, bob]) server.read(person, chatId, { seq: 3 })
  const hers = await live(alice)
  const timeline = hers.timeline(chatId)
  const showing = timeline.show('latest')
  await clock.pass(10)
  await showing
  expect(timeline.state.get().openedReadSeq).toBe(3)
  expect(hers.state.get().chats.get(chatId)?.readUpTo).toBe(3)
  const chat = server.chats.get(chatId)
  if (chat === undefined) throw new Error('the chat is there')
  chat.messages.splice(1)
  chat.rev = 2
  chat.chat = { ...chat.chat, seq: 1 }
  for (const person of [alice, bob]) server.read(person, chatId, { seq: 0, push: false })
  server.epoch = 'second'
  server.cut()
  await clock.pass(2_000)
  expect(hers.state.get().chats.get(chatId)?.readUpTo).toBe(0)
  expect(timeline.state.get()).toMatchObject({ openedReadSeq: 0, rows: [{ seq: 1 }] })
})

test('[DL22] an answer of another life of the database than the session began with is not applied', async () => {
  const scene = twoPeople()
  const { server, client, alice, bob, chatId, clock } = scene
  const store = new MemoryStore()
  server.say(chatId, alice)
  const his = client(bob, { store })
  server.plan('sync.pull', { refuse: 'unavailable', retryAfterMs: 1_000 })
  await his.start()
  await clock.pass(500)
  expect(calls(scene, 'sync.pull').length).toBe(1)
  server.epoch = 'second'
  await clock.pass(10_000)
  expect(his.state.get().connection.phase).toBe('live')
  expect(calls(scene, 'session.open').length).toBe(2)
  expect((await store.open()).epoch).toBe('second')
})

test('stored rows that stay behind are given up on, and read no more often than needed', async () => {
  class BehindStore extends MemoryStore {
    reads = 0
    late = 0
    override async tail(chatId: ChatId): Promise<StoredTail | undefined> {
      const tail = await super.tail(chatId)
      if (++this.reads > 20) throw new Error('read again and again')
      return tail && { ...tail, rev: tail.rev - this.late }
    }
  }
  const { server, live, client, alice, bob, chatId, clock } = twoPeople()
  const store = new BehindStore()
  server.say(chatId, alice)
  const before = await live(bob, { store })
  await clock.pass(1_000)
  await before.stop()
  const transport = { connect: () => ({ send: () => undefined, close: () => undefined }) }
  const readsOf = async (late: number) => {
    Object.assign(store, { late, reads: 0 })
    const away = client(bob, { store, transport })
    await away.start()
    void away.timeline(chatId).show('latest')
    await clock.pass(10)
    return store.reads
  }
  expect([await readsOf(0), await readsOf(1)]).toEqual([1, 3])
})

test('[DL17] while a pull is under way nothing else is asked: it brings what is missing', async () => {
  const scene = twoPeople()
  const { server, live, alice, bob, chatId, clock } = scene
  const his = await live(bob)
  server.plan('sync.pull', 'hold')
  server.cut()
  await clock.pass(1_000)
  const pulls = calls(scene, 'sync.pull').length
  server.say(chatId, alice, { push: false })
  server.say(chatId, alice)
  const added = server.chat('group', [alice, bob])
  const account = server.accounts.get(bob)
  if (account) account.rev++
  server.prefer(bob, { status: 'dnd' })
  await clock.pass(2_000)
  expect([his.state.get().connection.phase, calls(scene, 'chats.changes')]).toEqual(['syncing', []])
  expect(calls(scene, 'sync.pull').length).toBe(pulls)
  server.held.shift()?.()
  await clock.pass(1_000)
  expect(his.state.get().chats.get(chatId)?.last?.seq).toBe(2)
  expect([his.state.get().chats.has(added), his.state.get().preferences?.status]).toEqual([true, 'dnd'])
})

test('a connection on which catching up is not answered three times is given up', async () => {
  const scene = twoPeople()
  const { server, client, bob, clock } = scene
  server.plan('sync.pull', 'lose', 'lose', 'lose', 'lose')
  const his = client(bob)
  await his.start()
  await until(
    () => calls(scene, 'session.open').length === 2,
    () => clock.pass(1_000),
  )
  const methods = server.calls.map(({ method }) => method).filter((method) => /session.open|sync.pull/.test(method))
  expect(methods.slice(0, 5)).toEqual(['session.open', 'sync.pull', 'sync.pull', 'sync.pull', 'session.open'])
})

test('a chat that the server does not know for this user is fetched once per connection', async () => {
  const scene = twoPeople()
  const { server, live, bob, clock } = scene
  const gone = server.chat('group', [bob])
  server.chats.get(gone)?.people.delete(bob)
  const his = await live(bob)
  for (let told = 0; told < 3; told++) {
    server.prefer(bob, { showsReads: told % 2 === 0 })
    await his.call('chats.markUnread', { chatId: gone, unread: true })
    await clock.pass(1_000)
  }
  expect(calls(scene, 'chats.changes')).toEqual([{ chatId: gone, since: 0 }])
  server.chats.get(gone)?.people.add(bob)
  server.cut()
  await clock.pass(5_000)
  expect(his.state.get().chats.has(gone)).toBe(true)
})

test('[DL27] a count requested on a broken connection is requested on the next one', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  // Of the last 40, ten are his own: only the server knows that.
  for (let said = 0; said < 60; said++) server.say(chatId, said % 4 === 0 ? bob : alice)
  const his = await live(bob)
  server.plan('chats.changes', 'lose')
  await his.call('chats.markRead', { chatId, seq: 20 })
  await clock.pass(100)
  server.cut()
  await clock.pass(3_000)
  expect(his.state.get().chats.get(chatId)?.unread).toBe(30)
  server.say(chatId, bob)
  await clock.pass(100)
  expect(his.state.get().chats.get(chatId)?.unread).toBe(30)
})

test('[DL10] a head from before a reconnect does not prevent following one after it', async () => {
  const { server, live, alice, bob, clock } = twoPeople()
  const world = server.chat('channel', [alice, bob])
  const his = await live(bob)
  const head = ({ rev, seq }: { rev: number; seq: number }) => {
    for (const connection of server.connections)
      connection.push({ method: 'chat.head', params: { chatId: world, rev, seq } })
  }
  head(server.say(world, alice, { push: false }))
  await clock.pass(10)
  server.cut()
  await clock.pass(5_000)
  head(server.say(world, alice, { push: false }))
  await clock.pass(limits.convergenceMs)
  expect(his.state.get().chats.get(world)?.last?.seq).toBe(2)
})
