import { expect, test } from 'bun:test'
import { type MediaId, WORLD_CHAT_ID } from '@parley/protocol'
import { refusal } from '../testing/refusal'
import { type Person, TestApp } from '../testing/test-app'
import { callerOf, newMediaId } from '../testing/upload'

const SIZE = 6

const start = async () => {
  const app = await TestApp.start()
  const alice = await app.person('alice')
  const caller = await callerOf(app, alice)
  const id = newMediaId()
  await alice.call('media.create', { id, chatId: WORLD_CHAT_ID, kind: 'file', name: 'plan', size: SIZE })
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
  app.core.pictures.resumable.append(caller, id, { offset, body })
const put = ({ app, caller, id }: Scene, text: string) =>
  app.core.pictures.uploads.receive(caller, id, { body: bodyOf(text) })

/** The file as whoever has its address gets it. */
const textOf = async (app: TestApp, person: Person, id: MediaId): Promise<string> => {
  const { media } = await person.call('media.get', { ids: [id] })
  const addressed = await app.core.pictures.addresses.read(
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
