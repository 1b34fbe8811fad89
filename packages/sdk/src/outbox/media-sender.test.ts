import { expect, test } from 'bun:test'
import type { ChatId, MediaId, MessageId } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import type { Client, NewImage, NewMedia } from '../api'
import { noResponseError } from '../lib/error'
import { createMemoryStore, MemoryStore } from '../store/memory'
import { heldUploads } from '../testing/held-uploads'
import { text, twoPeople } from '../testing/people'

const picture = (name = 'cat.png'): NewMedia & NewImage => ({
  type: 'image',
  bytes: new Blob([name], { type: 'image/png' }),
  name,
  width: 3200,
  height: 2000,
  caption: 'look',
})
const offline = { connect: () => ({ send: () => undefined, close: () => undefined }) }
const rowsOf = async (client: Client, chatId: Parameters<Client['timeline']>[0]) => {
  const timeline = client.timeline(chatId)
  await timeline.show('latest')
  return () => {
    client.state.get()
    return timeline.state.get().rows
  }
}
/** The upload of the message that was written last. */
const waitingId = (client: Client, chatId: ChatId): MediaId => {
  const body = client.state.get().chats.get(chatId)?.last?.body
  if (body?.type !== 'image') throw new Error('no picture was written last')
  return body.mediaId
}

test('[DL24] [DL63] a picture written while offline survives a reload and arrives once, after the texts around it', async () => {
  const { server, client, live, alice, chatId, clock } = twoPeople()
  const store = createMemoryStore()
  const before = await live(alice, { store })
  await before.stop()
  const away = client(alice, { store, transport: offline })
  await away.start()
  away.send(chatId, text('before'))
  const id = away.sendMedia(chatId, picture())
  const mediaId = waitingId(away, chatId)
  away.send(chatId, text('after'))
  expect(await (await away.waitingBytes(id, mediaId))?.text()).toBe('cat.png')
  await away.stop()
  const back = client(alice, { store })
  await back.start()
  await clock.pass(2_000)
  const stored = server.chats.get(chatId)?.messages ?? []
  expect(stored.map(({ body }) => body.type)).toEqual(['text', 'text', 'image'])
  expect(stored[2]).toMatchObject({ id, body: { type: 'image', name: 'cat.png', width: 32, caption: 'look' } })
  expect(await back.waitingBytes(id, mediaId)).toBeUndefined()
  expect((await store.open()).outbox).toEqual([])
})

test('a waiting picture has its size at once, and says how far it is', async () => {
  const { server, live, alice, chatId, clock } = twoPeople()
  const { held, upload } = heldUploads(server)
  const hers = await live(alice, { upload })
  const rows = await rowsOf(hers, chatId)
  hers.sendMedia(chatId, picture())
  expect(rows()[0]).toMatchObject({
    status: 'queued',
    body: { type: 'image', width: 1280, height: 800, caption: 'look' },
  })
  await clock.pass(100)
  held[0]?.onProgress(0.4)
  expect(rows()[0]).toMatchObject({ status: 'sending', progress: 0.4 })
})

test('[DL25] [DL63] an upload that breaks is tried again after a while, and what the server has is not sent twice', async () => {
  const { server, live, alice, chatId, clock } = twoPeople()
  const { held, upload } = heldUploads(server)
  const hers = await live(alice, { upload })
  hers.sendMedia(chatId, picture())
  hers.send(chatId, text('after'))
  await clock.pass(100)
  expect(held.length).toBe(1)
  held[0]?.fail(noResponseError())
  await clock.pass(0)
  expect(held.length).toBe(1)
  await clock.pass(20_000)
  expect(held.length).toBe(2)
  // The bytes arrived, the answer did not.
  const again = held[1]
  if (again) server.media.uploaded(again.path, again.bytes)
  again?.fail(noResponseError())
  await clock.pass(40_000)
  expect(held.length).toBe(2)
  expect(server.chats.get(chatId)?.messages.map(({ body }) => body.type)).toEqual(['text', 'image'])
})

