import { expect, test } from 'bun:test'
import { type ChatId, type MediaId, type MessageBody, type MessageId, newUuidV7 } from '@parley/protocol'
import type { MediaScan } from '../config/scan-address'
import { systemClock } from '../lib/clock'
import { silentLogger } from '../lib/logger'
import { eventually } from '../testing/eventually'
import { FakeClock } from '../testing/fake-clock'
import { mp4 } from '../testing/media-samples'
import { refusal } from '../testing/refusal'
import { type Answering, TestScanner } from '../testing/scanner'
import { type Person, TestApp, type TestAppOptions } from '../testing/test-app'
import { newMediaId, upload } from '../testing/upload'
import { countedBytes } from '../usage/counted-bytes'
import { askScanner } from './scan-hook'
import { claimScan, putScanDue } from './scan-store'
import { Scans } from './scans'

const address = (url: string, authorization?: string): MediaScan['address'] => ({
  url,
  authorization: () => authorization,
})
const rules = (url: string, more: Partial<MediaScan> = {}): MediaScan => ({
  address: address(url),
  waitMs: 60_000,
  onTimeout: 'refuse',
  ...more,
})

/** Alice and bob have a chat on a server with a scanner. */
const start = async (answering: Answering, more: Partial<MediaScan> = {}, options: TestAppOptions = {}) => {
  const scanner = new TestScanner(answering)
  const app = await TestApp.start({ ...options, mediaScan: rules(scanner.url, more) })
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const { chat } = await alice.call('chats.direct', { userId: bob.me.id })
  return {
    app,
    scanner,
    alice,
    bob,
    chatId: chat.id,
    [Symbol.asyncDispose]: async () => {
      await app[Symbol.asyncDispose]()
      await scanner[Symbol.asyncDispose]()
    },
  }
}
type Scene = Awaited<ReturnType<typeof start>>

const text = (value: string) => ({
  bytes: Buffer.from(value),
  name: `${value}.txt`,
  announced: { kind: 'file' } as const,
})
const send = (person: Person, chatId: ChatId, body: MessageBody) =>
  person.call('messages.send', { id: newUuidV7() as MessageId, chatId, body })
const sendFile = (person: Person, chatId: ChatId, mediaId: MediaId) => send(person, chatId, { type: 'file', mediaId })
const scanOf = async ({ database }: TestApp) =>
  (await database.read((db) => db.selectFrom('media').select('scan').orderBy('key').execute())).map(({ scan }) => scan)
/** Waits until nothing is checked any more. */
const checked = (app: TestApp) => eventually(async () => !(await scanOf(app)).includes('checking'))
/** A scanner that answers when the test says so. */
const held = () => {
  const { promise, resolve } = Promise.withResolvers<object>()
  return { answering: () => promise, answer: resolve }
}

test('others see a file only when the scanner has called it clean', async () => {
  const { answering, answer } = held()
  await using scene = await start(answering)
  const { app, alice, bob, chatId, scanner } = scene
  const { mediaId } = await upload(app, alice, { chatId, ...text('report') })
  expect(await refusal(sendFile(alice, chatId, mediaId))).toEqual(['media_checking', 'body.mediaId'])
  expect((await alice.call('media.get', { ids: [mediaId] })).media).toEqual([])
  await eventually(() => scanner.scanned.length === 1)
  const [scanned] = scanner.scanned
  expect([scanned?.text, scanned?.name, scanned?.mediaId]).toEqual(['report', 'report.txt', mediaId])
  expect([scanned?.headers.get('x-parley-kind'), scanned?.headers.get('x-parley-size')]).toEqual(['file', '6'])
  answer({ clean: true })
  await checked(app)
  const { id } = await sendFile(alice, chatId, mediaId)
  const shown = [{ mediaId, chatId, messageId: id }]
  expect((await bob.call('media.get', { shown })).media).toHaveLength(1)
})

test('a refused file is named so, and its bytes go', async () => {
  await using scene = await start(() => ({ clean: false, reason: 'Eicar-Test-Signature' }))
  const { app, alice, chatId } = scene
  const id = newMediaId()
  await upload(app, alice, { id, chatId, ...text('virus'.repeat(10_000)), name: 'virus.txt' })
  await checked(app)
  expect(await refusal(sendFile(alice, chatId, id))).toEqual(['media_refused', 'body.mediaId'])
  await eventually(async () => (await app.blobs.list({ limit: 10 })).blobs.length === 0)
  const again = upload(app, alice, { id, chatId, ...text('virus'.repeat(10_000)), name: 'virus.txt' })
  expect(await refusal(again)).toEqual(['media_refused', undefined])
  // Its row counts for a day.
  expect((await alice.call('media.usage', {})).usedBytes).toBe(countedBytes(0))
  expect((await alice.call('media.get', { ids: [id] })).media).toEqual([])
})

