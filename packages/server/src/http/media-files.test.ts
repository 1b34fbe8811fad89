import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Media, type MediaId, newUuidV7, type Result, WORLD_CHAT_ID } from '@parley/protocol'
import { jpegOfScans } from '../testing/hostile-pictures'
import { HttpApp } from '../testing/http-app'
import { jpegWithExif, pngClaiming, pngOf, secretPlace, zipEnd } from '../testing/sample-pictures'

let app: HttpApp
let alice: { token: string; cookie: string }
beforeAll(async () => {
  app = await HttpApp.start()
  alice = await app.register('alice')
})
afterAll(() => app[Symbol.asyncDispose]())

const bearer = (token = alice.token) => ({ authorization: `Bearer ${token}` })
const create = async (size: number, more: { id?: string; token?: string } = {}) => {
  const id = more.id ?? newUuidV7()
  const params = { id, chatId: WORLD_CHAT_ID, name: 'cat.png', size }
  await app.call('media.create', params, bearer(more.token))
  return id as MediaId
}
const put = async (id: string, body: Bun.BodyInit, headers: Record<string, string> = bearer()) => {
  const response = await fetch(`${app.url}/files/${id}`, { method: 'PUT', body, headers })
  const answer = (await response.json()) as Media & { error?: { data: { code: string } } }
  return { status: response.status, code: answer.error?.data.code, answer, headers: response.headers }
}
const announced = async (bytes: Uint8Array) => put(await create(bytes.byteLength), new Uint8Array(bytes))
const pathsOf = async (id: MediaId) => {
  const { body } = await app.call('media.get', { ids: [id] }, bearer())
  const { media } = body as unknown as Result<'media.get'>
  return media[0]?.sizes.map(({ path }) => path) ?? []
}
const uploaded = async (bytes: Uint8Array = pngOf(300, 200)) => {
  const { answer } = await announced(bytes)
  return { id: answer.mediaId, paths: await pathsOf(answer.mediaId) }
}

test('PUT stores bytes, and a signed address returns them without a session', async () => {
  const { answer, status, headers } = await announced(await jpegWithExif(pngOf(300, 200), 6))
  expect(status).toBe(200)
  expect(headers.get('x-request-id')).toBeString()
  expect(answer).toMatchObject({ mime: 'image/webp', width: 200, height: 300 })
  for (const path of await pathsOf(answer.mediaId)) {
    const response = await fetch(app.url + path)
    const bytes = Buffer.from(await response.arrayBuffer())
    expect(response.status).toBe(200)
    expect(await new Bun.Image(bytes).metadata()).toEqual({ width: 200, height: 300, format: 'webp' })
    expect(bytes.includes(secretPlace)).toBe(false)
  }
})

test('a sent file can be cached, is a picture under any content type, and runs nothing', async () => {
  const { paths } = await uploaded()
  const { headers } = await fetch(app.url + paths[0])
  expect(headers.get('content-type')).toBe('image/webp')
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
  expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
  const [, seconds] = /^private, max-age=(\d+), immutable$/.exec(headers.get('cache-control') ?? '') ?? []
  expect(Number(seconds)).toBeGreaterThan(6 * 3_600 - 60)
  expect(Number(seconds)).toBeLessThanOrEqual(7 * 3_600)
})

test('[M11] only the signed address decides about a file: no cookie is read, and none is set', async () => {
  const { paths } = await uploaded()
  const mallory = await app.register('mallory')
  const answerTo = async (path: string, headers: Record<string, string>) => {
    const response = await fetch(app.url + path, { headers })
    const about = [...response.headers].filter(([name]) => name !== 'date' && name !== 'cache-control')
    return { status: response.status, about, bytes: Bun.hash(await response.arrayBuffer()) }
  }
  const [path = ''] = paths
  const plain = await answerTo(path, {})
  expect(plain.status).toBe(200)
  expect(plain.about.map(([name]) => name)).not.toContain('set-cookie')
  for (const cookie of [alice.cookie, mallory.cookie, 'parley_session=wrong'])
    expect(await answerTo(path, { cookie })).toEqual(plain)
  // A session doesn't help here, even for own files.
  for (const other of [path.split('?')[0] ?? '', `${path}0`])
    expect((await answerTo(other, { cookie: alice.cookie })).status).toBe(404)
})

