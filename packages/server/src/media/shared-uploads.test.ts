import { expect, test } from 'bun:test'
import { type ChatId, limits, type MediaId, type Message, type MessageId, newUuidV7 } from '@parley/protocol'
import { uploadsOf } from '@parley/protocol/uploads-of'
import { eventually } from '../testing/eventually'
import { heldWrite } from '../testing/held-write'
import { samplesOf } from '../testing/media-samples'
import { refusal } from '../testing/refusal'
import { type Person, TestApp } from '../testing/test-app'

/** They do it at the same time so often that they meet in every place. */
const ROUNDS = 12

const newId = () => newUuidV7() as MessageId

/** Alice writes to bob, who has a group with carol. */
const start = async () => {
  const app = await TestApp.start()
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const carol = await app.person('carol')
  const { chat } = await alice.call('chats.direct', { userId: bob.me.id })
  const group = newUuidV7() as ChatId
  await bob.call('groups.create', { id: group, name: 'Kites', userIds: [carol.me.id] })
  const direct = chat.id
  return { app, alice, bob, carol, direct, group, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}
type Scene = Awaited<ReturnType<typeof start>>

const sendPicture = async ({ app, alice, direct }: Scene) => {
  const { mediaId } = await samplesOf(app, alice, direct).picture()
  return alice.call('messages.send', { id: newId(), chatId: direct, body: { type: 'image', mediaId } })
}
const forward = (
  person: Person,
  { id, chatId }: Message,
  { into, id: own = newId() }: { into: ChatId; id?: MessageId },
) => person.call('messages.forward', { id: own, chatId: into, from: { chatId, id }, withName: true })
const retract = (person: Person, { id, chatId }: Message) => person.call('messages.retract', { id, chatId })

/** The number of a message's uploads with addresses for a user. */
const got = async (person: Person, { id: messageId, chatId, body }: Message) => {
  const shown = uploadsOf(body).map((mediaId) => ({ mediaId, chatId, messageId }))
  return (await person.call('media.get', { shown })).media.length
}
/** Ids of uploads whose bytes are stored. */
const stored = async (app: TestApp) => {
  const { blobs } = await app.blobs.list({ limit: 1_000 })
  return new Set(blobs.map(({ key }) => key.slice(0, key.indexOf('/'))))
}
const goes = (app: TestApp, ids: readonly MediaId[]) =>
  eventually(async () => {
    const left = await stored(app)
    return ids.every((id) => !left.has(id))
  })
/** Lets the time of every unused upload and unsettled claim be over, and sweeps. */
const sweepLater = async (app: TestApp) => {
  await app.database.write(async ({ db, now }) => {
    const used_at = now - limits.mediaUnusedMs - 1
    await db.updateTable('media').set({ used_at }).execute()
    await db.updateTable('media_uses').set({ used_at }).execute()
  })
  await app.core.worker.lookForWork()
}

test('[DL68] readers of a forwarded album get its uploads, which stay until no message shows them', async () => {
  await using scene = await start()
  const { app, alice, bob, carol, direct, group } = scene
  const samples = samplesOf(app, alice, direct)
  const { mediaId: poster } = await samples.picture()
  const items = [(await samples.picture()).mediaId, (await samples.video(poster)).mediaId]
  const source = await alice.call('messages.send', { id: newId(), chatId: direct, body: { type: 'album', items } })
  const copy = await forward(bob, source, { into: group })
  expect(copy.body).toEqual(source.body)
  expect([await got(carol, copy), await got(carol, source)]).toEqual([3, 0])
  await retract(alice, source)
  await sweepLater(app)
  expect([await got(carol, copy), await got(bob, source)]).toEqual([3, 0])
  expect((await stored(app)).size).toBe(3)
  await retract(bob, copy)
  expect(await got(carol, copy)).toBe(0)
  await goes(app, [...items, poster])
})

test('[DL68] nothing is copied, and a forward takes no quota', async () => {
  await using scene = await start()
  const { app, bob, group } = scene
  const source = await sendPicture(scene)
  const before = await app.blobs.list({ limit: 100 })
  for (let at = 0; at < 3; at++) await forward(bob, source, { into: group })
  expect((await app.blobs.list({ limit: 100 })).blobs).toEqual(before.blobs)
})

test('[DL68] [DL66] while a picture is forwarded and retracted, its bytes stay exactly as long as a message shows them', async () => {
  await using scene = await start()
  const { app, alice, bob, carol, group } = scene
  for (let round = 0; round < ROUNDS; round++) {
    const source = await sendPicture(scene)
    const forwards = Array.from({ length: 3 }, () => forward(bob, source, { into: group }))
    const [, ...ends] = await Promise.all([
      retract(alice, source),
      ...forwards.map((doing) => doing.catch((error: { code: string; field?: string }) => error)),
    ])
    const copies = ends.flatMap((end) => ('body' in end ? [end] : []))
    for (const end of ends) if (!('body' in end)) expect(['retracted', 'not_found']).toContain(end.code)
    for (const copy of copies) expect(await got(carol, copy)).toBe(1)
    const ids = uploadsOf(source.body)
    if (copies.length > 0) expect((await stored(app)).has(ids[0] as MediaId)).toBe(true)
    await Promise.all(copies.map((copy) => retract(bob, copy)))
    await goes(app, ids)
  }
})

test('[DL68] a retraction waits for a forward that has begun, and releases nothing that it shows', async () => {
  await using scene = await start()
  const { app, alice, bob, carol, group } = scene
  const source = await sendPicture(scene)
  const id = newId()
  const chat = await app.database.read((db) => db.selectFrom('chats').select('key').orderBy('key', 'desc').execute())
  await using sharing = await heldWrite(app, async (tx) => {
    const showing = { chatKey: chat[0]?.key ?? 0, messageId: id }
    await app.core.media.claims.share(tx, showing, uploadsOf(source.body))
  })
  const retracted = retract(alice, source)
  await sharing.commitWhenWaitedFor()
  await retracted
  expect((await stored(app)).size).toBe(1)
  expect(await refusal(forward(bob, source, { into: group, id }))).toEqual(['retracted', 'from'])
  // The forward did not come about: the sweep removes what it held.
  await sweepLater(app)
  await goes(app, uploadsOf(source.body))
  expect(await got(carol, source)).toBe(0)
})

test('[DL68] a forward that is repeated while the sweep looks keeps its uploads', async () => {
  await using scene = await start()
  const { app, alice, bob, carol, group } = scene
  const source = await sendPicture(scene)
  const id = newId()
  const [row] = await app.database.read((db) => db.selectFrom('chats').select('key').orderBy('key', 'desc').execute())
  const showing = { chatKey: row?.key ?? 0, messageId: id }
  const ids = uploadsOf(source.body)
  await app.database.write((tx) => app.core.media.claims.share(tx, showing, ids))
  await app.database.write(async ({ db, now }) => {
    await db
      .updateTable('media_uses')
      .set({ used_at: now - limits.mediaUnusedMs - 1 })
      .execute()
  })
  const [copy] = await Promise.all([forward(bob, source, { into: group, id }), app.core.worker.lookForWork()])
  await retract(alice, source)
  await sweepLater(app)
  expect(await got(carol, copy)).toBe(1)
  expect((await stored(app)).size).toBe(1)
})

test('[DL68] a message that is sent again after its retraction leaves nothing behind', async () => {
  await using scene = await start()
  const { app, alice, bob, group } = scene
  const source = await sendPicture(scene)
  const id = newId()
  const copy = await forward(bob, source, { into: group, id })
  await retract(bob, copy)
  expect((await forward(bob, source, { into: group, id })).body).toEqual({ type: 'retracted' })
  await retract(alice, source)
  await goes(app, uploadsOf(source.body))
})
