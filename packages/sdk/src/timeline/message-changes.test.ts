import { expect, test } from 'bun:test'
import type { ChatId, Message } from '@parley/protocol'
import type { Client } from '../api'
import { createMemoryStore } from '../store/memory'
import type { LocalStore } from '../store/store'
import { text, twoPeople } from '../testing/people'

const bound = (store: LocalStore): Omit<LocalStore, 'write'> => ({
  persistent: store.persistent,
  open: () => store.open(),
  tail: (chatId) => store.tail(chatId),
  bytes: (id, mediaId) => store.bytes(id, mediaId),
  attached: (chatId) => store.attached(chatId),
  reset: (epoch) => store.reset(epoch),
  wipe: () => store.wipe(),
  close: () => store.close(),
})

const entryOf = (client: Client, chatId: ChatId) => client.state.get().chats.get(chatId)

/** alice has written `said` messages; bob's client is live and shows the chat. */
const scene = async (said: number) => {
  const all = twoPeople()
  for (let at = 0; at < said; at++) all.server.say(all.chatId, all.alice, { text: `${at + 1}` })
  const store = createMemoryStore()
  const his = await all.live(all.bob, { store })
  const timeline = his.timeline(all.chatId)
  const shown = async (at: Parameters<typeof timeline.show>[0]) => {
    const showing = timeline.show(at)
    await all.clock.pass(10)
    await showing
  }
  const rowAt = (seq: number) => timeline.state.get().rows.find((row) => row.seq === seq)
  return { ...all, store, his, timeline, shown, rowAt }
}

test('[DL16] an edit and a retraction show in the timeline, in the list and in the count', async () => {
  const { server, chatId, his, shown, rowAt, clock } = await scene(5)
  await shown('latest')
  server.change(chatId, 5, { text: 'better' })
  await clock.pass(10)
  expect(rowAt(5)?.body).toEqual(text('better'))
  expect(rowAt(5)?.row?.editedAt).toBeNumber()
  expect(entryOf(his, chatId)?.last?.body).toEqual(text('better'))
  server.change(chatId, 5)
  await clock.pass(10)
  expect(rowAt(5)?.body).toEqual({ type: 'retracted' })
  expect(entryOf(his, chatId)).toMatchObject({ unread: 4, last: { body: { type: 'retracted' } } })
})

test('[DL16] a change far before the newest messages shows where the user views it', async () => {
  const { server, chatId, shown, rowAt, clock } = await scene(400)
  await shown({ seq: 20 })
  server.change(chatId, 20, { text: 'better' })
  server.change(chatId, 21, { push: 'seq' })
  await clock.pass(1_000)
  expect([rowAt(20)?.body, rowAt(21)?.body]).toEqual([text('better'), { type: 'retracted' }])
})

test('[DL39] a stale seq is not passed over: the rev waits for the row, also across a reload', async () => {
  const { server, chatId, his, store, live, bob, clock } = await scene(60)
  const before = entryOf(his, chatId)?.rev ?? 0
  server.plan('chats.changes', 'lose')
  server.change(chatId, 58, { text: 'better', push: 'seq' })
  await clock.pass(400)
  expect(entryOf(his, chatId)?.rev).toBe(before)
  await his.stop()
  const again = await live(bob, { store })
  const timeline = again.timeline(chatId)
  await clock.pass(100)
  const showing = timeline.show('latest')
  await clock.pass(100)
  await showing
  expect(timeline.state.get().rows.find(({ seq }) => seq === 58)?.body).toEqual(text('better'))
  expect(entryOf(again, chatId)?.rev).toBe(before + 1)
})

test('[DL27] [DL39] a retraction among unread messages that are not held fetches the count', async () => {
  const { server, chatId, his, clock } = await scene(80)
  expect(entryOf(his, chatId)?.unread).toBe(80)
  server.change(chatId, 3)
  await clock.pass(1_000)
  expect(entryOf(his, chatId)?.unread).toBe(79)
})

test('an own message is edited and retracted; the response shows at once', async () => {
  const { server, chatId, his, bob, shown, rowAt, clock } = await scene(1)
  await shown('latest')
  const { id } = server.say(chatId, bob, { text: 'teh' })
  await clock.pass(10)
  const call = async <T>(doing: Promise<T>) => {
    await clock.pass(10)
    return doing
  }
  const edited = await call(his.edit(chatId, id, { type: 'text', text: 'the' }))
  expect(rowAt(2)?.row).toEqual(edited)
  const taken = await call(his.retract(chatId, id))
  expect([taken.body, rowAt(2)?.row]).toEqual([{ type: 'retracted' }, taken])
  await expect(call(his.edit(chatId, id, { type: 'text', text: 'again' }))).rejects.toMatchObject({ code: 'not_found' })
})

test('[DL24] [DL25] a message that was retracted before its sender learned of it leaves the outbox in its retracted form', async () => {
  const { server, chatId, his, shown, rowAt, clock } = await scene(1)
  await shown('latest')
  server.plan('messages.send', 'silence')
  his.send(chatId, text('lost words'))
  await clock.pass(100)
  server.change(chatId, 2, { push: false })
  server.cut()
  await clock.pass(60_000)
  expect(rowAt(2)).toMatchObject({ status: 'sent', body: { type: 'retracted' } })
  expect(entryOf(his, chatId)?.queued).toBe(0)
})

test("the client knows the server's window for retractions", async () => {
  const { server, live, bob } = twoPeople()
  server.retractWindowMs = 60_000
  const his = await live(bob)
  expect(his.state.get().retractWindowMs).toBe(60_000)
})

test('[DL16] a delta that comes late does not store a row as it was before it changed', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  const store = createMemoryStore()
  const stored: Message[] = []
  const write: typeof store.write = (what, when) => {
    stored.push(...(what.chats ?? []).flatMap(({ messages }) => messages))
    return store.write(what, when)
  }
  const his = await live(bob, { store: { ...bound(store), write } })
  const sent = server.say(chatId, alice)
  const changed = server.change(chatId, sent.seq, { text: 'better' })
  await clock.pass(10)
  server.publish({ chatId, from: sent.rev - 1, rev: sent.rev, messages: [sent] })
  await clock.pass(10)
  expect(stored).toEqual([sent, changed])
  expect(entryOf(his, chatId)?.last?.row).toEqual(changed)
})
