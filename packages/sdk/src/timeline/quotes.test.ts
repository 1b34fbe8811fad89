import { expect, test } from 'bun:test'
import type { Message, MessageId } from '@parley/protocol'
import type { Timeline } from '../api'
import { noResponseError } from '../lib/error'
import { createMemoryStore } from '../store/memory'
import { text, twoPeople } from '../testing/people'
import { until } from '../testing/until'
import { Quotes } from './quotes'

const wordsAt = (timeline: Timeline, seq: number) => {
  const quoted = timeline.quotes.get().get(seq)
  return typeof quoted === 'object' && quoted.body.type === 'text' ? quoted.body.text : quoted
}

/** bob's open timeline of a chat in which alice said many things before. */
const scene = async (said: number) => {
  const all = twoPeople()
  const rows = Array.from({ length: said }, (_, at) =>
    all.server.say(all.chatId, all.alice, { text: `words ${at + 1}` }),
  )
  const his = await all.live(all.bob)
  const timeline = his.timeline(all.chatId)
  const showing = timeline.show('latest')
  await all.clock.pass(10)
  await showing
  const ref = (seq: number) => ({ id: rows[seq - 1]?.id ?? ('' as MessageId), seq })
  const answer = (seq: number) => all.server.say(all.chatId, all.alice, { text: 'an answer', replyTo: ref(seq) })
  return { ...all, rows, his, timeline, ref, answer }
}

/** The same message after an edit. */
const change = ({ server }: Awaited<ReturnType<typeof scene>>, row: Message, words: string): Message => {
  const chat = server.chats.get(row.chatId)
  const changed: Message = { ...row, rev: ++(chat ?? { rev: 0 }).rev, body: { type: 'text', text: words } }
  if (chat) chat.messages[row.seq - 1] = changed
  return changed
}

test('the replied-to message is found among the shown ones, or fetched', async () => {
  const it = await scene(300)
  it.answer(299)
  it.answer(20)
  it.answer(25)
  await it.clock.pass(10)
  expect(wordsAt(it.timeline, 299)).toBe('words 299')
  expect(wordsAt(it.timeline, 20)).toBe('words 20')
  expect(wordsAt(it.timeline, 25)).toBe('words 25')
  const asked = it.server.calls.filter(({ method, params }) => method === 'messages.list' && 'after' in Object(params))
  expect(asked.map(({ params }) => params)).toEqual([
    { chatId: it.chatId, after: 19, limit: 1 },
    { chatId: it.chatId, after: 24, limit: 1 },
  ])
})

test('a quote follows what happens to its message, also where that is not shown', async () => {
  const it = await scene(300)
  it.answer(20)
  await it.clock.pass(10)
  const row = it.rows[19] as Message
  const changed = change(it, row, 'better words')
  it.server.publish({ chatId: it.chatId, from: changed.rev - 1, rev: changed.rev, messages: [changed] })
  await it.clock.pass(10)
  expect(wordsAt(it.timeline, 20)).toBe('better words')
  const again = change(it, row, 'the best words')
  it.server.publish({ chatId: it.chatId, from: again.rev - 1, rev: again.rev, stale: [20] })
  await it.clock.pass(5_000)
  expect(wordsAt(it.timeline, 20)).toBe('the best words')
})

test('unreadable messages are missing, and a false reference hides nothing', async () => {
  const it = await scene(300)
  const falseId = it.rows[0]?.id as MessageId
  it.server.say(it.chatId, it.alice, { replyTo: { id: falseId, seq: 9_000 } })
  it.server.say(it.chatId, it.alice, { replyTo: { id: falseId, seq: 20 } })
  it.answer(20)
  await it.clock.pass(10)
  expect(wordsAt(it.timeline, 9_000)).toBe('missing')
  expect(wordsAt(it.timeline, 20)).toBe('words 20')
})

test('a failed fetch is repeated with the next connection', async () => {
  const it = await scene(300)
  it.server.plan('messages.list', 'lose')
  it.answer(20)
  await it.clock.pass(10)
  expect(wordsAt(it.timeline, 20)).toBeUndefined()
  it.server.cut()
  await it.clock.pass(60_000)
  expect(wordsAt(it.timeline, 20)).toBe('words 20')
})