test('pictures, avatars, videos and their posters are checked, each on its own', async () => {
  await using scene = await start(({ name }) => ({ clean: !name.startsWith('bad') }))
  const { app, alice, chatId, scanner } = scene
  const film = { kind: 'video', width: 4, height: 3, durationMs: 9 } as const
  const poster = (await upload(app, alice, { chatId, name: 'bad poster' })).mediaId
  const video = await upload(app, alice, { chatId, bytes: mp4, name: 'film', announced: { ...film, poster } })
  const good = await upload(app, alice, { name: 'good' })
  const bad = await upload(app, alice, { name: 'bad' })
  await checked(app)
  const types = scanner.scanned.map(({ headers, name }) => [name, headers.get('content-type')])
  expect(types.toSorted(([a = ''], [b = '']) => ((a ?? '') < (b ?? '') ? -1 : 1))).toEqual([
    ['bad', 'image/webp'],
    ['bad poster', 'image/webp'],
    ['film', 'video/mp4'],
    ['good', 'image/webp'],
  ])
  const { body } = await send(alice, chatId, { type: 'video', mediaId: video.mediaId })
  expect(body).not.toHaveProperty('poster')
  expect(await refusal(alice.call('accounts.update', { avatar: bad.mediaId }))).toEqual(['media_refused', 'avatar'])
  expect((await alice.call('accounts.update', { avatar: good.mediaId })).avatar).toBe(good.mediaId)
})

/** Lets the scanner's time pass. */
const passTime = (scene: Scene, clock: FakeClock, done: () => Promise<boolean>) =>
  eventually(async () => {
    await clock.advance(2_000)
    await scene.app.core.media.scans?.look()
    return done()
  })

for (const [onTimeout, scan] of [
  ['allow', 'clean'],
  ['refuse', 'unchecked'],
] as const)
  test(`when the scanner never says anything, the setting "${onTimeout}" decides`, async () => {
    const clock = new FakeClock(Date.now())
    await using scene = await start(() => 'silence', { onTimeout, waitMs: 20_000 }, { clock })
    const { app, alice, chatId } = scene
    const { mediaId } = await upload(app, alice, { chatId, ...text('report') })
    await passTime(scene, clock, async () => (await scanOf(app))[0] === scan)
    const sent = refusal(sendFile(alice, chatId, mediaId))
    expect(await sent).toEqual(onTimeout === 'allow' ? 'done' : ['media_unchecked', 'body.mediaId'])
  })

test('a scanner that fails is asked again until its time is over', async () => {
  const clock = new FakeClock(Date.now())
  await using scene = await start(() => 500, { waitMs: 3_600_000 }, { clock })
  const { app, alice, chatId, scanner } = scene
  await upload(app, alice, { chatId, ...text('report') })
  await passTime(scene, clock, async () => scanner.scanned.length >= 3)
  expect(await scanOf(app)).toEqual(['checking'])
  scanner.say(() => ({ clean: true }))
  await passTime(scene, clock, async () => (await scanOf(app))[0] === 'clean')
})

test('an upload without a verdict in time can be checked again, and then sent', async () => {
  const clock = new FakeClock(Date.now())
  await using scene = await start(() => 500, { waitMs: 10_000 }, { clock })
  const { app, alice, chatId, scanner } = scene
  const id = newMediaId()
  await upload(app, alice, { id, chatId, ...text('report') })
  await passTime(scene, clock, async () => (await scanOf(app))[0] === 'unchecked')
  scanner.say(() => ({ clean: true }))
  const announced = { id, chatId, name: 'report.txt', size: 6, kind: 'file' } as const
  expect(await refusal(alice.call('media.create', announced))).toEqual(['media_unchecked', undefined])
  await checked(app)
  expect((await alice.call('media.create', announced)).media?.mediaId).toBe(id)
  await sendFile(alice, chatId, id)
})

