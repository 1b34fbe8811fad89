import { expect, test } from 'bun:test'
import { type MediaId, rates, WORLD_CHAT_ID } from '@parley/protocol'
import { UPLOAD_PIECE_BYTES } from '../blobs/blob-uploads'
import { FakeClock } from '../testing/fake-clock'
import { refusal } from '../testing/refusal'
import { type Person, TestApp, type TestAppOptions } from '../testing/test-app'
import { callerOf, newMediaId, partsOf } from '../testing/upload'
import { fileKey } from './blob-keys'

const SIZE = 6

const start = async (options: TestAppOptions & { readonly size?: number } = {}) => {
  const app = await TestApp.start(options)
  const alice = await app.person('alice')
  const caller = await callerOf(app, alice)
  const id = newMediaId()
  await alice.call('media.create', {
    id,
    chatId: WORLD_CHAT_ID,
    kind: 'file',
    name: 'plan',
    size: options.size ?? SIZE,
  })
  return { app, alice, caller, id, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}
type Scene = Awaited<ReturnType<typeof start>>

/** A body that sends `first`, waits, and sends the rest. */
const heldBody = (first: string, rest = '') => {
  const { promise: until, resolve: goOn } = Promise.withResolvers<void>()
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
  async function* body() {
    yield Buffer.from(first)
    begin()
    await until
    yield Buffer.from(rest)
  }
  return { body: body(), begun, goOn }
}
async function* bodyOf(text: string) {
  yield Buffer.from(text)
}
const append = ({ app, caller, id }: Scene, offset: number, body: AsyncIterable<Uint8Array>) =>
  app.core.media.resumable.append(caller, id, { offset, body })
const put = ({ app, caller, id }: Scene, text: string) =>
  app.core.media.uploads.receive(caller, id, { body: bodyOf(text) })

/** The file through its address. */
const textOf = async (app: TestApp, person: Person, id: MediaId): Promise<string> => {
  const { media } = await person.call('media.get', { ids: [id] })
  const addressed = await app.core.media.addresses.read(
    media[0]?.path?.split('?')[0] ?? '',
    new URLSearchParams(media[0]?.path?.split('?')[1]),
  )
  const blob = addressed && (await app.blobs.get(addressed.key))
  return blob ? new Response(await blob.slice(0, blob.size)).text() : 'nothing'
}

test('of several requests that take over at once, none changes the file after it is whole', async () => {
  await using scene = await start()
  const { app, alice, id } = scene
  const first = heldBody('a')
  const hanging = append(scene, 0, first.body)
  await first.begun
  const late = heldBody('', 'late.')
  const waiting = append(scene, 1, late.body)
  const { offset } = await append(scene, 1, bodyOf('bbbbb'))
  // The request that takes over last makes the file whole; which one that is, the store decides.
  if (offset < SIZE) {
    late.goOn()
    await waiting
  }
  const before = await textOf(app, alice, id)
  expect(before).toBe(offset < SIZE ? 'alate.' : 'abbbbb')
  late.goOn()
  first.goOn()
  await Promise.allSettled([hanging, waiting])
  expect(await textOf(app, alice, id)).toBe(before)
})

test('parts that are whole after a PUT was leave what the PUT stored', async () => {
  await using scene = await start()
  const { app, alice, id } = scene
  const slow = heldBody('sl', 'ower')
  const parts = append(scene, 0, slow.body)
  await slow.begun
  await put(scene, 'as put')
  slow.goOn()
  expect(await refusal(parts)).toEqual(['conflict', undefined])
  expect(await textOf(app, alice, id)).toBe('as put')
})

/** Appends one byte at a time until that is refused. Returns how many were taken. */
const singleBytes = async (scene: Scene, from: number): Promise<number> => {
  for (let taken = 0; taken <= rates.upload.burst; taken++) {
    const outcome = await refusal(append(scene, from + taken, bodyOf('x')))
    if (outcome === 'done') continue
    expect(outcome).toEqual(['rate_limited', undefined])
    return taken
  }
  throw new Error('no append was refused')
}

const bounded = (size: number) => start({ rateLimits: true, clock: new FakeClock(Date.now()), size })
const MIB = 1024 * 1024

test('appending single bytes costs as much as a store writes again for them', async () => {
  const size = 2 * UPLOAD_PIECE_BYTES
  await using scene = await bounded(size)
  expect(await append(scene, 0, partsOf(Buffer.alloc(5 * MIB)))).toEqual({ offset: 5 * MIB, size })
  // The announcement and the first append took one token each. Each byte takes one, and five for what is before it.
  expect(await singleBytes(scene, 5 * MIB)).toBe(Math.ceil((rates.upload.burst - 2) / 6))
})

test('appends that bring as much as a store writes again cost one token each', async () => {
  await using scene = await bounded(3 * UPLOAD_PIECE_BYTES)
  for (let part = 0; part < 4; part++) await append(scene, part * 4 * MIB, partsOf(Buffer.alloc(4 * MIB)))
  expect(await singleBytes(scene, 16 * MIB)).toBe(rates.upload.burst - 5)
})

test('an append at another offset costs no more than one that fits', async () => {
  await using scene = await bounded(2 * UPLOAD_PIECE_BYTES)
  for (let at = 0; at < 20; at++)
    expect(await refusal(append(scene, UPLOAD_PIECE_BYTES - 1, bodyOf('x')))).toEqual(['conflict', undefined])
  expect(await singleBytes(scene, 0)).toBe(rates.upload.burst - 21)
})

test('an upload that another request made whole is not replaced by later bytes', async () => {
  await using scene = await start()
  const { app, alice, id } = scene
  await app.blobs.put(fileKey(id, 'whole'), Buffer.from('abcdef'))
  expect(await append(scene, 0, bodyOf('uvwxyz'))).toEqual({ offset: SIZE, size: SIZE })
  expect(await textOf(app, alice, id)).toBe('abcdef')
})
