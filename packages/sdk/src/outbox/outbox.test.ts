import { expect, test } from 'bun:test'
import type { Message } from '@parley/protocol'
import type { Client, Clock } from '../api'
import { createMemoryStore, MemoryStore } from '../store/memory'
import type { LocalStore, StoreWrite } from '../store/store'
import { withoutEvents } from '../testing/lossy'
import { text, twoPeople } from '../testing/people'

const words = (rows: readonly Pick<Message, 'body'>[] | undefined) =>
  rows?.map(({ body }) => (body.type === 'text' ? body.text : body.type))
const statuses = (client: Client, timeline: ReturnType<Client['timeline']>) => {
  client.state.get()
  return timeline.state.get().rows.map((row) => row.status)
}

test('[DL24] what is written while offline is shown at once, survives a reload and arrives once, in order', async () => {
  const { server, client, live, alice, chatId, clock } = twoPeople()
  const store = createMemoryStore()
  const before = await live(alice, { store })
  await before.stop()
  const offline = client(alice, {
    store,
    transport: { connect: () => ({ send: () => undefined, close: () => undefined }) },
  })
  await offline.start()
  const ids = ['one', 'two', 'three'].map((each) => offline.send(chatId, text(each)))
  expect(offline.state.get().chats.get(chatId)).toMatchObject({
    queued: 3,
    failed: 0,
    last: { id: ids[2], status: 'queued' },
  })
  await offline.stop()
  const after = client(alice, { store })
  await after.start()
  expect(after.state.get().chats.get(chatId)?.queued).toBe(3)
  const timeline = after.timeline(chatId)
  await timeline.show('latest')
  await clock.pass(1_000)
  expect(words(server.chats.get(chatId)?.messages)).toEqual(['one', 'two', 'three'])
  expect(timeline.state.get().rows.map(({ id, seq, status }) => [id, seq, status])).toEqual(
    ids.map((id, at) => [id, at + 1, 'sent']),
  )
  expect((await store.open()).outbox).toEqual([])
})

test('[DL24] [DL45] whom a message names is shown at once, survives a reload and goes out with it and with an edit', async () => {
  const { server, client, live, alice, bob, chatId, clock } = twoPeople()
  const store = createMemoryStore()
  const before = await live(alice, { store })
  await before.stop()
  const offline = client(alice, {
    store,
    transport: { connect: () => ({ send: () => undefined, close: () => undefined }) },
  })
  await offline.start()
  const id = offline.send(chatId, text('you'), { mentions: [bob], mentionsAll: true })
  expect(offline.state.get().chats.get(chatId)?.last).toMatchObject({ mentions: [bob], mentionsAll: true })
  await offline.stop()
  const after = await live(alice, { store })
  await clock.pass(1_000)
  const stored = () => server.chats.get(chatId)?.messages[0]
  expect(stored()).toMatchObject({ mentions: [bob], mentionsAll: true })
  const changed = after.edit(chatId, id, { ...text('nobody'), mentions: [] })
  await clock.pass(100)
  expect(await changed).toEqual(stored() as Message)
  expect([stored()?.mentions, stored()?.mentionsAll]).toEqual([undefined, undefined])
})

test('[DL24] texts of one moment, also of a clock that goes back, arrive in the order of writing, after a reload too', async () => {
  const { server, client, live, alice, chatId, clock } = twoPeople()
  const store = createMemoryStore()
  const before = await live(alice, { store })
  await before.stop()
  const transport = { connect: () => ({ send: () => undefined, close: () => undefined }) }
  const written = Array.from({ length: 12 }, (_, at) => `text ${at}`)
  for (const [at, some] of [written.slice(0, 8), written.slice(8)].entries()) {
    const backward: Clock = {
      now: () => clock.now() - 1_000 * at,
      setTimeout: (run, delayMs) => clock.setTimeout(run, delayMs),
      clearTimeout: (timer) => clock.clearTimeout(timer),
    }
    const offline = client(alice, { store, transport, clock: backward })
    await offline.start()
    for (const each of some) offline.send(chatId, text(each))
    await offline.stop()
  }
  await live(alice, { store })
  await clock.pass(5_000)
  expect(words(server.chats.get(chatId)?.messages)).toEqual(written)
})

test('[DL24] a message is in the store before it is sent', async () => {
  class SlowStore extends MemoryStore {
    release: () => void = () => undefined
    override async write(write: StoreWrite): Promise<void> {
      if (write.outbox)
        await new Promise<void>((resolve) => {
          this.release = resolve
        })
      await super.write(write)
    }
  }
  const { server, live, alice, chatId, clock } = twoPeople()
  const store = new SlowStore()
  const hers = await live(alice, { store })
  hers.send(chatId, text('hello'))
  await clock.pass(1_000)
  expect(server.calls.filter(({ method }) => method === 'messages.send')).toEqual([])
  store.release()
  await clock.pass(100)
  expect(words(server.chats.get(chatId)?.messages)).toEqual(['hello'])
})

