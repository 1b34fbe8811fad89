import { expect, test } from 'bun:test'
import type { ChatId, MessageId } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import type { Client, NewFile, NewMedia } from '../api'
import { noResponseError } from '../lib/error'
import { createMemoryStore } from '../store/memory'
import type { LocalStore } from '../store/store'
import { heldUploads } from '../testing/held-uploads'
import { text, twoPeople } from '../testing/people'
import { until } from '../testing/until'
import { lateUpload } from './late-upload'
import type { UploadRequest } from './upload'

const file = (name: string, bytes = name): NewFile => ({ type: 'file', name, bytes: new Blob([bytes]) })
const kindsOf = ({ server, chatId }: ReturnType<typeof twoPeople>) =>
  (server.chats.get(chatId)?.messages ?? []).map(({ body }) => body.type)
const rowsOf = async (client: Client, chatId: ChatId) => {
  const timeline = client.timeline(chatId)
  await timeline.show('latest')
  return () => {
    client.state.get()
    return timeline.state.get().rows
  }
}

test('each kind is announced with what the server cannot find out', async () => {
  const all = twoPeople()
  const { server, live, alice, chatId, clock } = all
  const hers = await live(alice)
  const peaks = Array.from({ length: limits.voicePeaks }, (_, at) => at % 32)
  const sent: NewMedia[] = [
    { ...file('notes.txt'), mime: 'text/plain', caption: 'read' },
    { ...file('odd'), mime: 'nonsense' },
    {
      type: 'voice',
      name: 'voice.webm',
      bytes: new Blob(['v'], { type: 'audio/webm;codecs=opus' }),
      durationMs: 2_000,
      peaks,
    },
  ]
  for (const media of sent) hers.sendMedia(chatId, media)
  await clock.pass(2_000)
  expect([...server.media.announced.values()]).toMatchObject([
    { kind: 'file', name: 'notes.txt', mime: 'text/plain', size: 9, chatId },
    { kind: 'file', name: 'odd' },
    { kind: 'voice', mime: 'audio/webm;codecs=opus', durationMs: 2_000, peaks },
  ])
  expect([...server.media.announced.values()][1]).not.toHaveProperty('mime')
  expect(server.chats.get(chatId)?.messages.map(({ body }) => body)).toMatchObject([
    { type: 'file', name: 'notes.txt', mime: 'text/plain', size: 9, caption: 'read' },
    { type: 'file', name: 'odd' },
    { type: 'voice', durationMs: 2_000, peaks },
  ])
})

test('[M3] progress counts all bytes, and says 100 % only when the server has stored them', async () => {
  const all = twoPeople()
  const { live, alice, chatId, clock } = all
  const { held, upload } = heldUploads(all.server)
  const hers = await live(alice, { upload })
  const rows = await rowsOf(hers, chatId)
  const item = (name: string, bytes: string) => ({ ...file(name, bytes), type: 'image' as const, width: 2, height: 2 })
  hers.sendMedia(chatId, { type: 'album', items: [item('a', 'x'.repeat(300)), item('b', 'x'.repeat(100))] })
  await clock.pass(100)
  held[0]?.onProgress(0.5)
  expect(rows()[0]?.progress).toBeCloseTo(0.375)
  held[0]?.onProgress(1)
  expect(rows()[0]?.progress).toBeLessThan(0.75)
  held[0]?.finish()
  await clock.pass(10)
  expect(rows()[0]?.progress).toBe(0.75)
  held[1]?.onProgress(1)
  expect(rows()[0]?.progress).toBeLessThan(1)
  expect(hers.state.get().chats.get(chatId)?.last?.progress).toBe(rows()[0]?.progress)
})

test('a paused upload ends, lets the messages behind it go, stays paused after a reload, and goes on', async () => {
  const all = twoPeople()
  const { live, alice, chatId, clock } = all
  const { held, upload } = heldUploads(all.server)
  const store = createMemoryStore()
  const hers = await live(alice, { upload, store })
  const id = hers.sendMedia(chatId, file('large'))
  hers.send(chatId, text('after'))
  await clock.pass(100)
  hers.pause(chatId, id)
  await clock.pass(1_000)
  expect([held.length, held[0]?.signal.aborted, kindsOf(all)]).toEqual([1, true, ['text']])
  await hers.stop()
  const back = await live(alice, { upload, store })
  const rows = await rowsOf(back, chatId)
  await clock.pass(20_000)
  expect([held.length, rows().at(-1)?.status]).toEqual([1, 'paused'])
  back.resume(chatId, id)
  await clock.pass(100)
  held[1]?.finish()
  await clock.pass(1_000)
  expect(kindsOf(all)).toEqual(['text', 'file'])
})

