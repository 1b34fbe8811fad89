import { expect, test } from 'bun:test'
import { type ChatId, limits, newUuidV7, type Params, WORLD_CHAT_ID } from '@parley/protocol'
import type { Blobs, StoredBlob } from '../blobs/blobs'
import { silentLogger } from '../lib/logger'
import { toBytes, toId } from '../lib/uuid-bytes'
import { type Unpacked, unpack, whyNoArchives } from '../testing/archive'
import { FakeClock } from '../testing/fake-clock'
import { type Person, type Refused, TestApp } from '../testing/test-app'
import { upload } from '../testing/upload'
import { ExportSweep } from './export-sweep'

const missing = whyNoArchives()
if (missing) console.log(`Skipped, exports: ${missing}.`)

const passwordOf = ({ me }: Person) => `correct horse ${me.username.length} battery`
const code = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'accepted',
    (error: Refused) => error.code,
  )

const start = async () => {
  const clock = new FakeClock()
  const app = await TestApp.start({ clock, restoreMs: 60_000 })
  const people = { alice: await app.person('alice'), bob: await app.person('bob') }
  return { app, clock, ...people, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}
type Scene = Awaited<ReturnType<typeof start>>

const request = (person: Person) => person.call('accounts.export', { password: passwordOf(person) })

/** The stored archive of a person's finished export. */
const storedFor = async (app: TestApp, person: Person): Promise<StoredBlob> => {
  const { address } = await person.call('accounts.exportAddress', { password: passwordOf(person) })
  const { pathname, searchParams } = new URL(address, 'http://parley.test')
  const addressed = await app.core.media.addresses.read(pathname, searchParams)
  const blob = addressed && (await app.blobs.get(addressed.key))
  if (!blob) throw new Error('there is no archive')
  return blob
}

const archiveOf = async (app: TestApp, person: Person): Promise<Unpacked> => {
  const blob = await storedFor(app, person)
  return unpack(await blob.slice(0, blob.size))
}

/** Requests an export and builds it. */
const exported = async ({ app }: Pick<Scene, 'app'>, person: Person): Promise<Unpacked> => {
  await request(person)
  await app.core.exports.work.look()
  return archiveOf(app, person)
}

const group = async (owner: Person, userIds: Params<'groups.create'>['userIds'], name = 'Kites') => {
  const id = newUuidV7() as ChatId
  await owner.call('groups.create', { id, name, userIds })
  return id
}

const sendFile = async (app: TestApp, person: Person, { chatId, bytes, name }: Sent) => {
  const announced = { kind: 'file' as const, mime: 'application/octet-stream' }
  const { mediaId } = await upload(app, person, { chatId, bytes, name, announced })
  const body = { type: 'file', mediaId } as const
  await person.call('messages.send', { id: newUuidV7() as Params<'messages.send'>['id'], chatId, body })
  return mediaId
}

interface Sent {
  readonly chatId: ChatId
  readonly bytes: Uint8Array
  readonly name: string
}

/** Lets time pass for the exports alone: the timers of a whole day would take long. */
const age = (app: TestApp, ms: number) =>
  app.database.write(({ db }) =>
    db
      .updateTable('exports')
      .set((row) => ({ requested_at: row('requested_at', '-', ms), expires_at: row('expires_at', '-', ms) }))
      .execute(),
  )

const texts = async (archive: Unpacked): Promise<string> => {
  const readable = archive.names.filter((name) => /\.(json|html|txt)$/.test(name))
  return (await Promise.all(readable.map((name) => archive.text(name)))).join('\n')
}

test.skipIf(missing !== undefined)('an export holds what its owner can see, and no secrets', async () => {
  await using scene = await start()
  const { app, alice, bob } = scene
  const kites = await group(alice, [bob.me.id])
  await bob.say(kites, 'a word of bob <b>in the group</b>')
  const hidden = await bob.say(kites, 'hidden by alice')
  await alice.call('messages.hide', { chatId: kites, ids: [hidden.id] })
  const without = await group(bob, [], 'Without alice')
  await bob.say(without, 'none of her business')
  await bob.say(WORLD_CHAT_ID, 'bob to the world')
  await alice.say(WORLD_CHAT_ID, 'alice to the world')
  const { chat } = await alice.call('chats.direct', { userId: bob.me.id })
  await alice.say(chat.id, 'cleared by alice')
  const last = await bob.say(chat.id, 'the last cleared one')
  await alice.call('chats.clear', { chatId: chat.id, seq: last.seq })
  await bob.say(chat.id, 'after the clearing')
  const mediaId = await sendFile(app, alice, {
    chatId: kites,
    bytes: Buffer.from('the plan'),
    name: 'plan/../for *kites*.txt',
  })
  await alice.call('reports.create', { userId: bob.me.id, reason: 'other', note: 'too many kites' })
  await using archive = await exported(scene, alice)
  const all = await texts(archive)
  for (const text of ['a word of bob', 'alice to the world', 'after the clearing', 'too many kites', '127.0.0.1'])
    expect(all).toContain(text)
  for (const text of [
    'hidden by alice',
    'cleared',
    'bob to the world',
    'none of her business',
    'Without alice',
    alice.token,
  ])
    expect(all.replaceAll('after the clearing', '').replaceAll('cleared_seq', '')).not.toContain(text)
  expect(all).not.toMatch(/password_hash|token_hash|argon2/)
  expect(all).toContain('&lt;b&gt;in the group')
  const [file] = archive.names.filter((name) => name.startsWith(`media/${mediaId}/`))
  expect(file).toBe(`media/${mediaId}/plan_.._for _kites_.txt`)
  expect(await archive.text(file ?? '')).toBe('the plan')
  expect(archive.names.at(-1)).toBe('index.html')
})

test.skipIf(missing !== undefined)('every link of the pages leads to a file of the archive', async () => {
  await using scene = await start()
  const { app, alice, bob } = scene
  const kites = await group(alice, [bob.me.id])
  for (let count = 0; count < 520; count++) await bob.say(kites, `message ${count}`)
  await sendFile(app, alice, { chatId: kites, bytes: Buffer.from('the plan'), name: 'plan.txt' })
  await using archive = await exported(scene, alice)
  const pages = archive.names.filter((name) => name.endsWith('.html'))
  expect(pages).toContain(`chats/${kites}/messages-0002.html`)
  const links = await Promise.all(
    pages.map(async (page) => {
      const hrefs = [...(await archive.text(page)).matchAll(/href="([^"]+)"/g)].map(([, href = '']) => href)
      return hrefs.map((href) => decodeURIComponent(new URL(href, `http://archive/${page}`).pathname.slice(1)))
    }),
  )
  const files = new Set(archive.names)
  const isFolder = (path: string) => archive.names.some((name) => name.startsWith(`${path}/`))
  expect(links.flat().filter((path) => !files.has(path) && !isFolder(path))).toEqual([])
  expect(links.flat()).toContain(`chats/${kites}/messages-0001.html`)
})

test.skipIf(missing !== undefined)('the first page of a small export lists the chats', async () => {
  await using scene = await start()
  const { alice, bob } = scene
  const kites = await group(alice, [bob.me.id])
  await using archive = await exported(scene, alice)
  expect(archive.names).toContain('chats-0001.html')
  expect(await archive.text('index.html')).toContain('href="chats-0001.html"')
  expect(await archive.text('chats-0001.html')).toContain(`chats/${kites}/messages-0001.html`)
})

test.skipIf(missing !== undefined)(
  'the export of a former member has the name of the group when they left',
  async () => {
    await using scene = await start()
    const { alice, bob } = scene
    const kites = await group(alice, [bob.me.id], 'Kites in spring')
    await alice.call('groups.remove', { chatId: kites, userId: bob.me.id })
    await alice.call('groups.update', { chatId: kites, name: 'The secret merger' })
    await using archive = await exported(scene, bob)
    expect(await archive.text('chats-0001.html')).toContain('Kites in spring')
    expect(await archive.text(`chats/${kites}/messages-0001.html`)).toContain('Kites in spring')
    expect(await texts(archive)).not.toContain('The secret merger')
  },
)

test('an export whose bytes the store does not remove keeps no other', async () => {
  await using scene = await start()
  const { app, alice, bob } = scene
  for (const person of [alice, bob]) await request(person)
  await app.core.exports.work.look()
  const rows = await app.database.read((db) => db.selectFrom('exports').select('id').orderBy('key').execute())
  const first = toId<string & {}>(rows[0]?.id ?? new Uint8Array())
  const blobs: Blobs = Object.create(app.blobs, {
    remove: { value: async (id: string) => (id === first ? Promise.reject(new Error('no')) : app.blobs.remove(id)) },
  })
  await age(app, limits.exportMs)
  const leases = { require: async () => {} }
  const sweep = new ExportSweep({ database: app.database, leases, blobs, logger: silentLogger })
  expect(await sweep.run({ name: 'old exports', fence: 1 })).toBe(false)
  const left = await app.database.read((db) => db.selectFrom('exports').select('id').execute())
  expect(left.map(({ id }) => toId<string & {}>(id))).toEqual([first])
})

test('an account requests one export a day, with its password, and the devices learn that it is ready', async () => {
  await using scene = await start()
  const { app, alice } = scene
  expect(await code(alice.call('accounts.export', { password: 'a wrong guess' }))).toBe('bad_credentials')
  expect(await alice.call('accounts.exportState', {})).toEqual({ state: 'none' })
  expect(await code(alice.call('accounts.exportAddress', { password: passwordOf(alice) }))).toBe('not_found')
  await app.core.exports.work.stop()
  const requestedAt = app.database.now()
  expect(await request(alice)).toMatchObject({ state: 'building', requestedAt, progress: { done: 0 } })
  const refused = await request(alice).catch((error: Refused) => error)
  expect(refused).toMatchObject({ code: 'export_too_soon', until: requestedAt + limits.exportIntervalMs })
  app.core.exports.work.start()
  await app.core.exports.work.look()
  const expiresAt = app.database.now() + limits.exportMs
  expect(await alice.call('accounts.exportState', {})).toMatchObject({ state: 'ready', expiresAt })
  expect(alice.connection.events('user.delta').at(-1)?.me?.exportUntil).toBe(expiresAt)
  expect(await code(alice.call('accounts.exportAddress', { password: 'a wrong guess' }))).toBe('bad_credentials')
  await age(app, limits.exportIntervalMs)
  const first = (await app.blobs.list({ limit: 10 })).blobs
  expect(await request(alice)).toMatchObject({ state: 'building' })
  await app.core.exports.work.look()
  await app.core.worker.lookForWork()
  const second = (await app.blobs.list({ limit: 10 })).blobs
  expect([first.length, second.length]).toEqual([1, 1])
  expect(second[0]?.key).not.toBe(first[0]?.key)
})

test('an address of an export works for its owner, for a short time', async () => {
  await using scene = await start()
  const { app, alice, bob, clock } = scene
  await request(alice)
  await app.core.exports.work.look()
  expect(await code(bob.call('accounts.exportAddress', { password: passwordOf(bob) }))).toBe('not_found')
  const { address, expiresAt } = await alice.call('accounts.exportAddress', { password: passwordOf(alice) })
  expect(expiresAt - app.database.now()).toBeGreaterThan(limits.exportAddressMs - 1_000)
  expect(expiresAt - app.database.now()).toBeLessThanOrEqual(limits.exportAddressMs)
  const read = () => {
    const { pathname, searchParams } = new URL(address, 'http://parley.test')
    return app.core.media.addresses.read(pathname, searchParams)
  }
  expect(await read()).toMatchObject({ type: 'application/zip', name: expect.stringMatching(/^parley-.*\.zip$/) })
  await clock.leap(expiresAt - app.database.now())
  expect(await read()).toBeUndefined()
})

test('an export goes after its time, and with it the word that it is ready', async () => {
  await using scene = await start()
  const { app, alice } = scene
  await request(alice)
  await app.core.exports.work.look()
  await age(app, limits.exportMs)
  expect(await alice.call('accounts.exportState', {})).toEqual({ state: 'none' })
  await app.core.worker.lookForWork()
  expect((await app.blobs.list({ limit: 10 })).blobs).toEqual([])
  expect(alice.connection.events('user.delta').at(-1)?.me).not.toHaveProperty('exportUntil')
})

test.skipIf(missing !== undefined)('a node that dies between its bytes and its progress damages nothing', async () => {
  await using scene = await start()
  const { app, alice, clock } = scene
  const { chat } = await alice.call('chats.direct', { userId: alice.me.id })
  const bytes = crypto.getRandomValues(new Uint8Array(20 * 1024 * 1024).subarray(0, 65_536))
  const large = Buffer.concat(Array.from({ length: 200 }, () => bytes))
  const mediaId = await sendFile(app, alice, { chatId: chat.id, bytes: large, name: 'large.bin' })
  const { uploads } = app.blobs
  const append = uploads.append.bind(uploads)
  let turns = 0
  uploads.append = async (id, appended) => {
    const length = await append(id, appended)
    if (++turns <= 4 && turns % 2 === 0) throw new Error('the node died')
    return length
  }
  await request(alice)
  await app.core.exports.work.look()
  while ((await alice.call('accounts.exportState', {})).state === 'building') {
    await clock.advance(10_000)
    await app.core.exports.work.look()
  }
  expect(turns).toBeGreaterThan(5)
  await using archive = await archiveOf(app, alice)
  expect(Buffer.from(await archive.bytes(`media/${mediaId}/large.bin`)).equals(large)).toBe(true)
  expect(archive.names.filter((name) => name.startsWith('media/'))).toHaveLength(1)
  expect(new Set(archive.names).size).toBe(archive.names.length)
})

test.skipIf(missing !== undefined)('another node continues an export', async () => {
  await using scene = await start()
  const { app, alice } = scene
  const { chat } = await alice.call('chats.direct', { userId: alice.me.id })
  const large = Buffer.alloc(20 * 1024 * 1024, 'parley')
  await sendFile(app, alice, { chatId: chat.id, bytes: large, name: 'large.bin' })
  const { uploads } = app.blobs
  const append = uploads.append.bind(uploads)
  const stopping = Promise.withResolvers<Promise<void>>()
  uploads.append = (id, appended) => {
    if (appended.offset > 0) stopping.resolve(app.core.exports.work.stop())
    return append(id, appended)
  }
  await request(alice)
  void app.core.exports.work.look()
  await await stopping.promise
  const { progress } = await alice.call('accounts.exportState', {})
  expect(progress).toBeDefined()
  uploads.append = append
  await using second = await TestApp.start({ beside: app })
  await second.core.exports.work.look()
  await using archive = await archiveOf(app, alice)
  expect(archive.names.at(-1)).toBe('index.html')
})

test('a large export of one account lets a small one of another pass', async () => {
  await using scene = await start()
  const { app, alice, bob, clock } = scene
  const { chat } = await alice.call('chats.direct', { userId: alice.me.id })
  await sendFile(app, alice, { chatId: chat.id, bytes: Buffer.alloc(20 * 1024 * 1024, 'parley'), name: 'large.bin' })
  await app.core.exports.work.stop()
  await request(alice)
  await request(bob)
  app.published.length = 0
  const { uploads } = app.blobs
  const append = uploads.append.bind(uploads)
  uploads.append = async (id, appended) => {
    await clock.advance(10)
    return append(id, appended)
  }
  app.core.exports.work.start()
  await app.core.exports.work.look()
  const ready = app.published.flatMap((one) => (one.kind === 'user' && one.delta.me?.exportUntil ? [one.userId] : []))
  expect(ready).toEqual([bob.me.id, alice.me.id])
})

test('an export of a closed account is given up', async () => {
  await using scene = await start()
  const { app, alice } = scene
  await app.core.exports.work.stop()
  await request(alice)
  await alice.call('accounts.close', { password: passwordOf(alice) })
  app.core.exports.work.start()
  await app.core.exports.work.look()
  await app.core.worker.lookForWork()
  expect(await app.database.read((db) => db.selectFrom('exports').selectAll().execute())).toEqual([])
})

test('an export that starts for a service needs no password, but the same day', async () => {
  await using scene = await start()
  const { app, alice } = scene
  const { exports } = app.core.exports
  expect(await exports.requestFor(alice.me.id)).toMatchObject({ state: 'building' })
  expect(await exports.requestFor(alice.me.id).catch((error) => error)).toMatchObject({ failure: 'export_too_soon' })
  const nobody = newUuidV7() as typeof alice.me.id
  expect(await exports.requestFor(nobody).catch((error) => error)).toMatchObject({ failure: 'not_found' })
  await app.core.exports.work.look()
  const { key } = await app.database.read((db) =>
    db.selectFrom('users').select('key').where('id', '=', toBytes(alice.me.id)).executeTakeFirstOrThrow(),
  )
  expect((await exports.addressFor(key)).address).toStartWith('/media/')
})
