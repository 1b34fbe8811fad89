import { expect, test } from 'bun:test'
import type { ChatId, MediaId } from '@parley/protocol'
import type { Client, NewAlbum, NewImage, NewVideo, TimelineMessage } from '../api'
import { fromWire, noResponseError, proxyTooLarge } from '../lib/error'
import { createMemoryStore } from '../store/memory'
import { text, twoPeople } from '../testing/people'
import { until } from '../testing/until'
import type { UploadRequest } from './upload'

const image = (name: string, bytes = name): NewImage => ({
  ...{ type: 'image', name, width: 64, height: 48 },
  bytes: new Blob([bytes], { type: 'image/png' }),
})
const video = (name: string): NewVideo => ({
  ...{ type: 'video', name, width: 64, height: 48, durationMs: 1500.4 },
  bytes: new Blob([name], { type: 'video/webm' }),
  poster: { bytes: new Blob(['poster'], { type: 'image/jpeg' }), width: 64, height: 48 },
})
const album = (count: number): NewAlbum & { caption: string } => ({
  type: 'album',
  items: Array.from({ length: count }, (_, at) => image(`${at + 1}.png`)),
  caption: 'look',
})
const refusal = (code: string) => fromWire({ message: code, data: { code, retry: false } })
const messagesOf = ({ server, chatId }: ReturnType<typeof twoPeople>) => server.chats.get(chatId)?.messages ?? []
const rowsOf = async (client: Client, chatId: ChatId) => {
  const timeline = client.timeline(chatId)
  await timeline.show('latest')
  return () => {
    client.state.get()
    return timeline.state.get().rows
  }
}

/** Uploads as the server takes them, but for those that the test refuses, by the bytes. */
const refusing = (all: ReturnType<typeof twoPeople>, refuse: (words: string) => Error | undefined) => {
  const uploaded: string[] = []
  const upload = async ({ path, bytes }: UploadRequest) => {
    const words = await bytes.text()
    const error = refuse(words)
    if (error) throw error
    uploaded.push(words)
    all.server.media.uploaded(path, bytes)
  }
  return { uploaded, upload }
}

test('[M5] nine of ten pictures go as an album, and the tenth is a failed message that can be sent again', async () => {
  const all = twoPeople()
  const { alice, chatId, clock, live } = all
  let bad = true
  const { upload } = refusing(all, (words) => (bad && words === '4.png' ? refusal('media_unsupported') : undefined))
  const store = createMemoryStore()
  const hers = await live(alice, { upload, store })
  const rows = await rowsOf(hers, chatId)
  const id = hers.sendMedia(chatId, album(10))
  hers.send(chatId, text('after'))
  await until(
    () => rows().at(-1)?.status === 'failed' && messagesOf(all).length === 2,
    () => clock.pass(100),
  )
  const [next, sent] = messagesOf(all)
  expect(sent).toMatchObject({ id, body: { type: 'album', caption: 'look' } })
  expect(sent?.body.type === 'album' && sent.body.items.map(({ name }) => name)).toEqual(
    ['1', '2', '3', '5', '6', '7', '8', '9', '10'].map((name) => `${name}.png`),
  )
  expect(next?.body).toEqual(text('after'))
  const failed = rows().at(-1)
  expect(failed).toMatchObject({ status: 'failed', error: 'media_unsupported', body: { type: 'image', name: '4.png' } })
  // It is as the others after a reload.
  await hers.stop()
  bad = false
  const back = await live(alice, { upload, store })
  back.retry(chatId, failed?.id ?? id)
  await clock.pass(1_000)
  expect(messagesOf(all).at(-1)).toMatchObject({ id: failed?.id, body: { type: 'image', name: '4.png' } })
  expect((await store.open()).outbox).toEqual([])
})

test('[M5] one of two pictures goes alone, with the caption; when all are refused, the album waits as a whole', async () => {
  const all = twoPeople()
  const { alice, chatId, clock, live } = all
  let refused = ['2.png']
  const { upload } = refusing(all, (words) => (refused.includes(words) ? proxyTooLarge() : undefined))
  const hers = await live(alice, { upload })
  const rows = await rowsOf(hers, chatId)
  hers.sendMedia(chatId, album(2))
  await clock.pass(1_000)
  expect(messagesOf(all).map(({ body }) => body)).toMatchObject([{ type: 'image', name: '1.png', caption: 'look' }])
  expect(rows().at(-1)).toMatchObject({ status: 'failed', error: 'proxy_too_large' })
  refused = ['1.png', '2.png']
  const id = hers.sendMedia(chatId, album(2))
  await clock.pass(1_000)
  expect(rows().at(-1)).toMatchObject({ id, status: 'failed', body: { type: 'album', caption: 'look' } })
  refused = []
  hers.retry(chatId, id)
  await clock.pass(1_000)
  expect(messagesOf(all).at(-1)).toMatchObject({ id, body: { type: 'album', caption: 'look' } })
})