test('a picture that was thrown away is not uploaded on, and what waited behind it goes', async () => {
  const { server, live, alice, chatId, clock } = twoPeople()
  const { held, upload } = heldUploads(server)
  const hers = await live(alice, { upload })
  const id = hers.sendMedia(chatId, picture())
  const mediaId = waitingId(hers, chatId)
  hers.send(chatId, text('after'))
  await clock.pass(100)
  hers.discard(chatId, id)
  await clock.pass(1_000)
  expect(held[0]?.signal.aborted).toBe(true)
  expect(await hers.waitingBytes(id, mediaId)).toBeUndefined()
  expect(server.chats.get(chatId)?.messages.map(({ body }) => body.type)).toEqual(['text'])
})

test('a picture that the server refuses is kept as failed, and can be tried again', async () => {
  const { server, live, alice, chatId, clock } = twoPeople()
  const hers = await live(alice)
  const rows = await rowsOf(hers, chatId)
  server.plan('media.create', { refuse: 'media_unsupported' })
  const id = hers.sendMedia(chatId, picture())
  await clock.pass(1_000)
  expect(rows()[0]).toMatchObject({ status: 'failed', error: 'media_unsupported' })
  hers.retry(chatId, id)
  await clock.pass(1_000)
  expect(rows()[0]).toMatchObject({ id, status: 'sent', seq: 1 })
})

test('addresses of many pictures are fetched at once, cached, and fetched again before they end', async () => {
  const { server, live, alice, chatId, clock } = twoPeople()
  const hers = await live(alice)
  for (const name of ['one', 'two', 'three']) hers.sendMedia(chatId, picture(name))
  await clock.pass(2_000)
  const ids = [...server.media.stored.keys()]
  const asked = () => server.calls.filter(({ method }) => method === 'media.get').length
  const look = () => ids.map((id) => hers.media(id).subscribe(() => undefined))
  const stops = look()
  await clock.pass(100)
  expect(asked()).toBe(1)
  expect(ids.map((id) => hers.media(id).get()?.sizes[0]?.url.split('?')[0])).toEqual(
    ids.map((id) => `http://parley.test/media/${id}`),
  )
  for (const stop of stops) stop()
  for (const stop of look()) stop()
  await clock.pass(limits.mediaAddressMs - 30 * 60_000)
  expect(asked()).toBe(1)
  look()
  await clock.pass(100)
  expect(asked()).toBe(2)
})

test('addresses needed offline come with the connection; a failed one is fetched again', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  const his = await live(bob)
  his.sendMedia(chatId, picture())
  await clock.pass(2_000)
  const [id] = [...server.media.stored.keys()] as [MediaId]
  const hers = await live(alice)
  server.plan('media.get', { refuse: 'unavailable' })
  let told = 0
  hers.media(id).subscribe(() => told++)
  await clock.pass(10_000)
  const first = hers.media(id).get()?.sizes[0]?.url
  expect([first?.includes(id), told]).toEqual([true, 1])
  hers.mediaFailed(id)
  await clock.pass(100)
  expect(hers.media(id).get()?.sizes[0]?.url).toBe(first)
  await clock.pass(20_000)
  hers.mediaFailed(id)
  await clock.pass(100)
  expect(hers.media(id).get()?.sizes[0]?.url).not.toBe(first)
})

test('a picture that is thrown away in the moment in which its upload ends is not sent', async () => {
  const { server, live, alice, chatId, clock } = twoPeople()
  const uploads: (() => void)[] = []
  const hers = await live(alice, { upload: () => new Promise((resolve) => uploads.push(resolve)) })
  const id = hers.sendMedia(chatId, picture())
  await clock.pass(100)
  expect(uploads.length).toBe(1)
  hers.discard(chatId, id)
  uploads[0]?.()
  await clock.pass(1_000)
  expect(server.calls.filter(({ method }) => method === 'messages.send')).toEqual([])
})

