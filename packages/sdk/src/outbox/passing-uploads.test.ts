import { expect, test } from 'bun:test'
import type { ChatId, Message } from '@parley/protocol'
import type { Client, NewFile } from '../api'
import { noResponseError } from '../lib/error'
import { createMemoryStore } from '../store/memory'
import { heldUploads } from '../testing/held-uploads'
import { text, twoPeople } from '../testing/people'

const file = (name: string): NewFile => ({ type: 'file', name, bytes: new Blob([name]) })
const wordsOf = (rows: readonly Pick<Message, 'body'>[] | undefined) =>
  rows?.map(({ body }) => (body.type === 'text' ? body.text : 'name' in body ? body.name : body.type))
const rowsOf = async (client: Client, chatId: ChatId) => {
  const timeline = client.timeline(chatId)
  await timeline.show('latest')
  return () => {
    client.state.get()
    return timeline.state.get().rows
  }
}
const setUp = async () => {
  const all = twoPeople()
  const { held, upload } = heldUploads(all.server)
  const hers = await all.live(all.alice, { upload })
  const stored = () => wordsOf(all.server.chats.get(all.chatId)?.messages)
  const count = (name: string) => all.server.calls.filter(({ method }) => method === name).length
  return { ...all, held, hers, stored, count }
}

test('[DL63] texts are sent while files are uploaded, and files keep their order', async () => {
  const { hers, chatId, clock, held, stored } = await setUp()
  hers.sendMedia(chatId, file('film'))
  hers.send(chatId, text('look at this'))
  hers.sendMedia(chatId, file('notes'))
  hers.send(chatId, text('and this'))
  await clock.pass(1_000)
  expect([stored(), held.length]).toEqual([['look at this', 'and this'], 1])
  held[0]?.finish()
  await clock.pass(1_000)
  expect([stored()?.slice(2), held.length]).toEqual([['film'], 2])
  held[1]?.finish()
  await clock.pass(1_000)
  expect(stored()).toEqual(['look at this', 'and this', 'film', 'notes'])
})

test('[DL24] [DL63] what waits stands in the order of writing, until the server says its place', async () => {
  const { server, hers, chatId, clock, held } = await setUp()
  const rows = await rowsOf(hers, chatId)
  server.plan('messages.send', 'lose')
  hers.sendMedia(chatId, file('film'))
  hers.send(chatId, text('one'))
  hers.send(chatId, text('two'))
  await clock.pass(1_000)
  expect(wordsOf(rows())).toEqual(['film', 'one', 'two'])
  await clock.pass(20_000)
  expect(rows().map(({ status }) => status)).toEqual(['sent', 'sent', 'sending'])
  expect(wordsOf(rows())).toEqual(['one', 'two', 'film'])
  held[0]?.finish()
  await clock.pass(1_000)
  expect(wordsOf(rows())).toEqual(['one', 'two', 'film'])
})

test('[DL63] a file whose bytes arrived passes no text that was written before it', async () => {
  const { server, hers, chatId, clock, held, stored } = await setUp()
  server.plan('messages.send', { refuse: 'rate_limited', retryAfterMs: 5_000 })
  hers.send(chatId, text('before'))
  hers.sendMedia(chatId, file('film'))
  await clock.pass(1_000)
  held[0]?.finish()
  await clock.pass(1_000)
  expect(stored()).toEqual([])
  await clock.pass(10_000)
  expect(stored()).toEqual(['before', 'film'])
})

test('[DL25] [DL63] an upload that pauses after a failure keeps no text back, and no text delays its next attempt', async () => {
  const { server, hers, chatId, clock, held, stored } = await setUp()
  hers.sendMedia(chatId, file('film'))
  await clock.pass(100)
  held[0]?.fail(noResponseError())
  await clock.pass(0)
  server.plan('messages.send', { refuse: 'rate_limited', retryAfterMs: 600_000 })
  hers.send(chatId, text('look'))
  await clock.pass(20_000)
  expect([held.length, stored()]).toEqual([2, []])
  await clock.pass(600_000)
  expect(stored()).toEqual(['look'])
})

test('[DL25] [DL63] on a new connection the server is asked whether it still has a file that was not sent yet', async () => {
  const { server, hers, chatId, clock, held, stored, count } = await setUp()
  server.plan('messages.send', 'lose')
  hers.send(chatId, text('before'))
  hers.sendMedia(chatId, file('film'))
  await clock.pass(100)
  held[0]?.finish()
  await clock.pass(100)
  expect([count('media.create'), stored()]).toEqual([1, []])
  server.cut()
  await clock.pass(30_000)
  expect([count('media.create'), held.length, stored()]).toEqual([2, 1, ['before', 'film']])
})

test('[DL24] [DL63] after a reload texts pass the file that was written before them', async () => {
  const { server, client, live, alice, chatId, clock } = twoPeople()
  const store = createMemoryStore()
  const before = await live(alice, { store })
  await before.stop()
  const transport = { connect: () => ({ send: () => undefined, close: () => undefined }) }
  const away = client(alice, { store, transport })
  await away.start()
  away.sendMedia(chatId, file('film'))
  for (const each of ['one', 'two']) away.send(chatId, text(each))
  await away.stop()
  const { held, upload } = heldUploads(server)
  await live(alice, { store, upload })
  await clock.pass(1_000)
  expect(wordsOf(server.chats.get(chatId)?.messages)).toEqual(['one', 'two'])
  held[0]?.finish()
  await clock.pass(1_000)
  expect(wordsOf(server.chats.get(chatId)?.messages)).toEqual(['one', 'two', 'film'])
  expect((await store.open()).outbox).toEqual([])
})