test('[DL6] one unanswered send per chat, and chats do not wait for each other', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  const other = server.chat('direct', [alice, bob])
  const hers = await live(alice)
  server.plan('messages.send', 'lose')
  hers.send(chatId, text('one'))
  hers.send(chatId, text('two'))
  hers.send(other, text('elsewhere'))
  await clock.pass(1_000)
  expect(server.chats.get(chatId)?.messages).toEqual([])
  expect(words(server.chats.get(other)?.messages)).toEqual(['elsewhere'])
  await clock.pass(15_000)
  expect(words(server.chats.get(chatId)?.messages)).toEqual(['one', 'two'])
})

test('[DL25] without an answer in 15 s a message is unconfirmed and repeated with the same id', async () => {
  const { server, live, alice, chatId, clock } = twoPeople()
  const hers = await live(alice)
  const timeline = hers.timeline(chatId)
  await timeline.show('latest')
  server.plan('messages.send', 'lose', 'lose')
  hers.send(chatId, text('hello'))
  await clock.pass(14_000)
  expect(statuses(hers, timeline)).toEqual(['sending'])
  await clock.pass(1_500)
  expect(statuses(hers, timeline)).toEqual(['unconfirmed'])
  await clock.pass(15_000)
  expect(statuses(hers, timeline)).toEqual(['sent'])
  const sent = server.calls.filter(({ method }) => method === 'messages.send').map(({ params }) => params)
  expect(sent.length).toBe(3)
  expect(sent[2]).toEqual(sent[0] as object)
})

test('[DL25] after a lost response the client repeats the call, and the message is there once', async () => {
  const { server, live, alice, chatId, clock } = twoPeople()
  const hers = await live(alice)
  server.plan('messages.send', 'silence')
  for (const connection of server.connections) connection.user = undefined
  hers.send(chatId, text('hello'))
  await clock.pass(100)
  expect(hers.state.get().chats.get(chatId)?.queued).toBe(1)
  server.cut()
  await clock.pass(2_000)
  expect(hers.state.get().chats.get(chatId)).toMatchObject({ queued: 0, last: { seq: 1 } })
  expect(server.chats.get(chatId)?.messages.length).toBe(1)
})

test('[DL24] the echo in a delta is as good as the answer', async () => {
  const { server, live, alice, chatId, clock } = twoPeople()
  const hers = await live(alice)
  server.plan('messages.send', 'silence')
  hers.send(chatId, text('one'))
  hers.send(chatId, text('two'))
  await clock.pass(100)
  expect(hers.state.get().chats.get(chatId)).toMatchObject({ queued: 0, last: { seq: 2 } })
})

test('[DL25] a refusal that will not change keeps the message as failed, across a reload, until the person decides', async () => {
  const { server, client, live, alice, chatId, clock } = twoPeople()
  const store: LocalStore = createMemoryStore()
  const before = await live(alice, { store })
  server.plan('messages.send', { refuse: 'channel_closed' }, { refuse: 'channel_closed' })
  const kept = before.send(chatId, text('keep me'))
  const thrown = before.send(chatId, text('throw me away'))
  before.send(chatId, text('goes on'))
  await clock.pass(100)
  expect(words(server.chats.get(chatId)?.messages)).toEqual(['goes on'])
  expect(before.state.get().chats.get(chatId)).toMatchObject({ queued: 2, failed: 2 })
  await before.stop()
  const after = client(alice, { store })
  await after.start()
  await clock.pass(1_000)
  const timeline = after.timeline(chatId)
  await timeline.show('latest')
  expect(timeline.state.get().rows.map(({ status, error }) => [status, error])).toEqual([
    ['sent', undefined],
    ['failed', 'channel_closed'],
    ['failed', 'channel_closed'],
  ])
  after.discard(chatId, thrown)
  after.retry(chatId, kept)
  await clock.pass(100)
  expect(words(server.chats.get(chatId)?.messages)).toEqual(['goes on', 'keep me'])
  expect((await store.open()).outbox).toEqual([])
})

test('[DL25] a refusal that may pass is repeated after the pause that the server names', async () => {
  const { server, live, alice, chatId, clock } = twoPeople()
  const hers = await live(alice)
  server.plan('messages.send', { refuse: 'rate_limited', retryAfterMs: 3_000 })
  hers.send(chatId, text('hello'))
  await clock.pass(2_900)
  expect(server.chats.get(chatId)?.messages).toEqual([])
  expect(hers.state.get().chats.get(chatId)).toMatchObject({ queued: 1, failed: 0 })
  await clock.pass(1_000)
  expect(words(server.chats.get(chatId)?.messages)).toEqual(['hello'])
})

