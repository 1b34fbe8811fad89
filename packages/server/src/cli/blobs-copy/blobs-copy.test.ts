import { afterAll, describe, expect, test } from 'bun:test'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newUuidV7, type Result } from '@parley/protocol'
import type { Blobs } from '../../blobs/blobs'
import { DiskBlobs } from '../../blobs/disk'
import { openBlobsAt } from '../../blobs/open-blobs'
import { readBlobsAddress } from '../../config/blobs-address'
import { eventually } from '../../testing/eventually'
import { HttpApp } from '../../testing/http-app'
import { sharedObjectStore, whyNoObjectStore } from '../../testing/object-store'
import { pngOf } from '../../testing/sample-pictures'
import { serverMain } from '../../testing/server-main'
import { streamOf, sumOf } from '../../testing/streams'
import { parseArguments } from '../arguments'
import { copyBlobs } from './blobs-copy'
import { CopiedBlobs } from './copied-blobs'
import { runBlobsCopy } from './run-blobs-copy'

const directory = await mkdtemp(join(tmpdir(), 'parley-blobs-copy-'))
afterAll(() => rm(directory, { recursive: true, force: true }))

const missing = whyNoObjectStore()
if (missing) console.log(`Skipped, copies to a store that speaks S3: ${missing}.`)

/** An installation with its files in a directory. */
const installation = async (sizes: readonly number[]) => {
  const dataDir = join(directory, newUuidV7())
  await mkdir(dataDir)
  const blobs = new DiskBlobs(join(dataDir, 'blobs'))
  const keys = sizes.map((size) => `${newUuidV7()}/${size}`)
  for (const [index, size] of sizes.entries()) await blobs.put(keys[index] ?? '', { size, bytes: streamOf(size) })
  return { dataDir, blobs, keys }
}
const newTarget = () => `file://${join(directory, newUuidV7())}`
const copyTo = async (to: string, config: Parameters<typeof runBlobsCopy>[0]['config']) => {
  let printed = ''
  const sentence = await runBlobsCopy({ config, to, isTerminal: false, print: (text) => (printed += text) })
  return { sentence, printed }
}
const contentOf = async (blobs: Blobs) => {
  const found = new Map<string, string>()
  for (const { key } of (await blobs.list({ limit: 1000 })).blobs) {
    const blob = await blobs.get(key)
    const body = blob && new Response(await blob.slice(0, blob.size)).body
    found.set(key, await sumOf(body as unknown as AsyncIterable<Uint8Array>))
  }
  return [...found].sort()
}
const at = (url: string) => openBlobsAt(readBlobsAddress(url))

test('the arguments of a copy name its place', () => {
  expect(parseArguments(['blobs', 'copy', '--to', 'file:///b'])).toEqual({ name: 'blobs-copy', to: 'file:///b' })
  for (const words of [['blobs'], ['blobs', 'copy'], ['blobs', 'copy', '--to'], ['blobs', 'copy', '--to', 'a', 'b']])
    expect(parseArguments(words)).toMatchObject({ sentence: expect.stringContaining('parley blobs copy --to s3://') })
})

test('a second run copies what is new, and removes what people removed', async () => {
  const { dataDir, blobs, keys } = await installation([0, 1, 1_000, 100_000])
  const to = newTarget()
  const config = { blobs: undefined, dataDir }
  const first = await copyTo(to, config)
  expect([first.sentence, first.printed]).toEqual([
    undefined,
    expect.stringContaining('Copied and compared: 4 files (0.1 MB). Copied before: 0.'),
  ])
  const removed = keys[2] ?? ''
  await blobs.remove(removed.slice(0, 36))
  await blobs.put(`${newUuidV7()}/new`, Buffer.from('sent meanwhile'))
  const second = await copyTo(to, config)
  expect(second.printed).toContain(
    'Copied and compared: 1 files (0.0 MB). Copied before: 3. Removed because the source no longer has them: 1.',
  )
  expect(await contentOf(at(to))).toEqual(await contentOf(blobs))
  expect(await at(to).get(removed)).toBeUndefined()
})

test('the copy carries the marks of the source only when it is complete', async () => {
  const { dataDir, blobs, keys } = await installation([10, 20])
  await blobs.addMark('shared')
  const target = at(newTarget())
  using record = new CopiedBlobs(dataDir, target.place)
  const stopping = Object.assign(Object.create(target), {
    put: () => Promise.reject(new Error('the machine stops')),
  })
  const options = { from: blobs, record, onProgress: () => {} }
  await expect(copyBlobs({ ...options, to: stopping })).rejects.toThrow('the machine stops')
  expect(await target.marks()).toEqual(['copying-shared'])
  expect(await copyBlobs({ ...options, to: target })).toMatchObject({ copied: keys.length })
  expect(await target.marks()).toContain('shared')
})

test('a store that gives back other bytes is found out', async () => {
  const { dataDir, blobs } = await installation([100])
  const target = at(newTarget())
  using record = new CopiedBlobs(dataDir, target.place)
  const forgetful = Object.assign(Object.create(target), {
    put: (key: string) => target.put(key, new Uint8Array(100)),
  })
  const copying = copyBlobs({ from: blobs, to: forgetful, record, onProgress: () => {} })
  await expect(copying).rejects.toThrow('that store loses data')
})