test('an own answer shows what it answers while it waits, and says so to the server', async () => {
  const it = await scene(300)
  const replyTo = it.ref(20)
  it.timeline.requestQuote(replyTo)
  await it.clock.pass(10)
  expect(wordsAt(it.timeline, 20)).toBe('words 20')
  const id = it.his.send(it.chatId, text('mine'), { replyTo })
  expect(it.timeline.state.get().rows.at(-1)).toMatchObject({ id, status: 'queued', replyTo })
  await it.clock.pass(10)
  expect(it.timeline.state.get().rows.at(-1)).toMatchObject({ id, status: 'sent', replyTo })
  expect(it.server.chats.get(it.chatId)?.messages.at(-1)?.replyTo).toEqual(replyTo)
})

test('an answer keeps what it answers over a reload, as a draft and in the outbox', async () => {
  const { client, alice, chatId, server, clock } = twoPeople()
  const row = server.say(chatId, alice)
  const replyTo = { id: row.id, seq: row.seq }
  const store = createMemoryStore()
  const offline = { store, transport: { connect: () => ({ send: () => undefined, close: () => undefined }) } }
  const first = client(alice, { store })
  await first.start()
  await clock.pass(100)
  first.setDraft(chatId, '', replyTo)
  expect(first.state.get().chats.get(chatId)).toMatchObject({ draft: '', draftReplyTo: replyTo })
  await first.stop()
  const second = client(alice, offline)
  await second.start()
  expect(second.state.get().chats.get(chatId)).toMatchObject({ draft: '', draftReplyTo: replyTo })
  second.send(chatId, text('later'), { replyTo })
  second.setDraft(chatId, '')
  expect(second.state.get().chats.get(chatId)?.draftReplyTo).toBeUndefined()
  await second.stop()
  const third = client(alice, { store })
  await third.start()
  await clock.pass(100)
  expect(server.chats.get(chatId)?.messages.at(-1)?.replyTo).toEqual(replyTo)
})

test('an older row that comes late does not replace what a quote says', async () => {
  const { server, chatId, alice } = twoPeople()
  const old = server.say(chatId, alice, { text: 'teh' })
  const changed = server.change(chatId, old.seq, { text: 'the' })
  const quotes = new Quotes({
    known: () => [[changed]],
    fetch: () => Promise.reject(noResponseError()),
    later: (run) => queueMicrotask(run),
  })
  quotes.request([{ id: old.id, seq: old.seq }])
  quotes.refresh([old])
  expect(quotes.readable.get().get(old.seq)).toMatchObject({ body: text('the') })
})

test('messages fetched together fit into pages that the server allows', async () => {
  const { server, chatId, alice } = twoPeople()
  const rows = Array.from({ length: 400 }, () => server.say(chatId, alice))
  const limitsAsked: number[] = []
  const quotes = new Quotes({
    known: () => [],
    fetch: async ({ after = 0, limit = 0 }) => {
      limitsAsked.push(limit)
      return {
        messages: rows.slice(after, after + limit),
        reactions: [],
        mine: [],
        played: [],
        users: [],
        rev: 400,
        more: true,
      }
    },
    later: (run) => queueMicrotask(run),
  })
  const wanted = [1, 100, 101, 200, 201, 302]
  quotes.request(wanted.map((seq) => ({ id: rows[seq - 1]?.id as MessageId, seq })))
  await until(
    () => quotes.readable.get().size === wanted.length,
    () => Promise.resolve(),
  )
  expect(limitsAsked).toEqual([100, 100, 1, 1])
  expect([...quotes.readable.get().values()]).not.toContain('missing')
})

test('[DL22] replies from a former epoch of the database are no longer looked up', async () => {
  const it = await scene(300)
  it.answer(20)
  await it.clock.pass(10)
  expect([...it.timeline.quotes.get().keys()]).toEqual([20])
  const chat = it.server.chats.get(it.chatId)
  if (chat === undefined) throw new Error('the chat is there')
  chat.messages.splice(1)
  chat.rev = 2
  chat.chat = { ...chat.chat, seq: 1 }
  it.server.epoch = 'second'
  it.server.cut()
  await it.clock.pass(5_000)
  expect(it.timeline.state.get().rows.map(({ seq }) => seq)).toEqual([1])
  expect([...it.timeline.quotes.get().keys()]).toEqual([])
})

test('[DL18] after a gap that only a snapshot fills, quotes of messages that are not shown are read again', async () => {
  const it = await scene(300)
  it.answer(20)
  await it.clock.pass(10)
  it.server.cut()
  change(it, it.rows[19] as Message, 'better words')
  for (let at = 0; at < 600; at++) it.server.say(it.chatId, it.alice, { push: false })
  await it.clock.pass(5_000)
  expect(wordsAt(it.timeline, 20)).toBe('better words')
})
