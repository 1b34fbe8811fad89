import { expect, test } from 'bun:test'
import { type ChatId, type MessageBody, type MessageId, newUuidV7 } from '@parley/protocol'
import { refusal } from '../testing/refusal'
import { pngOf } from '../testing/sample-pictures'
import { type Person, TestApp, type TestAppOptions } from '../testing/test-app'
import { newMediaId, upload } from '../testing/upload'

const start = async (options: TestAppOptions = {}) => {
  const app = await TestApp.start(options)
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const carol = await app.person('carol')
  const { chat } = await alice.call('chats.direct', { userId: bob.me.id })
  return { app, alice, bob, carol, chatId: chat.id, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}
type Scene = Awaited<ReturnType<typeof start>>

const send = (person: Person, chatId: ChatId, body: MessageBody) =>
  person.call('messages.send', { id: newUuidV7() as MessageId, chatId, body })

const peaks = Array.from({ length: 64 }, (_, at) => at % 32)
const webm = Buffer.from('1a45dfa3934282847765626d', 'hex')
const mp4 = Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isomavc1', 'latin1')
const film = { kind: 'video', width: 640, height: 480, durationMs: 2_000 } as const
const spoken = { kind: 'voice', durationMs: 3_000, peaks } as const

const video = ({ app, alice, chatId }: Scene, more = {}) =>
  upload(app, alice, { chatId, name: 'sea.mp4', bytes: mp4, announced: { ...film, ...more } })
const voice = ({ app, alice, chatId }: Scene, bytes = webm) =>
  upload(app, alice, { chatId, name: 'voice.webm', bytes, announced: { ...spoken, mime: 'audio/webm;codecs=opus' } })
const picture = ({ app, alice, chatId }: Scene) => upload(app, alice, { chatId, bytes: pngOf(64, 48) })

test('a file is sent with what the server knows of it, and its bytes come out as they went in', async () => {
  await using scene = await start()
  const { app, alice, bob, carol, chatId } = scene
  const bytes = Buffer.from('%PDF-1.7 any bytes')
  const announced = { kind: 'file', mime: 'application/PDF; charset=x' } as const
  const { mediaId } = await upload(app, alice, { chatId, name: 'plan.pdf', bytes, announced })
  const { body, id } = await send(alice, chatId, { type: 'file', mediaId, caption: 'the plan' })
  const facts = { mediaId, name: 'plan.pdf', mime: 'application/pdf', size: bytes.byteLength }
  expect(body).toEqual({ type: 'file', ...facts, caption: 'the plan' })
  const asked = { shown: [{ mediaId, chatId, messageId: id }] }
  const [addresses] = (await bob.call('media.get', asked)).media
  expect([addresses?.mediaId, addresses?.sizes]).toEqual([mediaId, []])
  const address = new URL(`http://parley.test${addresses?.path}`)
  const addressed = await app.core.media.addresses.read(address.pathname, address.searchParams)
  const blob = addressed && (await app.blobs.get(addressed.key))
  expect(await new Response(await blob?.slice(0, blob.size)).text()).toBe('%PDF-1.7 any bytes')
  expect((await carol.call('media.get', asked)).media).toEqual([])
})

test('a video has a poster, which readers of the message may see', async () => {
  await using scene = await start()
  const { alice, bob, chatId } = scene
  const { mediaId: poster } = await picture(scene)
  const { mediaId } = await video(scene, { poster })
  const { body, id } = await send(alice, chatId, { type: 'video', mediaId })
  const facts = { mediaId, name: 'sea.mp4', mime: 'video/mp4', size: mp4.byteLength }
  expect(body).toEqual({ type: 'video', ...facts, width: 640, height: 480, durationMs: 2_000, poster })
  const shown = [mediaId, poster].map((one) => ({ mediaId: one, chatId, messageId: id }))
  expect((await bob.call('media.get', { shown })).media.map((one) => one.mediaId).toSorted()).toEqual(
    [mediaId, poster].toSorted(),
  )
  expect(await refusal(send(alice, chatId, { type: 'image', mediaId: poster }))).toEqual(['not_found', 'body.mediaId'])
})

test('a poster is an unused picture of the same person for the same chat', async () => {
  await using scene = await start()
  const { app, alice, bob, chatId } = scene
  const { mediaId: used } = await picture(scene)
  await send(alice, chatId, { type: 'image', mediaId: used })
  const { mediaId: theirs } = await upload(app, bob, { chatId })
  const { mediaId: avatar } = await upload(app, alice)
  for (const poster of [used, theirs, avatar, newMediaId(), (await voice(scene)).mediaId])
    expect(await refusal(video(scene, { poster }))).toEqual(['not_found', 'poster'])
})

test('a voice message has its duration, its loudness, and the type that its bytes say', async () => {
  await using scene = await start()
  const { alice, chatId } = scene
  const { mediaId } = await voice(scene)
  const { body } = await send(alice, chatId, { type: 'voice', mediaId })
  const facts = { mediaId, name: 'voice.webm', mime: 'audio/webm', size: webm.byteLength }
  expect(body).toEqual({ type: 'voice', ...facts, durationMs: 3_000, peaks })
})

test('an album holds pictures and videos in their order, as one message', async () => {
  await using scene = await start()
  const { alice, bob, chatId } = scene
  const items = [await picture(scene), await video(scene), await picture(scene)].map(({ mediaId }) => mediaId)
  const { body, seq } = await send(alice, chatId, { type: 'album', items, caption: 'the sea' })
  if (body.type !== 'album') throw new Error('not an album')
  expect(body.items.map(({ kind, mediaId }) => [kind, mediaId])).toEqual([
    ['image', items[0]],
    ['video', items[1]],
    ['image', items[2]],
  ] as never)
  expect((await bob.call('messages.list', { chatId })).messages.at(-1)).toMatchObject({ seq, body })
})

test('an upload of another kind is refused by name, and can still be sent as what it is', async () => {
  await using scene = await start()
  const { alice, chatId } = scene
  const [spokenId, filmId, pictureId] = [
    (await voice(scene)).mediaId,
    (await video(scene)).mediaId,
    (await picture(scene)).mediaId,
  ]
  const refusals = [
    [{ type: 'image', mediaId: filmId }, 'body.mediaId'],
    [{ type: 'video', mediaId: pictureId }, 'body.mediaId'],
    [{ type: 'voice', mediaId: filmId }, 'body.mediaId'],
    [{ type: 'file', mediaId: pictureId }, 'body.mediaId'],
    [{ type: 'album', items: [pictureId, spokenId] }, 'body.items'],
    [{ type: 'album', items: [pictureId, pictureId] }, 'body.items'],
    [{ type: 'album', items: [pictureId] }, 'body.items'],
  ] as const
  for (const [body, field] of refusals)
    expect(await refusal(send(alice, chatId, body as never))).toEqual(['invalid_params', field])
  await send(alice, chatId, { type: 'voice', mediaId: spokenId })
  await send(alice, chatId, { type: 'album', items: [filmId, pictureId] })
})

test('videos and voice messages are in containers that players know; a file may be anything', async () => {
  await using scene = await start()
  const { app, alice, chatId } = scene
  const page = Buffer.from('<!doctype html><script>alert(1)</script>')
  const refused = (announced: object) => refusal(upload(app, alice, { chatId, bytes: page, announced }))
  expect(await refused(film)).toEqual(['media_unsupported', undefined])
  expect(await refused(spoken)).toEqual(['media_unsupported', undefined])
  const { mime } = await upload(app, alice, { chatId, bytes: page, announced: { kind: 'file' } })
  expect(mime).toBe('application/octet-stream')
  const oggs = Buffer.from('OggS\0\x02 any')
  const song = await upload(app, alice, { chatId, bytes: oggs, announced: { kind: 'file', mime: 'text/html' } })
  expect(song.mime).toBe('audio/ogg')
  expect(await refusal(upload(app, alice, { chatId, bytes: oggs, announced: film }))).toEqual([
    'media_unsupported',
    undefined,
  ])
})

test('announced data is complete and within the limits of this server', async () => {
  await using scene = await start({ fileBytes: 1_000, voiceMaxMs: 60_000 })
  const { alice, chatId } = scene
  const refused = (announced: object) =>
    refusal(alice.call('media.create', { id: newMediaId(), chatId, name: 'x', size: 9, ...announced }))
  expect(await refused({ kind: 'file', size: 1_001 })).toEqual(['too_large', 'size'])
  expect(await refused({ kind: 'video', height: 1, durationMs: 1 })).toEqual(['invalid_params', 'width'])
  expect(await refused({ kind: 'video', width: 1, height: 1 })).toEqual(['invalid_params', 'durationMs'])
  expect(await refused({ kind: 'voice' })).toEqual(['invalid_params', 'durationMs'])
  expect(await refused({ kind: 'voice', durationMs: 60_001 })).toEqual(['too_large', 'durationMs'])
  expect(await refused({ kind: 'voice', durationMs: 9, peaks: [1, 2] })).toEqual(['invalid_params', 'peaks'])
  expect(await refused({ kind: 'file', mime: 'no type' })).toEqual(['invalid_params', 'mime'])
  expect(await refused({ kind: 'file', chatId: undefined })).toEqual(['invalid_params', 'chatId'])
})

test('[DL62] a retracted album takes its bytes with it, posters included', async () => {
  await using scene = await start()
  const { app, alice, bob, chatId } = scene
  const { mediaId: poster } = await picture(scene)
  const items = [(await picture(scene)).mediaId, (await video(scene, { poster })).mediaId]
  const { id } = await send(alice, chatId, { type: 'album', items })
  const all = [...items, poster]
  const shown = all.map((mediaId) => ({ mediaId, chatId, messageId: id }))
  expect((await bob.call('media.get', { shown })).media).toHaveLength(3)
  await alice.call('messages.retract', { chatId, id })
  expect((await bob.call('media.get', { shown })).media).toEqual([])
  await app.core.worker.lookForWork()
  const rows = await app.database.read((db) => db.selectFrom('media').select('id').execute())
  expect(rows).toEqual([])
})