test('without the record all is compared again and nothing is written', async () => {
  const { dataDir, blobs } = await installation([10, 1_000])
  const to = newTarget()
  const config = { blobs: undefined, dataDir }
  await copyTo(to, config)
  await rm(join(dataDir, 'blobs-copy.db'))
  const before = await contentOf(at(to))
  const target = Object.assign(Object.create(at(to)), { put: () => Promise.reject(new Error('nothing is written')) })
  using record = new CopiedBlobs(dataDir, target.place)
  expect(await copyBlobs({ from: blobs, to: target, record, onProgress: () => {} })).toMatchObject({ copied: 2 })
  expect(await contentOf(at(to))).toEqual(before)
})

test('an unusable target is refused in one sentence', async () => {
  const { dataDir } = await installation([10])
  const config = { blobs: undefined, dataDir }
  expect((await copyTo('s3://key:secret@host', config)).sentence).toBe(
    '--to: must name a bucket after the host, like s3://key:secret@host/bucket.',
  )
  expect((await copyTo(`file://${dataDir}/blobs`, config)).sentence).toContain('already has the files')
  const others = newTarget()
  await at(others).put(`${newUuidV7()}/x`, Buffer.from('of others'))
  expect((await copyTo(others, config)).sentence).toContain('contains other files')
  expect((await copyTo('s3://key:hush@127.0.0.1:1/bucket?tls=off', config)).sentence).toMatch(
    /^The copy stopped: http:\/\/127\.0\.0\.1:1\/bucket cannot be reached \(\w+\)\. The source was not changed\./,
  )
})

describe.skipIf(missing !== undefined)('to a store that speaks S3 and back', () => {
  const run = (dataDir: string, to: string, env: Record<string, string> = {}) =>
    Bun.spawn([process.execPath, serverMain, 'blobs', 'copy', '--to', to], {
      env: { PATH: process.env.PATH ?? '', ...env, PARLEY_DATA_DIR: dataDir },
      cwd: directory,
      stdout: 'pipe',
      stderr: 'pipe',
    })

  test('killed again and again, a copy is complete in the end, both ways', async () => {
    const { dataDir, blobs } = await installation([9_000_000, ...Array.from({ length: 40 }, (_, index) => index * 100)])
    const store = await sharedObjectStore()
    const back = newTarget()
    const there = store.url()
    for (const enough of [1, 12]) {
      const copying = run(dataDir, there)
      await eventually(async () => (await at(there).list({ limit: 1_000 })).blobs.length >= enough)
      copying.kill('SIGKILL')
      await copying.exited
      expect(copying.signalCode).toBe('SIGKILL')
    }
    const last = run(dataDir, there)
    expect(await last.exited).toBe(0)
    expect(await new Response(last.stdout).text()).toMatch(/Copied before: [1-9]/)
    const content = await contentOf(blobs)
    expect(content.length).toBe(41)
    expect(await contentOf(at(there))).toEqual(content)
    const returning = run(dataDir, back, { PARLEY_BLOBS_URL: there })
    expect([await returning.exited, await new Response(returning.stderr).text()]).toEqual([0, ''])
    expect(await new Response(returning.stdout).text()).not.toContain('a%2Fsecret')
    expect(await contentOf(at(back))).toEqual(content)
  })
})

test('files are copied while people use the server, and another start finds them in the new place', async () => {
  const dataDir = join(directory, newUuidV7())
  const to = missing === undefined ? (await sharedObjectStore()).url() : newTarget()
  const settings = { PARLEY_DATA_DIR: dataDir }
  const config = { blobs: undefined, dataDir }
  let token = ''
  let before: (string | number)[] = []
  const ids: string[] = []
  const call = async (app: HttpApp, method: string, params: unknown) =>
    (await app.call(method, params, { authorization: `Bearer ${token}` })).body
  const upload = async (app: HttpApp) => {
    const id = newUuidV7()
    const bytes = new Uint8Array(pngOf(64, 64))
    await call(app, 'media.create', { id, name: 'cat.png', size: bytes.byteLength, kind: 'image' })
    await fetch(`${app.url}/files/${id}`, { method: 'PUT', body: bytes, headers: { authorization: `Bearer ${token}` } })
    ids.push(id)
  }
  const download = async (app: HttpApp) => {
    const { media } = (await call(app, 'media.get', { ids })) as unknown as Result<'media.get'>
    const paths = media.map(({ sizes = [] }) => sizes[0]?.path ?? '').sort()
    const responses = await Promise.all(paths.map((path) => fetch(app.url + path)))
    const bodies = responses.map(({ body }) => sumOf(body as unknown as AsyncIterable<Uint8Array>))
    return [...responses.map(({ status }) => status), ...(await Promise.all(bodies))]
  }
  {
    await using app = await HttpApp.start({ ...settings, PARLEY_BLOBS_URL: '' })
    token = (await app.register('alice')).token
    await upload(app)
    expect((await copyTo(to, config)).printed).toContain('Copied and compared: 1 files')
    await upload(app)
    before = await download(app)
  }
  expect((await copyTo(to, config)).printed).toContain('Copied and compared: 1 files (0.0 MB). Copied before: 1.')
  await using app = await HttpApp.start({ ...settings, PARLEY_BLOBS_URL: to })
  await rm(join(dataDir, 'blobs'), { recursive: true })
  expect(before.slice(0, 2)).toEqual([200, 200])
  expect(await download(app)).toEqual(before)
})
