import { expect, test } from 'bun:test'
import { limits, type MessageId, newUuidV7, type Result } from '@parley/protocol'
import { exportIds } from '../exports/export-ids'
import { silentLogger } from '../lib/logger'
import { toId } from '../lib/uuid-bytes'
import { eventually } from '../testing/eventually'
import { code, onlyOf, openOf, type ReportScene, report, startReports } from '../testing/report-scene'
import { pngOf } from '../testing/sample-pictures'
import { type Person, TestApp } from '../testing/test-app'
import { testedKind } from '../testing/test-database'
import { upload } from '../testing/upload'
import { sumPage } from '../usage/store'
import { Leases } from '../work/leases'
import { keysOf } from './blob-keys'
import { MediaCollection } from './collection'
import { selectUncopied } from './holds-store'
import { MediaSweep } from './media-sweep'
import { selectMedia } from './store'

/** Sweeps until there is nothing left to do, as the node that holds the lease does. */
const sweep = async ({ database, blobs }: TestApp): Promise<void> => {
  const leases = new Leases({ database, node: 'alone', lastsMs: 3_600_000 })
  const lease = await leases.take('media')
  if (!lease) throw new Error('another node holds the lease')
  const job = new MediaSweep({ database, leases, blobs, logger: silentLogger, idsOfOthers: exportIds })
  while (await job.run(lease));
}

/** Does the hourly work of the installation. */
const clean = async (app: TestApp): Promise<void> => {
  await app.database.write((tx) => app.core.reports.reports.removeOld(tx, 500).then(() => undefined))
  await sweep(app)
}

const addressesOf = ({ media }: Result<'media.get'>): string[] =>
  media.flatMap(({ path, sizes }) => [...sizes.map((size) => size.path), ...(path === undefined ? [] : [path])])

/** Whether a node would serve the bytes of an address. */
const serves = async ({ core, blobs }: TestApp, address: string): Promise<boolean> => {
  const url = new URL(address, 'http://parley.test')
  const addressed = await core.media.addresses.read(url.pathname, url.searchParams)
  return addressed !== undefined && (await blobs.get(addressed.key)) !== undefined
}

const blobsOf = async ({ blobs }: TestApp): Promise<number> => (await blobs.list({ limit: 1_000 })).blobs.length

/** Bob sends a picture to carol, who reports it. */
const reportPicture = async ({ app, bob, carol, direct }: ReportScene) => {
  const { mediaId } = await upload(app, bob, { chatId: direct, bytes: pngOf(48, 48) })
  const said = await bob.call('messages.send', {
    ...{ id: newUuidV7() as MessageId, chatId: direct, body: { type: 'image', mediaId } },
  })
  await report(carol, said)
  return { said, mediaId, retract: () => bob.call('messages.retract', { chatId: direct, id: said.id }) }
}

/** Waits until no reported upload waits for its copy. */
const copied = ({ database }: TestApp): Promise<void> =>
  eventually(async () => (await database.read((db) => selectUncopied(db, { limit: 1 }))).length === 0)

const seenBy = async (person: Person, id: Awaited<ReturnType<typeof onlyOf>>['id']) =>
  addressesOf(await person.call('reports.media', { id }))

test('[RP1] the picture of a reported message stays for those who decide, after its sender has retracted it, and for no other user', async () => {
  await using scene = await startReports()
  const { app, admin, bob, carol, direct } = scene
  const { mediaId, said, retract } = await reportPicture(scene)
  const { id } = await onlyOf(admin)
  await retract()
  await sweep(app)
  const addresses = await seenBy(admin, id)
  expect(addresses.length).toBeGreaterThan(0)
  for (const address of addresses) expect(await serves(app, address)).toBe(true)
  const shown = [{ mediaId, chatId: direct, messageId: said.id }]
  for (const person of [admin, bob, carol]) {
    expect(await person.call('media.get', { ids: [mediaId], shown })).toEqual({ media: [] })
    if (person !== admin) expect(await code(person.call('reports.media', { id }))).toBe('not_found')
  }
})

test('[RP5] to its sender, a retracted upload that a report holds looks like a removed one', async () => {
  await using scene = await startReports()
  const { app, admin, bob } = scene
  const { retract } = await reportPicture(scene)
  const before = await bob.call('media.usage', {})
  expect(before.usedBytes).toBeGreaterThan(0)
  await retract()
  await sweep(app)
  expect(await bob.call('media.usage', {})).toEqual({ ...before, usedBytes: 0 })
  expect(await bob.call('media.largest', {})).toEqual({ chats: [] })
  expect(await openOf(admin)).toHaveLength(1)
  // It still takes room.
  const { bytes } = await app.database.read((db) => sumPage(db, { after: 0, limit: 10 }))
  expect(bytes).toBeGreaterThan(0)
})

