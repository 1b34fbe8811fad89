import { expect, test } from 'bun:test'
import { limits, type MediaId, newUuidV7 } from '@parley/protocol'
import { uploadsOf } from '@parley/protocol/uploads-of'
import { exportIds } from '../exports/export-ids'
import { FakeClock } from '../testing/fake-clock'
import { TestApp } from '../testing/test-app'
import { newMediaId, upload } from '../testing/upload'
import { sayVoice } from '../testing/voice'
import { MediaCollection } from './collection'

/** Alice and bob have a chat. The clock is ahead of the store's, so that what is stored now is older than a day. */
const start = async () => {
  const clock = new FakeClock(Date.now() + 2 * limits.mediaUnusedMs)
  const app = await TestApp.start({ clock })
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const { chat } = await alice.call('chats.direct', { userId: bob.me.id })
  const collection = new MediaCollection({ database: app.database, blobs: app.blobs, idsOfOthers: exportIds })
  const named = () => {}
  /** Lets a day pass for all uploads, without a sweep. */
  const age = () =>
    app.database.write(async ({ db, now }) => {
      const used_at = now - limits.mediaUnusedMs - 1
      await db.updateTable('media').set({ used_at }).execute()
      await db.updateTable('media_uses').set({ used_at }).execute()
    })
  return {
    app,
    alice,
    bob,
    chatId: chat.id,
    collection,
    age,
    going: () => Array.fromAsync(collection.going()),
    strays: () => Array.fromAsync(collection.strays(named)),
    missing: () => Array.fromAsync(collection.missing()),
    keys: async () => (await app.blobs.list({ limit: 100 })).blobs.map(({ key }) => key).toSorted(),
    [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
  }
}

test("the command lists the sweep's removals with their reasons, and removes nothing else", async () => {
  await using scene = await start()
  const { app, alice, bob, chatId } = scene
  const cleared = await sayVoice(app, alice, chatId)
  for (const one of [alice, bob]) await one.call('chats.clear', { chatId, seq: cleared.seq })
  const shown = await sayVoice(app, alice, chatId)
  const avatar = await upload(app, alice)
  await alice.call('accounts.update', { avatar: avatar.mediaId })
  const unsent = await upload(app, alice, { chatId })
  const late = newMediaId()
  await alice.call('media.create', { id: late, chatId, name: 'never', size: 9 })
  await scene.age()
  const young = await upload(app, alice, { chatId })
  expect((await scene.going()).map(({ id, why }) => [id, why])).toEqual([
    [uploadsOf(cleared.body)[0] as MediaId, 'cleared'],
    [unsent.mediaId, 'never_sent'],
    [late, 'never_arrived'],
  ])
  await scene.collection.sweep()
  expect(await scene.going()).toEqual([])
  const left: string[] = [...uploadsOf(shown.body), avatar.mediaId, young.mediaId]
  expect([...new Set((await scene.keys()).map((key) => key.slice(0, 36)))]).toEqual(left.toSorted())
})

test('blobs that no upload names are found and removed, young ones are not', async () => {
  await using scene = await start()
  const { app, alice, chatId } = scene
  const { mediaId } = await upload(app, alice, { chatId })
  const before = await scene.keys()
  const lost = `${newUuidV7()}/lost`
  const other = `${mediaId}/other`
  for (const key of [lost, other]) await app.blobs.put(key, Buffer.from('left by a crash'))
  const strays = await scene.strays()
  expect(strays.map(({ key, why }) => [key, why]).toSorted()).toEqual(
    [
      [lost, 'no_upload'],
      [other, 'other_version'],
    ].toSorted(),
  )
  for (const stray of strays) expect(await scene.collection.removeStray(stray)).toBe(true)
  expect(await scene.keys()).toEqual(before)
  // For a clock that agrees with the store's, the same blobs are young.
  await app.blobs.put(lost, Buffer.from('just stored'))
  await using second = await TestApp.start()
  const young = new MediaCollection({ database: second.database, blobs: app.blobs, idsOfOthers: exportIds })
  expect(await Array.fromAsync(young.strays(() => {}))).toEqual([])
})

test('a stray that an upload names by now stays', async () => {
  await using scene = await start()
  const { app, alice, chatId } = scene
  const id = newMediaId()
  const key = `${id}/early`
  await app.blobs.put(key, Buffer.from('early'))
  const [stray] = await scene.strays()
  await alice.call('media.create', { id, chatId, name: 'early', size: 5, kind: 'file' })
  expect(stray && (await scene.collection.removeStray(stray))).toBe(false)
  expect(await scene.keys()).toEqual([key])
})

test('blobs that uploads name and the store lost are named', async () => {
  await using scene = await start()
  const { app, alice, chatId } = scene
  await sayVoice(app, alice, chatId)
  await upload(app, alice, { chatId })
  expect(await scene.missing()).toEqual([])
  const [first] = await scene.keys()
  await app.blobs.remove(first ?? '')
  expect(await scene.missing()).toEqual([first ?? ''])
})