test('a message that is paused and resumed before its upload noticed is sent once', async () => {
  const all = twoPeople()
  const { server, live, alice, chatId, clock } = all
  const uploads: (UploadRequest & { resolve: () => void; reject: (error: Error) => void })[] = []
  const upload = (request: UploadRequest): Promise<void> =>
    new Promise((resolve, reject) => uploads.push({ ...request, resolve, reject }))
  const hers = await live(alice, { upload })
  const rows = await rowsOf(hers, chatId)
  const id = hers.sendMedia(chatId, file('large'))
  await clock.pass(100)
  hers.pause(chatId, id)
  hers.resume(chatId, id)
  await clock.pass(100)
  expect(uploads.length).toBe(2)
  uploads[0]?.reject(noResponseError())
  await clock.pass(10)
  expect(rows()[0]?.status).toBe('sending')
  hers.pause(chatId, id)
  expect([uploads[1]?.signal.aborted, rows()[0]?.status]).toEqual([true, 'paused'])
  hers.resume(chatId, id)
  await clock.pass(100)
  const [, , second] = uploads
  if (second) server.media.uploaded(second.path, second.bytes)
  second?.resolve()
  await clock.pass(1_000)
  expect([kindsOf(all), uploads.length]).toEqual([['file'], 3])
})

test("the others see an upload while it runs, as often as typing, and never instead of the user's other activity", async () => {
  const all = twoPeople()
  const { server, live, alice, chatId, clock } = all
  const { held, upload } = heldUploads(server)
  const hers = await live(alice, { upload })
  const said = () =>
    server.calls
      .filter(({ method }) => method === 'chats.typing')
      .map(({ params }) => (params as { doing?: string }).doing ?? 'typing')
  hers.sendMedia(chatId, file('film'))
  await clock.pass(100)
  const goOn = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 500) {
      held[0]?.onProgress(0.2)
      await clock.pass(500)
    }
  }
  await goOn(2 * limits.typingIntervalMs)
  expect(said()).toEqual(['uploading', 'uploading'])
  hers.typing(chatId)
  await goOn(limits.typingShownMs)
  expect(said().slice(2)).toEqual(['typing'])
  await goOn(500)
  expect(said().slice(3)).toEqual(['uploading'])
  held[0]?.finish()
  await clock.pass(10 * limits.typingShownMs)
  expect(said().length).toBe(4)
})

test('words are not paused', async () => {
  const { server, live, alice, chatId, clock } = twoPeople()
  const hers = await live(alice)
  const rows = await rowsOf(hers, chatId)
  server.plan('messages.send', 'lose')
  const id = hers.send(chatId, text('words'))
  await clock.pass(100)
  hers.pause(chatId, id)
  expect(rows()[0]?.status).toBe('sending')
})