test('[DL25] a message of a person whom the flood brake mutes waits until the mute ends, after a restart too', async () => {
  const { server, live, alice, chatId, clock } = twoPeople()
  const store = createMemoryStore()
  const before = await live(alice, { store })
  const muted = { refuse: 'flood_muted', until: clock.now() + 60_000 } as const
  server.plan('messages.send', muted, muted)
  before.send(chatId, text('one'))
  before.send(chatId, text('two'))
  await clock.pass(1_000)
  expect(before.state.get().chats.get(chatId)).toMatchObject({ queued: 2, failed: 0 })
  await before.stop()
  const sends = () => server.calls.filter(({ method }) => method === 'messages.send').length
  const sent = sends()
  const after = await live(alice, { store })
  const timeline = after.timeline(chatId)
  await timeline.show('latest')
  expect(timeline.state.get().rows.map(({ status, until }) => [status, until])).toEqual([
    ['queued', muted.until],
    ['queued', muted.until],
  ])
  await clock.pass(30_000)
  expect(sends()).toBe(sent)
  expect(words(server.chats.get(chatId)?.messages)).toEqual([])
  await clock.pass(30_000)
  expect(words(server.chats.get(chatId)?.messages)).toEqual(['one', 'two'])
})

test('[DL25] a message that waits for the end of a mute goes out when an administrator lifts the mute', async () => {
  const { server, live, alice, chatId, clock } = twoPeople()
  const store = createMemoryStore()
  const before = await live(alice, { store })
  const account = server.accounts.get(alice)
  if (!account) throw new Error('no account')
  const until = clock.now() + 3_600_000
  account.me = { ...account.me, rev: account.me.rev + 1, mutedUntil: until }
  server.plan('messages.send', { refuse: 'flood_muted', until })
  before.send(chatId, text('one'))
  await clock.pass(1_000)
  await before.stop()
  const muted = await live(alice, { store })
  await clock.pass(1_000)
  await muted.stop()
  const { mutedUntil: _, ...me } = account.me
  account.me = { ...me, rev: me.rev + 1 }
  await live(alice, { store })
  await clock.pass(1_000)
  expect(words(server.chats.get(chatId)?.messages)).toEqual(['one'])
})

test('[DL25] texts written offline keep their order while the server lets only some of them pass', async () => {
  const { server, client, live, alice, chatId, clock } = twoPeople()
  const store = createMemoryStore()
  await (await live(alice, { store })).stop()
  const offline = client(alice, { store, transport: { connect: () => ({ send: () => {}, close: () => {} }) } })
  await offline.start()
  const written = Array.from({ length: 30 }, (_, at) => `text ${at}`)
  for (const each of written) offline.send(chatId, text(each))
  await offline.stop()
  const brake = { refuse: 'rate_limited', retryAfterMs: 10_000 } as const
  server.plan('messages.send', ...Array.from({ length: 20 }, () => 'pass' as const), brake, brake)
  const hers = client(alice, { store })
  await hers.start()
  await clock.pass(60_000)
  expect(words(server.chats.get(chatId)?.messages)).toEqual(written)
  expect(hers.state.get().chats.get(chatId)).toMatchObject({ queued: 0, failed: 0 })
})

test('another person on the same device gets neither the outbox nor the chats of the one before', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  const store = createMemoryStore()
  const hers = await live(alice, { store })
  server.plan('messages.send', 'lose')
  hers.send(chatId, text('mine'))
  hers.setDraft(chatId, 'also mine')
  await hers.attach(chatId, [{ name: 'mine.txt', bytes: new Blob(['mine']) }])
  await clock.pass(100)
  await hers.stop()
  const his = await live(bob, { store })
  await clock.pass(1_000)
  expect(server.chats.get(chatId)?.messages).toEqual([])
  expect(his.state.get().chats.get(chatId)).toMatchObject({ queued: 0, draft: '' })
  expect([his.state.get().chats.get(chatId)?.attached, await his.attached(chatId)]).toEqual([undefined, []])
  expect((await store.open()).outbox).toEqual([])
})

test('[DL24] an own message, an edit and a retraction are held with their answers alone, and so is a pin', async () => {
  const { server, live, alice, chatId, clock } = twoPeople()
  const hers = await live(alice, { transport: withoutEvents(server.transport(alice), 'chat.delta') })
  const rev = () => hers.state.get().chats.get(chatId)?.rev
  const one = hers.send(chatId, text('one'))
  await clock.pass(50)
  expect(hers.state.get().chats.get(chatId)).toMatchObject({ rev: 2, queued: 0, last: { id: one, seq: 1 } })
  const changes = [
    () => hers.edit(chatId, one, text('another')),
    () => hers.pinMessage(chatId, one, true),
    () => hers.pinMessage(chatId, one, false),
    () => hers.retract(chatId, one),
  ]
  for (const [at, change] of changes.entries()) {
    const changing = change()
    await clock.pass(50)
    await changing
    expect([rev(), hers.state.get().chats.get(chatId)?.chat.pinned.length]).toEqual([at + 3, at === 1 ? 1 : 0])
  }
  expect(server.calls.some(({ method }) => method === 'chats.changes')).toBe(false)
})
