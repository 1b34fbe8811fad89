import { expect, test } from 'bun:test'
import { limits, type MediaId } from '@parley/protocol'
import { uploadsOf } from '@parley/protocol/uploads-of'
import type { Blobs } from '../blobs/blobs'
import { exportIds } from '../exports/export-ids'
import { silentLogger } from '../lib/logger'
import { toBytes } from '../lib/uuid-bytes'
import { act } from '../testing/erasure/actions'
import { openScene } from '../testing/erasure/scene'
import { findLeftOver, findMissing } from '../testing/erasure/truth'
import { Random } from '../testing/random'
import { refusal } from '../testing/refusal'
import { type Person, TestApp } from '../testing/test-app'
import { callerOf, newMediaId, partsOf } from '../testing/upload'
import { sayVoice } from '../testing/voice'
import { Leases } from '../work/leases'
import { MediaSweep } from './media-sweep'

const seeds = process.env.SEED
  ? [Number(process.env.SEED)]
  : Array.from({ length: Number(process.env.SEEDS ?? 4) }, () => Math.floor(Math.random() * 1_000_000))
const STEPS = 40
/** Fewer messages say little. */
const MESSAGES_MIN = 15

/** Sweeps until there is nothing left to do, as the node that holds the lease does. */
const sweep = async ({ database, blobs }: TestApp): Promise<void> => {
  const leases = new Leases({ database, node: 'alone', lastsMs: 3_600_000 })
  const lease = await leases.take('media')
  if (!lease) throw new Error('another node holds the lease')
  const job = new MediaSweep({ database, leases, blobs, logger: silentLogger, idsOfOthers: exportIds })
  while (await job.run(lease));
}

/** Erases accounts, as the node that holds the lease does. */
const eraseAccounts = async ({ core, database }: TestApp, people: readonly Person[]): Promise<void> => {
  const password = ({ me }: Person) => `correct horse ${me.username.length} battery`
  for (const person of people) await person.call('accounts.close', { password: password(person) })
  const leases = new Leases({ database, node: 'alone', lastsMs: 3_600_000 })
  const lease = await leases.take('erasure')
  if (!lease) throw new Error('another node holds the lease')
  while (await core.erasure.run(lease));
}

/** Lets a day pass for everything that waits to be used, and sweeps. */
const sweepLater = async (app: TestApp): Promise<string> => {
  await app.database.write(async ({ db, now }) => {
    const used_at = now - limits.mediaUnusedMs - 1
    await db.updateTable('media').set({ used_at }).execute()
    await db.updateTable('media_uses').set({ used_at }).where('used_at', '>', used_at).execute()
  })
  await sweep(app)
  return 'sweep'
}

test.each(seeds)(
  '[DL62] in any order of sending, forwarding, retracting, clearing and erasing accounts no file is lost or left (seed %i)',
  async (seed) => {
    console.log(`erasure: SEED=${seed}`)
    await using app = await TestApp.start({ restoreMs: 0 })
    const random = new Random(seed)
    const scene = await openScene(app, random)
    for (let step = 0; step < STEPS || scene.messages.length < MESSAGES_MIN; step++) {
      const atOnce: Promise<string>[] = Array.from({ length: random.between(1, 4) }, () => act(scene))
      if (random.chance(0.1)) atOnce.push(sweepLater(app))
      const names = (await Promise.all(atOnce)).join(' + ')
      if (random.chance(0.2)) expect([seed, names, await findMissing(app)]).toEqual([seed, names, []])
    }
    await sweepLater(app)
    expect([seed, await findMissing(app), await findLeftOver(app)]).toEqual([seed, [], []])
    const erased = scene.people.filter(() => random.chance(0.5))
    await Promise.all([eraseAccounts(app, erased), sweepLater(app)])
    const names = erased.map(({ me }) => me.username)
    expect([seed, names, await findMissing(app)]).toEqual([seed, names, []])
    await sweepLater(app)
    expect([seed, names, await findMissing(app), await findLeftOver(app)]).toEqual([seed, names, [], []])
  },
)