test('few files are at the scanner at a time, one of each account, and accounts take turns', async () => {
  const { answering, answer } = held()
  await using scene = await start(answering)
  const { app, alice, bob, chatId, scanner } = scene
  for (let at = 0; at < 6; at++) await upload(app, alice, { chatId, ...text(`alice${at}`) })
  await eventually(() => scanner.scanned.length === 1)
  const others = [bob, ...(await Promise.all(['carol', 'dave', 'erin', 'fred'].map((name) => app.person(name))))]
  for (const [at, one] of others.entries()) {
    const saved = (await one.call('chats.direct', { userId: one.me.id })).chat.id
    for (let file = 0; file < (at < 3 ? 4 : 1); file++)
      await upload(app, one, { chatId: saved, ...text(`${one.me.username}${file}`) })
  }
  await eventually(() => scanner.scanned.length === 4)
  expect(scanner.scanned.map(({ name }) => name)).toEqual(['alice0.txt', 'bob0.txt', 'carol0.txt', 'dave0.txt'])
  answer({ clean: true })
  await checked(app)
  expect(scanner.mostAtOnce).toBe(4)
  const names = scanner.scanned.map(({ name }) => name)
  // A later uploader doesn't wait for another account's queue.
  for (const late of ['erin0.txt', 'fred0.txt']) expect(names.indexOf(late)).toBeLessThan(names.indexOf('alice2.txt'))
})

/** Another node on the same database. */
const otherNode = ({ app, scanner }: Scene) => {
  const { database, blobs } = app
  const company = 'others'
  return new Scans({ database, blobs, company, clock: systemClock, logger: silentLogger, rules: rules(scanner.url) })
}

test('another node goes on at once with what a stopping node had at the scanner', async () => {
  const { answering, answer } = held()
  await using scene = await start(answering)
  const { app, alice, chatId, scanner } = scene
  const { mediaId } = await upload(app, alice, { chatId, ...text('report') })
  await eventually(() => scanner.scanned.length === 1)
  const other = otherNode(scene)
  await other.look()
  expect(scanner.scanned.length).toBe(1)
  await app.core.media.scans?.stop()
  answer({ clean: true })
  await other.look()
  await checked(app)
  expect(scanner.scanned.map((one) => one.mediaId)).toEqual([mediaId, mediaId])
  await sendFile(alice, chatId, mediaId)
})

test('a node that died holds a file until its time is over, and then another one goes on', async () => {
  await using scene = await start(() => ({ clean: true }))
  const { app, alice, chatId, scanner } = scene
  await app.core.media.scans?.stop()
  const { mediaId } = await upload(app, alice, { chatId, ...text('report') })
  const { database } = app
  const nowMs = database.now()
  const [row] = await database.read((db) => db.selectFrom('media').select('key').execute())
  const taken = await database.write(({ db }) => claimScan(db, { key: row?.key ?? 0, nowMs, until: nowMs + 60_000 }))
  expect(taken?.scan).toBe('checking')
  const other = otherNode(scene)
  await other.look()
  expect(scanner.scanned).toEqual([])
  await database.write(({ db }) => putScanDue(db, row?.key ?? 0, nowMs))
  await other.look()
  await checked(app)
  await sendFile(alice, chatId, mediaId)
})

test('after a restart the only node asks at once for what it had at the scanner', async () => {
  const { answering, answer } = held()
  await using scene = await start(answering)
  const { app, alice, chatId, scanner } = scene
  await upload(app, alice, { chatId, ...text('report') })
  await eventually(() => scanner.scanned.length === 1)
  await using second = await TestApp.start({ beside: app, mediaScan: rules(scanner.url) })
  await eventually(() => scanner.scanned.length === 2)
  answer({ clean: true })
  await checked(second)
})

test("a scanner's response is a verdict only in the agreed form", async () => {
  await using scanner = new TestScanner(() => ({ clean: true }))
  const file = { id: 'id', kind: 'file', name: '文件.txt', mime: 'text/plain', size: 4, body: new Blob(['text']) }
  const ask = () => askScanner(address(scanner.url, 'Basic c2VjcmV0'), file, new AbortController().signal)
  expect(await ask()).toEqual({ clean: true })
  expect([scanner.scanned[0]?.name, scanner.scanned[0]?.headers.get('authorization')]).toEqual([
    '文件.txt',
    'Basic c2VjcmV0',
  ])
  scanner.say(() => ({ clean: false, reason: 'x'.repeat(1_000) }))
  expect(await ask()).toEqual({ clean: false, reason: 'x'.repeat(200) })
  for (const said of [500, 204, 302, {}, { clean: 'yes' }, { clean: true, more: 'x'.repeat(20_000) }]) {
    scanner.say(() => said)
    await expect(ask()).rejects.toThrow()
  }
})

test('without a scanner nothing waits', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const saved = (await alice.call('chats.direct', { userId: alice.me.id })).chat.id
  const { mediaId } = await upload(app, alice, { chatId: saved, ...text('report') })
  await sendFile(alice, saved, mediaId)
  expect(await scanOf(app)).toEqual(['clean'])
})