test('[RP5] a sender can’t tell by old addresses, announcements or the room that a retracted upload was reported', async () => {
  await using scene = await startReports()
  const { app, admin, bob, carol, direct } = scene
  const send = async (width: number) => {
    const { mediaId } = await upload(app, bob, { chatId: direct, bytes: pngOf(width, 48) })
    const id = newUuidV7() as MessageId
    await bob.call('messages.send', { id, chatId: direct, body: { type: 'image', mediaId } })
    const addresses = addressesOf(await bob.call('media.get', { ids: [mediaId] }))
    return { id, mediaId, addresses, size: pngOf(width, 48).byteLength }
  }
  const [reported, other] = [await send(48), await send(49)]
  await report(carol, { chatId: direct, id: reported.id })
  /** The sender's view of an upload. */
  const seen = async ({ mediaId, addresses, size }: typeof reported) => ({
    served: await Promise.all(addresses.map((address) => serves(app, address))),
    announced: await code(bob.call('media.create', { id: mediaId, name: 'cat.png', chatId: direct, size })),
    got: await bob.call('media.get', { ids: [mediaId] }),
  })
  const used = async () => (await bob.call('media.usage', {})).usedBytes
  const each = await used()
  for (const { id } of [reported, other]) await bob.call('messages.retract', { chatId: direct, id })
  // Both still take room, until the sweep has removed them.
  expect(await used()).toBe(each)
  for (const { addresses } of [reported, other])
    await eventually(async () => !(await Promise.all(addresses.map((address) => serves(app, address)))).includes(true))
  expect(await seen(reported)).toEqual(await seen(other))
  expect((await seen(reported)).announced).toBe('conflict')
  await sweep(app)
  expect(await used()).toBe(0)
  expect(await seen(reported)).toEqual(await seen(other))
  expect((await seen(reported)).announced).toBe('accepted')
  const { media } = await admin.call('reports.media', { id: (await onlyOf(admin)).id })
  expect(media.map(({ mediaId }) => mediaId)).toEqual([reported.mediaId])
  for (const address of addressesOf({ media })) expect(await serves(app, address)).toBe(true)
  // The same file under the same id is another upload.
  await upload(app, bob, { id: reported.mediaId, chatId: direct, bytes: pngOf(48, 48) })
  expect(addressesOf(await bob.call('media.get', { ids: [reported.mediaId] }))).toHaveLength(reported.addresses.length)
})

test('[RP1] the sweep completes a move of held bytes that a crash interrupted', async () => {
  await using scene = await startReports()
  const { app, admin } = scene
  const { mediaId, retract } = await reportPicture(scene)
  const { id } = await onlyOf(admin)
  await retract()
  await copied(app)
  // As after a crash: the bytes lie under the old id, whose row is there or not.
  for (const rowOf of ['there', 'gone'] as const) {
    const [held] = await app.database.read((db) =>
      db.selectFrom('media').selectAll().where('copy_of', 'is not', null).execute(),
    )
    if (!held?.copy_of) throw new Error('nothing is held')
    const to = keysOf({ ...held, id: held.copy_of })
    for (const [at, from] of keysOf(held).entries()) await app.blobs.copy(from, to[at] ?? from)
    await app.blobs.remove(toId(held.id))
    await app.database.write(({ db }) =>
      db.updateTable('media').set({ copied: 0 }).where('key', '=', held.key).execute(),
    )
    expect(await seenBy(admin, id)).toSatisfy((addresses) => addresses.every((one) => one.includes(mediaId)))
    if (rowOf === 'gone') expect(await app.database.read((db) => selectMedia(db, mediaId))).toBeUndefined()
    await sweep(app)
    const addresses = await seenBy(admin, id)
    for (const address of addresses)
      expect([await serves(app, address), address.includes(mediaId)]).toEqual([true, false])
    expect(await blobsOf(app)).toBe(new Set(addresses).size)
  }
})