test('bytes that the device has no room for are sent all the same', async () => {
  const all = twoPeople()
  const { live, alice, chatId, clock } = all
  const store = createMemoryStore()
  const write: LocalStore['write'] = (what, when) =>
    what.bytes ? Promise.reject(new DOMException('full', 'QuotaExceededError')) : store.write(what, when)
  const full = new Proxy(store, {
    get: (target, name) => {
      if (name === 'write') return write
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  const hers = await live(alice, { store: full })
  hers.sendMedia(chatId, file('large'))
  await clock.pass(1_000)
  expect(kindsOf(all)).toEqual(['file'])
})

test('files that wait beside a composer stay until there are none, and are counted, after a reload too', async () => {
  const { live, alice, chatId } = twoPeople()
  const store = createMemoryStore()
  const hers = await live(alice, { store })
  const counted = (client: Client) => client.state.get().chats.get(chatId)?.attached
  expect(counted(hers)).toBe(undefined)
  await hers.attach(chatId, [file('a.pdf'), file('b.pdf')])
  expect(counted(hers)).toBe(2)
  await hers.stop()
  expect(counted(await live(alice, { store }))).toBe(2)
  await hers.attach(chatId, [file('a.pdf')])
  expect((await hers.attached(chatId)).map(({ name }) => name)).toEqual(['a.pdf'])
  await hers.attach(chatId, [])
  expect(await hers.attached(chatId)).toEqual([])
  expect(counted(hers)).toBe(undefined)
})

test('[M13] a message whose file is being checked says so, and is sent after the check', async () => {
  const { server, live, alice, chatId, clock } = twoPeople()
  const hers = await live(alice)
  const timeline = hers.timeline(chatId)
  await timeline.show('latest')
  const seen: string[] = []
  let id: string | undefined
  timeline.state.subscribe(() => {
    const status = timeline.state.get().rows.find((row) => row.id === id)?.status
    if (status && status !== seen.at(-1)) seen.push(status)
  })
  const checking = { refuse: 'media_checking', retryAfterMs: 1_000 } as const
  server.plan('messages.send', checking, checking, checking)
  id = hers.sendMedia(chatId, file('notes.txt'))
  await clock.pass(500)
  hers.send(chatId, text('meanwhile'))
  await clock.pass(6_000)
  expect(server.chats.get(chatId)?.messages.map(({ body }) => body.type)).toEqual(['text', 'file'])
  expect(seen).toEqual(['queued', 'sending', 'checking', 'sent'])
  expect(server.calls.filter(({ method }) => method === 'messages.send')).toHaveLength(5)
})

test('[M13] a refused file of an album is parted from it by name, and the others go', async () => {
  const all = twoPeople()
  const { server, live, alice, chatId, clock } = all
  const hers = await live(alice)
  const rows = await rowsOf(hers, chatId)
  const item = (name: string) => ({ ...file(name), type: 'image' as const, width: 2, height: 2 })
  server.plan('messages.send', { refuse: 'media_refused' })
  // Uploaded first, and refused when it is announced again.
  server.plan('media.create', 'pass', 'pass', 'pass', { refuse: 'media_refused' })
  hers.sendMedia(chatId, { type: 'album', items: [item('a'), item('b'), item('c')] })
  await clock.pass(10_000)
  expect(rows().map(({ body, status, error }) => [body.type, status, error])).toEqual([
    ['album', 'sent', undefined],
    ['image', 'failed', 'media_refused'],
  ])
  expect(server.chats.get(chatId)?.messages.at(-1)?.body).toMatchObject({ items: [{ name: 'b' }, { name: 'c' }] })
})

test('[M13] an avatar is there when its check is over', async () => {
  const { server, live, alice, clock } = twoPeople()
  const hers = await live(alice)
  let done = false
  server.media.hidden = true
  const uploading = hers.uploadAvatar(new Blob(['a']), 'a.png').then((id) => {
    done = true
    return id
  })
  await clock.pass(5_000)
  expect(done).toBe(false)
  server.media.hidden = false
  await clock.pass(2_000)
  expect(server.media.stored.has(await uploading)).toBe(true)
})

test('of several paused messages the one goes on that is resumed', async () => {
  const all = twoPeople()
  const { live, alice, chatId, clock } = all
  const { held, upload } = heldUploads(all.server)
  const hers = await live(alice, { upload })
  const rows = await rowsOf(hers, chatId)
  const ids = ['one', 'two', 'three'].map((name) => hers.sendMedia(chatId, file(name)))
  await clock.pass(100)
  for (const id of ids) hers.pause(chatId, id)
  await clock.pass(100)
  hers.resume(chatId, ids[1] ?? ('' as MessageId))
  await clock.pass(100)
  expect(rows().map(({ status }) => status)).toEqual(['paused', 'sending', 'paused'])
  held.at(-1)?.finish()
  await clock.pass(1_000)
  const names = (all.server.chats.get(chatId)?.messages ?? []).map(({ body }) => 'name' in body && body.name)
  expect(names).toEqual(['two'])
})

test('[DL63] a message that failed after its upload asks the server for the file again when it is retried', async () => {
  const all = twoPeople()
  const { server, live, alice, chatId, clock } = all
  const hers = await live(alice)
  server.plan('messages.send', { refuse: 'not_found' })
  const id = hers.sendMedia(chatId, file('notes'))
  await clock.pass(1_000)
  expect(hers.state.get().chats.get(chatId)?.failed).toBe(1)
  // The server throws away what nothing shows.
  server.media.stored.clear()
  hers.retry(chatId, id)
  await clock.pass(1_000)
  expect(kindsOf(all)).toEqual(['file'])
})

test('without an own way to upload, files go to the server over HTTP', async () => {
  const { server, live, alice, chatId, clock } = twoPeople()
  using files = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: async (request) => {
      server.media.uploaded(new URL(request.url).pathname, await request.blob())
      return new Response(null, { status: 204 })
    },
  })
  const hers = await live(alice, { upload: lateUpload({ url: `http://127.0.0.1:${files.port}` }) })
  const avatar = hers.uploadAvatar(new Blob(['face']), 'face.png')
  hers.sendMedia(chatId, file('notes'))
  await until(
    () => server.chats.get(chatId)?.messages.length === 1,
    async () => {
      await Bun.sleep(5)
      await clock.pass(10)
    },
    2_000,
  )
  expect(server.media.stored.has(await avatar)).toBe(true)
})

test('[M13] a single file that its check refused fails by name, and is not announced again', async () => {
  const { server, live, alice, chatId, clock } = twoPeople()
  const hers = await live(alice)
  const rows = await rowsOf(hers, chatId)
  server.plan('messages.send', { refuse: 'media_refused' })
  hers.sendMedia(chatId, file('notes'))
  await clock.pass(10_000)
  expect(rows()[0]).toMatchObject({ status: 'failed', error: 'media_refused' })
  expect(server.calls.filter(({ method }) => method === 'media.create')).toHaveLength(1)
})