test('a client can request ranges', async () => {
  const { paths } = await uploaded()
  const address = `${app.url}${paths.at(-1)}`
  const whole = Buffer.from(await (await fetch(address)).arrayBuffer())
  const part = async (range: string) => {
    const response = await fetch(address, { headers: { range } })
    const bytes = Buffer.from(await response.arrayBuffer())
    return [response.status, response.headers.get('content-range'), bytes.toString('hex')]
  }
  const { length } = whole
  expect(await part('bytes=0-3')).toEqual([206, `bytes 0-3/${length}`, whole.subarray(0, 4).toString('hex')])
  expect(await part('bytes=-5')).toEqual([
    206,
    `bytes ${length - 5}-${length - 1}/${length}`,
    whole.subarray(-5).toString('hex'),
  ])
  expect(await part(`bytes=${length}-`)).toEqual([416, `bytes */${length}`, ''])
  const head = await fetch(address, { method: 'HEAD' })
  expect([head.status, head.headers.get('content-length'), (await head.text()).length]).toEqual([
    200,
    String(length),
    0,
  ])
})

test('without the right signature nothing is found', async () => {
  const mine = await uploaded()
  const other = await uploaded()
  const [path = ''] = mine.paths
  const status = async (changed: string) => (await fetch(`${app.url}${changed}`)).status
  expect(await status(path)).toBe(200)
  const signed = path.slice(path.indexOf('?'))
  for (const changed of [
    path.slice(0, path.indexOf('?')),
    path.replace(mine.id, other.id),
    path.replace(/until=(\d+)/, (_, hours) => `until=${Number(hours) + 1}`),
    `/media/${mine.id}/x.webp${signed}`,
    `/media/..%2f..%2fparley.db${signed}`,
    `/media/${mine.id}/..%2f..%2f..%2fparley.db${signed}`,
    '/media/',
  ])
    expect([changed, await status(changed)]).toEqual([changed, 404])
  expect((await fetch(app.url + path, { method: 'DELETE' })).status).toBe(405)
})

test('[DL61] each wrong file is refused by name, and another attempt is possible', async () => {
  const png = new Uint8Array(pngOf(50, 50))
  const refusals = [
    [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), 415, 'media_unsupported'],
    [Buffer.from('<!doctype html><script>alert(1)</script>'), 415, 'media_unsupported'],
    [Buffer.concat([png, Buffer.from('<script>alert(1)</script>')]), 415, 'media_unsupported'],
    [Buffer.concat([png, zipEnd]), 415, 'media_unsupported'],
    [Buffer.concat([png, Buffer.from('and a film')]), 415, 'media_trailing_bytes'],
    [pngClaiming(50_000, 50_000), 413, 'media_too_many_pixels'],
    [await jpegOfScans(300, 2_000), 413, 'media_too_costly'],
  ] as const
  for (const [bytes, status, code] of refusals) expect(await announced(bytes)).toMatchObject({ status, code })
  const id = await create(png.byteLength)
  expect(await put(id, new Uint8Array())).toMatchObject({ status: 400, code: 'media_empty' })
  expect(await put(id, png.subarray(0, 100))).toMatchObject({ status: 400, code: 'invalid_params' })
  expect(await put(id, png)).toMatchObject({ status: 200 })
})

test('a body longer than announced is refused while it is read', async () => {
  const id = await create(20)
  const large = new Uint8Array(21 * 1024 * 1024)
  expect(await put(id, large)).toMatchObject({ status: 400, code: 'invalid_params' })
})

test("only the owner uploads, with a session, and pages of other origins can't do so for them", async () => {
  const bob = await app.register('bob')
  const png = new Uint8Array(pngOf(20, 20))
  const id = await create(png.byteLength)
  expect(await put(id, png, {})).toMatchObject({ status: 401 })
  expect(await put(id, png, bearer(bob.token))).toMatchObject({ status: 404 })
  expect(await put(newUuidV7(), png)).toMatchObject({ status: 404 })
  expect(await put('not-an-id', png)).toMatchObject({ status: 404 })
  const evil = { cookie: alice.cookie, origin: 'https://evil.example' }
  expect(await put(id, png, evil)).toMatchObject({ status: 403 })
  expect(await put(id, png, { cookie: alice.cookie, origin: app.url })).toMatchObject({ status: 200 })
  const posted = await fetch(`${app.url}/files/${id}`, { method: 'POST', body: png, headers: bearer() })
  expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'OPTIONS, HEAD, PATCH, PUT'])
})

test('a partial upload leaves nothing behind', async () => {
  expect(await readdir(`${app.directory}/data/incoming`)).toEqual([])
})

test('incomplete uploads of an earlier process are removed at the start', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'parley-incoming-'))
  await mkdir(join(directory, 'incoming'))
  await writeFile(join(directory, 'incoming', '1-0'), 'half a picture')
  await using again = await HttpApp.start({ PARLEY_DATA_DIR: directory })
  expect([again.url.length > 0, await readdir(directory)]).toEqual([true, expect.not.arrayContaining(['incoming'])])
  await rm(directory, { recursive: true, force: true })
})