test('an error that is about no file of an album keeps it whole', async () => {
  const all = twoPeople()
  const { alice, chatId, clock, live, server } = all
  const { uploaded, upload } = refusing(all, () => undefined)
  const hers = await live(alice, { upload })
  const rows = await rowsOf(hers, chatId)
  server.plan('media.create', { refuse: 'quota_exceeded' })
  const id = hers.sendMedia(chatId, album(3))
  await clock.pass(1_000)
  expect([rows().map((row) => [row.id, row.error]), uploaded]).toEqual([[[id, 'quota_exceeded']], []])
})

test('an album that breaks off goes on with what is missing', async () => {
  const all = twoPeople()
  const { alice, chatId, clock, live } = all
  let broken = true
  const { uploaded, upload } = refusing(all, (words) => (broken && words === '3.png' ? noResponseError() : undefined))
  const hers = await live(alice, { upload })
  hers.sendMedia(chatId, album(4))
  await clock.pass(100)
  expect(uploaded).toEqual(['1.png', '2.png'])
  broken = false
  await clock.pass(20_000)
  expect(uploaded).toEqual(['1.png', '2.png', '3.png', '4.png'])
  expect(messagesOf(all).map(({ body }) => body.type === 'album' && body.items.length)).toEqual([4])
})

test('a poster is uploaded before its video, and a poster that is refused keeps no video back', async () => {
  const all = twoPeople()
  const { alice, chatId, clock, live, server } = all
  let refused = false
  const { uploaded, upload } = refusing(all, (words) =>
    refused && words === 'poster' ? refusal('media_unsupported') : undefined,
  )
  const hers = await live(alice, { upload })
  hers.sendMedia(chatId, { ...video('one.webm'), caption: 'see' })
  await clock.pass(1_000)
  expect(uploaded).toEqual(['poster', 'one.webm'])
  const [first] = messagesOf(all)
  expect(first?.body).toMatchObject({ type: 'video', width: 64, height: 48, durationMs: 1500, caption: 'see' })
  expect(first?.body.type === 'video' && server.media.announced.get(first.body.poster as MediaId)?.kind).toBe('image')
  refused = true
  hers.sendMedia(chatId, { type: 'album', items: [video('two.webm'), image('3.png')] })
  await clock.pass(1_000)
  const second = messagesOf(all)[1]?.body
  expect(second?.type === 'album' && second.items.map((item) => [item.kind, 'poster' in item])).toEqual([
    ['video', false],
    ['image', false],
  ])
})

test('a video whose poster is refused is shown without it before it is sent', async () => {
  const all = twoPeople()
  const { alice, chatId, clock, live, server } = all
  const { upload } = refusing(all, (words) => (words === 'poster' ? refusal('media_unsupported') : undefined))
  const hers = await live(alice, { upload })
  const timeline = hers.timeline(chatId)
  await timeline.show('latest')
  let shown: TimelineMessage | undefined
  timeline.state.subscribe(() => {
    shown = timeline.state.get().rows[0]
  })
  server.plan('messages.send', 'lose')
  hers.sendMedia(chatId, video('one.webm'))
  await clock.pass(0)
  await until(
    () => server.calls.some(({ method }) => method === 'messages.send'),
    () => clock.pass(10),
  )
  expect(shown).toMatchObject({ status: 'sending', body: { type: 'video', name: 'one.webm' } })
  expect(shown?.body).not.toHaveProperty('poster')
})

test('[M5] a video that is refused is parted from its album with its poster, and can be sent again', async () => {
  const all = twoPeople()
  const { alice, chatId, clock, live } = all
  let bad = true
  const { upload } = refusing(all, (words) => (bad && words === 'bad.webm' ? refusal('media_unsupported') : undefined))
  const hers = await live(alice, { upload })
  const rows = await rowsOf(hers, chatId)
  hers.sendMedia(chatId, { type: 'album', items: [image('1.png'), video('bad.webm'), image('3.png')] })
  await until(
    () => rows().at(-1)?.status === 'failed' && messagesOf(all).length === 1,
    () => clock.pass(100),
  )
  const failed = rows().at(-1)
  expect(failed).toMatchObject({ error: 'media_unsupported', body: { type: 'video', name: 'bad.webm' } })
  bad = false
  if (failed) hers.retry(chatId, failed.id)
  await clock.pass(1_000)
  const body = messagesOf(all).at(-1)?.body
  expect(body).toMatchObject({ type: 'video', name: 'bad.webm' })
  expect(body).toHaveProperty('poster')
})