test('[RP9] the bytes go a time after the report has ended, unless a message still shows them', async () => {
  await using scene = await startReports()
  const { app, clock, admin } = scene
  const gone = await reportPicture(scene)
  const sent = await blobsOf(app)
  await gone.retract()
  await copied(app)
  await eventually(async () => (await blobsOf(app)) === sent)
  const { id } = await onlyOf(admin)
  await admin.call('reports.end', { id, act: 'dismiss' })
  const kept = await reportPicture(scene)
  await admin.call('reports.end', { id: (await onlyOf(admin)).id, act: 'dismiss' })
  const both = await blobsOf(app)
  await clock.leap(limits.mediaUnusedMs)
  await clean(app)
  expect(await blobsOf(app)).toBe(both)
  await app.database.write(async ({ db }) => {
    await db
      .updateTable('reports')
      .set({ ended_at: app.database.now() - limits.reportKeptMs - 1 })
      .execute()
  })
  await clean(app)
  expect(await blobsOf(app)).toBe(both / 2)
  const { database, blobs } = app
  const collection = new MediaCollection({ database, blobs, idsOfOthers: exportIds })
  expect([await Array.fromAsync(collection.missing()), await Array.fromAsync(collection.strays(() => {}))]).toEqual([
    [],
    [],
  ])
  const rows = await database.read((db) => db.selectFrom('reports').selectAll().execute())
  expect(rows).toEqual([])
  expect(kept.mediaId).not.toBe(gone.mediaId)
})

test('[RP9] open reports go, too, when no one decides for a long time', async () => {
  await using scene = await startReports()
  const { app, admin } = scene
  const { retract } = await reportPicture(scene)
  await retract()
  await clean(app)
  expect(await openOf(admin)).toHaveLength(1)
  await app.database.write(async ({ db }) => {
    await db
      .updateTable('reports')
      .set({ at: app.database.now() - limits.reportOpenMs - 1 })
      .execute()
  })
  await clean(app)
  expect(await openOf(admin)).toEqual([])
  expect(await blobsOf(app)).toBe(0)
})

test('[RP9] the removal of unused media keeps the bytes that a report holds', async () => {
  await using scene = await startReports()
  const { app, admin } = scene
  const { mediaId, retract } = await reportPicture(scene)
  await retract()
  const { database, blobs } = app
  const collection = new MediaCollection({ database, blobs, idsOfOthers: exportIds })
  const going = await Array.fromAsync(collection.going())
  expect(going.map(({ id, why }) => ({ id, why }))).toEqual([{ id: mediaId, why: 'released' }])
  await collection.sweep()
  const [address] = await seenBy(admin, (await onlyOf(admin)).id)
  expect(await serves(app, address ?? '')).toBe(true)
})

test('[RP1] a message that is retracted while it is reported loses its picture, or the report holds it', async () => {
  await using scene = await startReports()
  const { app, admin, bob, carol, direct } = scene
  for (let round = 0; round < 5; round++) {
    const { mediaId } = await upload(app, bob, { chatId: direct, bytes: pngOf(50 + round, 50) })
    const id = newUuidV7() as MessageId
    await bob.call('messages.send', { id, chatId: direct, body: { type: 'image', mediaId } })
    const [outcome] = await Promise.all([
      code(report(carol, { chatId: direct, id })),
      bob.call('messages.retract', { chatId: direct, id }),
    ])
    await sweep(app)
    const [newest] = await openOf(admin)
    if (outcome === 'accepted') {
      const addresses = await seenBy(admin, newest?.id ?? ('' as never))
      expect(await Promise.all(addresses.map((address) => serves(app, address)))).toEqual(addresses.map(() => true))
      expect(addresses.length).toBeGreaterThan(0)
      await admin.call('reports.end', { id: newest?.id ?? ('' as never), act: 'dismiss' })
    } else {
      expect([outcome, newest]).toEqual(['retracted', undefined])
    }
  }
})

test('[RP2] people who report at once, on any node, make one report', async () => {
  await using scene = await startReports()
  const { app, clock, admin, bob, carol, group, owner } = scene
  // SQLite serves one node.
  await using other = testedKind() === 'postgres' ? await TestApp.start({ clock, beside: app }) : undefined
  const people = await Promise.all(['dave', 'erin', 'frank'].map((name) => (other ?? app).person(name)))
  await owner.call('groups.invite', { chatId: group, userIds: people.map(({ me }) => me.id) })
  const said = await bob.say(group, 'buy boats')
  await Promise.all([...people, carol].flatMap((person) => [report(person, said), report(person, said)]))
  expect(await onlyOf(admin)).toMatchObject({ count: 4, reasons: [{ reason: 'abuse', count: 4 }] })
})
