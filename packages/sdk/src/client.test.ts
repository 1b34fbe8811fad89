import { expect, test } from 'bun:test'
import { limits } from '@parley/protocol/limits'
import type { Client } from './api'
import { MemoryStore } from './store/memory'
import { settle } from './testing/fake-clock'
import { text, twoPeople } from './testing/people'

test('two people chat', async () => {
  const { live, alice, bob, chatId, clock } = twoPeople()
  const hers = await live(alice)
  const his = await live(bob)
  const timeline = his.timeline(chatId)
  await timeline.show('latest')
  hers.send(chatId, text('hello bob'))
  expect(hers.state.get().chats.get(chatId)?.queued).toBe(1)
  await clock.pass(100)
  expect(hers.state.get().chats.get(chatId)?.queued).toBe(0)
  expect(timeline.state.get().rows.map((row) => row.body)).toEqual([text('hello bob')])
  const entry = his.state.get().chats.get(chatId)
  expect(entry?.unread).toBe(1)
  expect(entry?.last?.seq).toBe(1)
  expect(his.state.get().connection.phase).toBe('live')
  timeline.markRead(1)
  expect(his.state.get().chats.get(chatId)?.unread).toBe(0)
  await clock.pass(1000)
  expect(his.state.get().chats.get(chatId)?.state?.readSeq).toBe(1)
})

test('a listener receives an event until it unsubscribes', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  const his = await live(bob)
  const heard: unknown[] = []
  const stop = his.on('chat.typing', ({ userId }) => heard.push(userId))
  const type = async () => {
    for (const connection of server.connections)
      connection.push({ method: 'chat.typing', params: { chatId, userId: alice } })
    await clock.pass(10)
  }
  await type()
  stop()
  await type()
  expect(heard).toEqual([alice])
})

test('the state says which limits the server has', async () => {
  const { server, live, client, alice } = twoPeople()
  const limitsIn = ({ state }: Client) => {
    const { groupMembersMax, fileBytes, voiceMaxMs } = state.get()
    return { groupMembersMax, fileBytes, voiceMaxMs }
  }
  const usual = {
    groupMembersMax: limits.groupMembersDefault,
    fileBytes: limits.fileBytes,
    voiceMaxMs: limits.voiceMaxMs,
  }
  expect(limitsIn(client(alice))).toEqual(usual)
  server.limits = { groupMembersDefault: 77, fileBytes: 1_000, voiceMaxMs: 2_000 }
  expect(limitsIn(await live(alice))).toEqual({ groupMembersMax: 77, fileBytes: 1_000, voiceMaxMs: 2_000 })
})

test('signing out ends the connection before it empties the store, so that nothing comes in after that', async () => {
  const wiping = Promise.withResolvers<void>()
  class SlowStore extends MemoryStore {
    override async wipe(): Promise<void> {
      await wiping.promise
      await super.wipe()
    }
  }
  const { server, live, alice, clock } = twoPeople()
  const hers = await live(alice, { store: new SlowStore() })
  const out = hers.logout()
  await clock.pass(100)
  expect(server.connections.size).toBe(0)
  wiping.resolve()
  await out
})

/** A client of alice whose store already holds her data, and that reaches no server. */
const withoutServer = async () => {
  const { live, client, alice, clock, chatId } = twoPeople()
  const store = new MemoryStore()
  const before = await live(alice, { store })
  before.setDraft(chatId, 'secret')
  await before.stop()
  const held = async () => (await store.open()).chats.length
  const transport = { connect: () => ({ send: () => undefined, close: () => undefined }) }
  const away = client(alice, { store, transport, http: () => new Promise(() => undefined) })
  return { away, clock, chatId, store, held }
}

test('signing out without a response of the server empties the store at once, and ends after 2 s', async () => {
  const { away, clock, chatId, store, held } = await withoutServer()
  expect(await held()).toBe(1)
  void away.start()
  let isOut = false
  void away.logout().then(() => {
    isOut = true
  })
  await clock.pass(1_900)
  expect([await held(), isOut]).toEqual([0, false])
  away.setDraft(chatId, 'written meanwhile')
  await clock.pass(200)
  expect(isOut).toBe(true)
  expect((await store.open()).drafts).toEqual([])
})

test('signing out before the start opens the store to empty it', async () => {
  const opened: string[] = []
  class NoticedStore extends MemoryStore {
    override async open() {
      opened.push('open')
      return super.open()
    }
    override async wipe() {
      opened.push('wipe')
      await super.wipe()
    }
  }
  const { client, alice } = twoPeople()
  await client(alice, { store: new NoticedStore() }).logout()
  expect(opened.slice(0, 2)).toEqual(['open', 'wipe'])
})

test('without a connection chats are made and opened over HTTP', async () => {
  const { server, client, alice, bob } = twoPeople()
  const carol = server.person('carol')
  const http: Client['call'] = async (method, params) => {
    const { answer } = server.handle(alice, { method, params })
    return (answer as { result: never }).result
  }
  const store = new MemoryStore()
  const transport = { connect: () => ({ send: () => undefined, close: () => undefined }) }
  const before = client(alice, { store })
  await before.start()
  await settle()
  await before.stop()
  const away = client(alice, { store, transport, http })
  await away.start()
  const [direct, group] = [await away.openDirect(carol), await away.createGroup('Team', [bob])]
  expect([direct, group].map((chatId) => away.state.get().chats.get(chatId)?.chat.kind)).toEqual(['direct', 'group'])
})

test('a client that is stopped closes its store', async () => {
  class ClosingStore extends MemoryStore {
    closed = false
    override async close(): Promise<void> {
      this.closed = true
    }
  }
  const { live, alice } = twoPeople()
  const store = new ClosingStore()
  const hers = await live(alice, { store })
  expect(store.closed).toBe(false)
  await hers.stop()
  expect(store.closed).toBe(true)
})

test('a client that is stopped leaves no timers behind, whatever was going on', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  server.presences.set(bob, { userId: bob, status: 'dnd', until: clock.now() + 3_600_000 })
  const hers = await live(alice)
  hers.watchPresence(bob)
  hers.timeline(server.chat('group', [alice, bob]))
  await clock.pass(1_000)
  server.plan('messages.send', 'lose')
  hers.send(chatId, text('on its way'))
  hers.setDraft(chatId, 'half a thought')
  for (const connection of server.connections)
    connection.push({ method: 'chat.typing', params: { chatId, userId: bob } })
  await clock.pass(10)
  expect(clock.waiting).toBeGreaterThan(0)
  await hers.stop()
  expect(clock.waiting).toBe(0)
})
