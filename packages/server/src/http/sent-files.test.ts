import { afterAll, beforeAll, expect, test } from 'bun:test'
import { newUuidV7 } from '@parley/protocol'
import type { Blobs } from '../blobs/blobs'
import { fail } from '../lib/fail'
import { noProxies } from '../lib/networks'
import { streamOf } from '../testing/streams'
import { TestApp } from '../testing/test-app'
import { Callers } from './callers'
import { MediaFiles, type MediaFilesOptions } from './media-files'
import type { FileFacts } from './media-headers'
import { Origins } from './origin'

let app: TestApp
beforeAll(async () => {
  app = await TestApp.start()
})
afterAll(() => app[Symbol.asyncDispose]())

const SIZE = 100_000
const here = () => '127.0.0.1'
const film = { type: 'video/mp4', name: 'film.mp4' }

/** The component that sends files, over its store. */
const filesOf = (blobs: Blobs = app.blobs): MediaFiles => {
  const { media, refusals, limiter, sessions, serviceTokens, sampled: log } = app.core
  const parts = { ...media, refusals, limiter, log, blobs } satisfies Partial<MediaFilesOptions>
  const origins = new Origins({ publicUrl: undefined, trustProxy: noProxies })
  const callers = new Callers({ sessions, serviceTokens, origins })
  return new MediaFiles({ ...parts, callers, newRequestId: () => 'none', now: () => app.database.now() })
}
const stored = async (facts: FileFacts = film) => {
  const key = `${newUuidV7()}/0123abcd`
  await app.blobs.put(key, { size: SIZE, bytes: streamOf(SIZE) })
  const { addresses } = app.core.media
  return addresses.sign({ key, type: facts.type, expiresAt: addresses.expiresAt(), name: facts.name ?? 'file' })
}
const ask = async (address: string, headers: Record<string, string> = {}, method = 'GET') => {
  const request = new Request(`http://parley.test${address}`, { method, headers })
  const response = await filesOf().send(request, address.slice(0, address.indexOf('?')), here)
  const bytes = Buffer.from(await response.arrayBuffer())
  const [length, range, etag] = ['content-length', 'content-range', 'etag'].map((name) => response.headers.get(name))
  return { status: response.status, headers: response.headers, bytes, length, range, etag: etag ?? '' }
}
const whole = async () => Buffer.concat(await Array.fromAsync(streamOf(SIZE)))

test('a film is sent in the ranges that a player requests', async () => {
  const address = await stored()
  const bytes = await whole()
  const parts = [
    ['bytes=0-', 0, SIZE],
    ['bytes=0-0', 0, 1],
    ['bytes=70000-70099', 70_000, 70_100],
    ['bytes=99990-200000', 99_990, SIZE],
    ['bytes=-10', SIZE - 10, SIZE],
    ['bytes=-200000', 0, SIZE],
  ] as const
  for (const [range, from, to] of parts) {
    const answer = await ask(address, { range })
    expect([range, answer.status, answer.range]).toEqual([range, 206, `bytes ${from}-${to - 1}/${SIZE}`])
    expect([range, answer.length, answer.bytes.equals(bytes.subarray(from, to))]).toEqual([
      range,
      String(to - from),
      true,
    ])
  }
})

test('several or invalid ranges get the whole file, those beyond its end get 416', async () => {
  const address = await stored()
  for (const range of ['bytes=0-1,5-6', 'bytes=5-1', 'items=0-1', 'bytes=x-'])
    expect([range, (await ask(address, { range })).length]).toEqual([range, String(SIZE)])
  for (const range of [`bytes=${SIZE}-`, 'bytes=-0']) {
    const answer = await ask(address, { range })
    expect([range, answer.status, answer.range, answer.bytes.length]).toEqual([range, 416, `bytes */${SIZE}`, 0])
  }
})

test('HEAD returns the headers of GET, and ignores ranges', async () => {
  const address = await stored()
  const got = await ask(address)
  const head = await ask(address, { range: 'bytes=0-1' }, 'HEAD')
  expect([head.status, head.length, head.bytes.length]).toEqual([200, String(SIZE), 0])
  for (const name of ['content-type', 'accept-ranges', 'etag', 'content-disposition'])
    expect([name, head.headers.get(name)]).toEqual([name, got.headers.get(name)])
  expect(head.headers.get('accept-ranges')).toBe('bytes')
})

test('a download continues only in the same version of the file', async () => {
  const address = await stored()
  const other = await stored()
  const [{ etag }, { etag: another }] = [await ask(address), await ask(other)]
  expect(etag).toMatch(/^"[\w-]{22}"$/)
  expect(another).not.toBe(etag)
  const range = 'bytes=10-19'
  const goOn = async (ifRange: string) => (await ask(address, { range, 'if-range': ifRange })).status
  expect(await goOn(etag)).toBe(206)
  expect(await goOn(another)).toBe(200)
  expect(await goOn(`W/${etag}`)).toBe(200)
  expect(await goOn('Sun, 29 Nov 2026 12:00:00 GMT')).toBe(200)
})

test('a client that has the bytes gets 304', async () => {
  const address = await stored()
  const { etag } = await ask(address)
  for (const list of [etag, `W/${etag}`, `"x", ${etag}`, '*'])
    expect([list, (await ask(address, { 'if-none-match': list })).status]).toEqual([list, 304])
  expect((await ask(address, { 'if-none-match': '"x"' })).status).toBe(200)
})

test('[DL60] a film is played, and an uploaded page is saved', async () => {
  const { headers } = await ask(await stored())
  expect(headers.get('content-type')).toBe('video/mp4')
  expect(headers.get('content-disposition')).toBe(`inline; filename="film.mp4"; filename*=UTF-8''film.mp4`)
  for (const type of ['text/html', 'image/svg+xml']) {
    const saved = await ask(await stored({ type, name: 'trap.html' }))
    expect(saved.headers.get('content-type')).toBe('application/octet-stream')
    expect(saved.headers.get('content-disposition')).toStartWith('attachment; filename="trap.html"')
    expect(saved.headers.get('x-content-type-options')).toBe('nosniff')
  }
})

test('a file that is removed during a download ends it', async () => {
  const key = `${newUuidV7()}/0123abcd`
  await app.blobs.put(key, Buffer.from('film'))
  const { addresses } = app.core.media
  const address = await addresses.sign({ key, type: 'video/mp4', expiresAt: addresses.expiresAt() })
  const files = filesOf()
  const path = address.slice(0, address.indexOf('?'))
  const status = async (method: string) =>
    (await files.send(new Request(`http://parley.test${address}`, { method }), path, here)).status
  expect([await status('GET'), await status('GET')]).toEqual([200, 200])
  await app.blobs.remove(key.slice(0, 36))
  expect([await status('GET'), await status('HEAD')]).toEqual([404, 404])
})

test("when the store doesn't respond, the error says so, and the log has the reason", async () => {
  const away: Blobs = Object.assign(Object.create(app.blobs), {
    get: () => Promise.reject(fail('unavailable', { cause: new Error('nothing answers at store.test') })),
  })
  const address = await stored()
  const request = new Request(`http://parley.test${address}`)
  const response = await filesOf(away).send(request, address.slice(0, address.indexOf('?')), here)
  expect(response.status).toBe(503)
  expect(await response.text()).not.toContain('store.test')
  expect(app.takeProblems()).toEqual([expect.stringContaining('a file could not be sent')])
})
