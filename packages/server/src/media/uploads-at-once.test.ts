import { expect, test } from 'bun:test'
import { type MediaId, rates, WORLD_CHAT_ID } from '@parley/protocol'
import type { Caller } from '../lib/caller'
import { FakeClock } from '../testing/fake-clock'
import { refusal } from '../testing/refusal'
import { TestApp } from '../testing/test-app'
import { callerOf, newMediaId } from '../testing/upload'
import { fileKey } from './blob-keys'
import { ResumableUploads } from './resumable-uploads'
import { UploadTurns } from './upload-turns'

const ROUNDS = 10
const conflict = ['conflict', undefined]
const turns = () => new UploadTurns({ take: () => 0, charge: () => {} })

async function* bodyOf(text: string, wait?: Promise<void>) {
  for (const letter of text) {
    yield Buffer.from(letter)
    await wait
  }
}

/** Two nodes that share a database and a place for files: what a node remembers of uploads is in its own object. */
const start = async () => {
  const app = await TestApp.start()
  const alice = await app.person('alice')
  const caller = await callerOf(app, alice)
  const { media, uploads } = app.core.media
  const nodes = [1, 2].map(() => new ResumableUploads({ media, blobs: app.blobs, turns: turns() }))
  const announce = async (): Promise<MediaId> => {
    const id = newMediaId()
    await alice.call('media.create', { id, chatId: WORLD_CHAT_ID, kind: 'file', name: 'plan', size: 6 })
    return id
  }
  const patchOn = (node: number) => (id: MediaId, text: string, offset: number) =>
    refusal((nodes[node] as ResumableUploads).append(caller, id, { offset, body: bodyOf(text) }))
  const put = (id: MediaId, text: string) => refusal(uploads.receive(caller, id, { body: bodyOf(text) }))
  /** Everything that is stored of an upload: the texts of its blobs. */
  const storedOf = async (id: MediaId): Promise<string[]> => {
    const { blobs } = await app.blobs.list({ limit: 1_000 })
    const own = blobs.filter(({ key, size }) => key.startsWith(id) && size > 0)
    return Promise.all(
      own.map(async ({ key, size }) => new Response(await (await app.blobs.get(key))?.slice(0, size)).text()),
    )
  }
  return {
    app,
    caller,
    nodes,
    announce,
    here: patchOn(0),
    there: patchOn(1),
    put,
    storedOf,
    [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
  }
}

test('of a PUT and a whole PATCH at the same moment exactly one is stored, and nothing of the other', async () => {
  await using scene = await start()
  const { app, announce, here, put, storedOf } = scene
  for (let round = 0; round < ROUNDS; round++) {
    const id = await announce()
    const requests = [() => put(id, 'as put'), () => here(id, 'parted', 0)]
    const outcomes = await Promise.all((round % 2 ? requests : requests.toReversed()).map((request) => request()))
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1)
    expect(outcomes).toContainEqual(conflict)
    const winner = outcomes[round % 2 ? 0 : 1] === 'done' ? 'as put' : 'parted'
    expect(await storedOf(id)).toEqual([winner])
  }
  await app.core.worker.lookForWork()
  expect(await app.blobs.uploads.list({ limit: 10 })).toEqual([])
})

test.each(['one node', 'two nodes'])('of PATCHes on %s at the same moment one makes the file whole', async (where) => {
  await using scene = await start()
  const { app, announce, here, storedOf } = scene
  const other = where === 'one node' ? here : scene.there
  for (let round = 0; round < ROUNDS; round++) {
    const id = await announce()
    const texts = ['first.', 'second']
    const outcomes = await Promise.all([here(id, 'first.', 0), other(id, 'second', 0)])
    for (const outcome of outcomes) if (outcome !== 'done') expect(outcome).toEqual(conflict)
    const stored = await storedOf(id)
    expect([...texts, undefined]).toContain(stored[0])
    expect(stored.length).toBeLessThanOrEqual(1)
    // One that was ended by the other leaves what it brought: the client goes on from there.
    if (stored.length === 0) expect(await app.blobs.uploads.length(id)).toBeLessThan(6)
  }
})

test('a PATCH that comes while the file is finished is refused, on any node', async () => {
  await using scene = await start()
  const { announce, here, there, storedOf } = scene
  for (let round = 0; round < ROUNDS; round++) {
    const id = await announce()
    expect(await here(id, 'whole', 0)).toBe('done')
    const outcomes = await Promise.all([here(id, '!', 5), here(id, '?', 5), there(id, '.', 5)])
    const stored = await storedOf(id)
    if (stored.length > 0) expect(stored).toEqual([expect.stringMatching(/^whole[!?.]$/)])
    for (const outcome of outcomes) expect(['done', conflict]).toContainEqual(outcome)
    expect(await here(id, 'x', 6)).toEqual(conflict)
    expect(await storedOf(id)).toEqual([expect.stringMatching(/^whole[!?.]$/)])
  }
})

test('parts that arrive while a PUT is stored never replace it, and the sweep removes them', async () => {
  await using scene = await start()
  const { app, caller, nodes, announce, put, storedOf } = scene
  const id = await announce()
  const { promise: wait, resolve: goOn } = Promise.withResolvers<void>()
  const slow = (nodes[1] as ResumableUploads).append(caller, id, { offset: 0, body: bodyOf('par', wait) })
  expect(await put(id, 'as put')).toBe('done')
  goOn()
  await refusal(slow)
  expect(await refusal((nodes[0] as ResumableUploads).append(caller, id, { offset: 3, body: bodyOf('ted') }))).toEqual(
    conflict,
  )
  await app.core.worker.lookForWork()
  expect(await app.blobs.uploads.list({ limit: 10 })).toEqual([])
  expect(await storedOf(id)).toEqual(['as put'])
  expect(await app.blobs.get(fileKey(id, 'whole'))).toBeUndefined()
})

test('requests for uploads that an account does not have, or that are whole, have the rate of uploads', async () => {
  await using app = await TestApp.start({ rateLimits: true, clock: new FakeClock(Date.now()) })
  const { resumable, uploads } = app.core.media
  const body = () => bodyOf('plan')
  for (const [name, request] of Object.entries({
    putter: (caller: Caller) => uploads.receive(caller, newMediaId(), { body: body() }),
    header: (caller: Caller) => resumable.status(caller, newMediaId()),
    patcher: (caller: Caller) => resumable.append(caller, newMediaId(), { offset: 0, body: body() }),
  })) {
    const caller = await callerOf(app, await app.person(name))
    const outcomes = new Map<string, number>()
    for (let at = 0; at < rates.upload.burst + 10; at++) {
      const [failure] = await refusal(request(caller))
      outcomes.set(failure ?? '', (outcomes.get(failure ?? '') ?? 0) + 1)
    }
    expect([name, Object.fromEntries(outcomes)]).toEqual([name, { not_found: rates.upload.burst, rate_limited: 10 }])
  }
})
