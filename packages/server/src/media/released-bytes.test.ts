import { expect, test } from 'bun:test'
import { type MediaId, type MessageId, newUuidV7, type Result } from '@parley/protocol'
import type { Blobs } from '../blobs/blobs'
import { exportIds } from '../exports/export-ids'
import { toId } from '../lib/uuid-bytes'
import type { Database } from '../storage/database'
import { eventually } from '../testing/eventually'
import { type ReportScene, report, startReports } from '../testing/report-scene'
import { pngOf } from '../testing/sample-pictures'
import { upload } from '../testing/upload'
import { Leases } from '../work/leases'
import { selectUncopied } from './holds-store'
import { MediaSweep } from './media-sweep'

const HOUR_MS = 3_600_000

/** Two retracted pictures that a report each holds. Their bytes still lie under the ids that the messages named, as after a crash. */
const twoInterrupted = async ({ app, bob, carol, direct }: ReportScene): Promise<MediaId[]> => {
  const copy = app.blobs.copy.bind(app.blobs)
  let refused = 0
  app.blobs.copy = () => {
    refused++
    return Promise.reject(new Error('the store is away'))
  }
  const ids: MediaId[] = []
  for (const width of [48, 49]) {
    const { mediaId } = await upload(app, bob, { chatId: direct, bytes: pngOf(width, 48) })
    const id = newUuidV7() as MessageId
    const said = await bob.call('messages.send', { id, chatId: direct, body: { type: 'image', mediaId } })
    await report(carol, said)
    await bob.call('messages.retract', { chatId: direct, id })
    ids.push(mediaId)
  }
  await eventually(async () => refused === ids.length)
  app.blobs.copy = copy
  return ids
}

/** The sweep of a node, with its log, on a store that can fail. */
const sweepOf = async ({ app: { database, blobs } }: ReportScene, failing: Partial<Blobs>) => {
  let lateMs = 0
  /** Its time goes faster than that of the work beside it. */
  const late: Pick<Database, 'now' | 'read' | 'write'> = {
    now: () => database.now() + lateMs,
    read: (query) => database.read(query),
    write: (change) => database.write(change),
  }
  const store = Object.assign(Object.create(blobs) as Blobs, failing)
  const logged: string[] = []
  const log = (message: string) => logged.push(message)
  const logger = { warn: log, error: log }
  const leases = new Leases({ database, node: 'alone', lastsMs: 1_000 * HOUR_MS })
  const lease = await leases.take('media')
  if (!lease) throw new Error('another node holds the lease')
  const job = new MediaSweep({ database: late, leases, blobs: store, logger, idsOfOthers: exportIds })
  /** Runs once, and returns the error. */
  const run = (): Promise<unknown> =>
    job.run(lease).then(
      () => undefined,
      (error: Error) => error.message,
    )
  return {
    run,
    logged,
    pass: (ms: number) => {
      lateMs += ms
    },
  }
}

/** The ids that messages named, of held uploads whose bytes wait for their copy. */
const waitingIn = async ({ app }: ReportScene): Promise<MediaId[]> => {
  const rows = await app.database.read((db) => selectUncopied(db, { limit: 10 }))
  return rows.map((row) => toId<MediaId>(row.copy_of ?? row.id))
}

/** The media of both reports, and whether each is served. */
const shownIn = async ({ app, admin }: ReportScene) => {
  const { reports } = await admin.call('reports.list', {})
  const shown = await Promise.all(reports.map(({ id }) => admin.call('reports.media', { id })))
  const serves = async ({ sizes }: Result<'reports.media'>['media'][number]): Promise<boolean> => {
    const url = new URL(sizes[0]?.path ?? '', 'http://parley.test')
    const addressed = await app.core.media.addresses.read(url.pathname, url.searchParams)
    return addressed !== undefined && (await app.blobs.get(addressed.key)) !== undefined
  }
  const media = shown.flatMap((one) => one.media)
  return new Map(await Promise.all(media.map(async (one) => [one.mediaId, await serves(one)] as const)))
}

test('[RP1] a held upload whose copy fails delays only itself, and is tried again less and less often', async () => {
  await using scene = await startReports()
  const { app } = scene
  const [faulty, other] = (await twoInterrupted(scene)) as [MediaId, MediaId]
  let tries = 0
  const { run, logged, pass } = await sweepOf(scene, {
    copy: (from, to) => {
      if (!from.startsWith(faulty)) return app.blobs.copy(from, to)
      tries++
      return Promise.reject(new Error('the store refuses'))
    },
  })
  expect(await run()).toBe('the store refuses')
  expect(await waitingIn(scene)).toEqual([faulty])
  // The bytes that wait stay, and are shown where they lie.
  expect(await shownIn(scene)).toEqual(
    new Map([
      [faulty, true],
      [other, true],
    ]),
  )
  expect([tries, logged]).toEqual([1, ['bytes that a report holds were not copied yet']])
  expect([await run(), tries]).toEqual([undefined, 1])
  for (let hour = 0; hour < 72; hour++) {
    pass(HOUR_MS)
    await run()
  }
  expect(tries).toBeGreaterThan(5)
  expect(tries).toBeLessThan(12)
  expect(await shownIn(scene)).toEqual(
    new Map([
      [faulty, true],
      [other, true],
    ]),
  )
})

test('[RP1] missing bytes of a held upload are looked for several times, then logged as lost and shown no more', async () => {
  await using scene = await startReports()
  const { app } = scene
  const [lost, other] = (await twoInterrupted(scene)) as [MediaId, MediaId]
  await app.blobs.remove(lost)
  const { run, logged, pass } = await sweepOf(scene, {})
  expect(await run()).toBe('the bytes are missing')
  expect(await waitingIn(scene)).toEqual([lost])
  for (let hour = 0; hour < 24; hour++) {
    pass(HOUR_MS)
    await run()
  }
  expect(logged.filter((line) => line === 'bytes that a report holds are lost')).toHaveLength(1)
  expect(await waitingIn(scene)).toEqual([])
  expect(await shownIn(scene)).toEqual(new Map([[other, true]]))
  expect(await run()).toBeUndefined()
})

test('[RP1] bytes stay until all reports that hold them have their copies', async () => {
  await using scene = await startReports()
  const { app } = scene
  const [faulty, other] = (await twoInterrupted(scene)) as [MediaId, MediaId]
  // Both rows now wait for the same bytes.
  const [one, two] = await app.database.read((db) => selectUncopied(db, { limit: 10 }))
  if (!one?.copy_of || !two) throw new Error('nothing waits')
  const { key, copy_of, sizes, version } = { ...one, key: two.key }
  await app.database.write(({ db }) =>
    db.updateTable('media').set({ copy_of, sizes, version }).where('key', '=', key).execute(),
  )
  const target = toId<MediaId>(two.id)
  const { run } = await sweepOf(scene, {
    copy: (from, to) =>
      to.startsWith(target) ? Promise.reject(new Error('the store refuses')) : app.blobs.copy(from, to),
  })
  expect(await run()).toBe('the store refuses')
  expect(await waitingIn(scene)).toEqual([faulty])
  expect(await shownIn(scene)).toEqual(new Map([[faulty, true]]))
  expect(other).not.toBe(faulty)
})