const start = async () => {
  const app = await TestApp.start()
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const { chat } = await alice.call('chats.direct', { userId: bob.me.id })
  return { app, alice, bob, chatId: chat.id, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}
const keysIn = async ({ blobs }: TestApp) => (await blobs.list({ limit: 100 })).blobs.map(({ key }) => key)

test('[DL62] files go when both people of a direct chat have cleared them, and not before', async () => {
  await using scene = await start()
  const { app, alice, bob, chatId } = scene
  const first = await sayVoice(app, alice, chatId)
  const second = await sayVoice(app, bob, chatId)
  await sweepLater(app)
  await alice.call('chats.clear', { chatId, seq: second.seq })
  await sweep(app)
  expect(await keysIn(app)).toHaveLength(2)
  await bob.call('friends.request', { userId: alice.me.id })
  await bob.call('chats.clear', { chatId, seq: first.seq })
  await sweep(app)
  expect(await keysIn(app)).toEqual([expect.stringContaining(uploadsOf(second.body)[0] ?? '')])
  await bob.call('friends.remove', { userId: alice.me.id, clear: true })
  await sweep(app)
  expect(await keysIn(app)).toEqual([])
})

test('other bytes under the id of an upload leave no blob', async () => {
  await using scene = await start()
  const { app, alice, chatId } = scene
  const id = newMediaId()
  await alice.call('media.create', { id, chatId, name: 'plan.pdf', size: 4, kind: 'file' })
  const caller = await callerOf(app, alice)
  const { uploads, resumable } = app.core.media
  const texts = ['same', 'some', 'soma']
  const ends = await Promise.all([
    ...texts.map((text) => refusal(uploads.receive(caller, id, { body: partsOf(Buffer.from(text)) }))),
    refusal(resumable.append(caller, id, { offset: 0, body: partsOf(Buffer.from('part')) })),
  ])
  expect(ends.filter((end) => end === 'done').length).toBe(1)
  expect(await keysIn(app)).toHaveLength(1)
})

test('parts of a file that came whole go with the next sweep, and parts of one that is still to come stay', async () => {
  await using scene = await start()
  const { app, alice, chatId } = scene
  const whole = newMediaId()
  const underWay = newMediaId()
  const caller = await callerOf(app, alice)
  const { uploads, resumable } = app.core.media
  for (const id of [whole, underWay]) {
    await alice.call('media.create', { id, chatId, name: 'plan.pdf', size: 4, kind: 'file' })
    await resumable.append(caller, id, { offset: 0, body: partsOf(Buffer.from('pa')) })
  }
  await uploads.receive(caller, whole, { body: partsOf(Buffer.from('part')) })
  await sweep(app)
  expect(await app.blobs.uploads.list({ limit: 10 })).toEqual([underWay])
  await resumable.append(caller, underWay, { offset: 2, body: partsOf(Buffer.from('rt')) })
  expect(await keysIn(app)).toHaveLength(2)
})

test('bytes that the store does not remove keep no others, and go once it does', async () => {
  await using scene = await start()
  const { app, alice, chatId } = scene
  const { database, blobs } = app
  const refused = new Set<string>()
  const removing: Pick<Blobs, 'remove'> = {
    remove: (key) => (refused.has(key) ? Promise.reject(new Error('the store refuses')) : blobs.remove(key)),
  }
  const failing = Object.assign(Object.create(blobs) as Blobs, removing)
  const leases = new Leases({ database, node: 'alone', lastsMs: 3_600_000 })
  const lease = await leases.take('media')
  if (!lease) throw new Error('another node holds the lease')
  const job = new MediaSweep({ database, leases, blobs: failing, logger: silentLogger, idsOfOthers: exportIds })
  // As many as one step looks at, and one more.
  const ids = Array.from({ length: 101 }, newMediaId)
  for (const id of ids) await alice.call('media.create', { id, chatId, name: 'plan.pdf', size: 4, kind: 'file' })
  const release = (some: readonly MediaId[], agoMs: number) =>
    database.write(({ db, now }) =>
      db
        .updateTable('media')
        .set({ released_at: now - agoMs })
        .where('id', 'in', some.map(toBytes))
        .execute(),
    )
  await release(ids.slice(0, 100), 2_000)
  await release(ids.slice(100), 1_000)
  for (const id of ids.slice(0, 100)) refused.add(id)
  const left = async () => (await database.read((db) => db.selectFrom('media').select('id').execute())).length
  await expect(job.run(lease)).rejects.toThrow('the store refuses')
  expect(await left()).toBe(101)
  await expect(job.run(lease)).rejects.toThrow('the store refuses')
  expect(await left()).toBe(100)
  refused.clear()
  while (await job.run(lease));
  expect(await left()).toBe(0)
})