test('an upload that gets no further is given up and tried again, and one that goes on is not', async () => {
  const { server, live, alice, chatId, clock } = twoPeople()
  const { held, upload } = heldUploads(server)
  const hers = await live(alice, { upload })
  hers.sendMedia(chatId, picture())
  await clock.pass(100)
  for (const share of [0, 0.2, 0.4]) {
    held[0]?.onProgress(share)
    await clock.pass(50_000)
  }
  expect([held.length, held[0]?.signal.aborted]).toEqual([1, false])
  await clock.pass(20_000)
  expect([held.length, held[0]?.signal.aborted]).toEqual([2, true])
  const [, again] = held
  if (again) server.media.uploaded(again.path, again.bytes)
  again?.finish()
  await clock.pass(1_000)
  expect(server.chats.get(chatId)?.messages.map(({ body }) => body.type)).toEqual(['image'])
})

test('[DL60] addresses are fetched with a message that still shows the picture', async () => {
  const { server, live, alice, chatId, clock } = twoPeople()
  const hers = await live(alice)
  hers.sendMedia(chatId, picture())
  await clock.pass(2_000)
  const [mediaId] = [...server.media.stored.keys()] as [MediaId]
  const [one, two] = ['one', 'two'].map((id) => ({ chatId, messageId: id as MessageId }))
  const asked = () => server.calls.filter(({ method }) => method === 'media.get').map(({ params }) => params)
  hers.media(mediaId, one).subscribe(() => undefined)
  const stop = hers.media(mediaId, two).subscribe(() => undefined)
  await clock.pass(20_000)
  stop()
  hers.mediaFailed(mediaId)
  await clock.pass(100)
  expect(asked()).toEqual([
    { ids: [], shown: [{ mediaId, ...two }] },
    { ids: [], shown: [{ mediaId, ...one }] },
  ])
})

test('while addresses are on their way, those that are wanted meanwhile wait, and come next', async () => {
  const { server, live, alice, chatId, clock } = twoPeople()
  const hers = await live(alice)
  for (const name of ['one', 'two']) hers.sendMedia(chatId, picture(name))
  await clock.pass(2_000)
  const [one, two] = [...server.media.stored.keys()] as [MediaId, MediaId]
  const asked = () =>
    server.calls.filter(({ method }) => method === 'media.get').map(({ params }) => (params as { ids: MediaId[] }).ids)
  server.plan('media.get', 'hold')
  for (const id of [one, two]) {
    hers.media(id).subscribe(() => undefined)
    await clock.pass(100)
  }
  expect(asked()).toEqual([[one]])
  server.held.shift()?.()
  await clock.pass(5_000)
  expect(hers.media(two).get()?.sizes.length).toBe(1)
  expect(asked().at(-1)).toContain(two)
})

test('a picture whose bytes the browser threw away fails, and is not tried again and again', async () => {
  class ForgetfulStore extends MemoryStore {
    override async bytes(): Promise<undefined> {
      return undefined
    }
  }
  const { server, live, alice, chatId, clock } = twoPeople()
  const hers = await live(alice, { store: new ForgetfulStore() })
  const rows = await rowsOf(hers, chatId)
  hers.sendMedia(chatId, picture())
  await clock.pass(1_000)
  expect(rows()[0]).toMatchObject({ status: 'failed', error: 'media_empty' })
  expect(server.calls.filter(({ method }) => method === 'media.create')).toEqual([])
})

test('addresses that are wanted without a connection come with the next one', async () => {
  const { server, live, alice, chatId, clock } = twoPeople()
  const hers = await live(alice)
  hers.sendMedia(chatId, picture())
  await clock.pass(2_000)
  const [mediaId] = [...server.media.stored.keys()] as [MediaId]
  server.cut()
  hers.media(mediaId).subscribe(() => undefined)
  await clock.pass(5_000)
  expect(hers.media(mediaId).get()?.sizes.length).toBe(1)
})
