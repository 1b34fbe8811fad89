import { afterAll, beforeAll, expect, test } from 'bun:test'
import { randomBytes } from 'node:crypto'
import { type MediaId, newUuidV7, WORLD_CHAT_ID } from '@parley/protocol'
import { HttpApp } from '../testing/http-app'

let app: HttpApp
let alice: { token: string; cookie: string }
beforeAll(async () => {
  app = await HttpApp.start()
  alice = await app.register('alice')
})
afterAll(() => app[Symbol.asyncDispose]())

const bearer = (token = alice.token) => ({ authorization: `Bearer ${token}` })
const tus = { 'tus-resumable': '1.0.0' }
const announce = async (size: number, more: object = {}) => {
  const id = newUuidV7() as MediaId
  const params = { id, chatId: WORLD_CHAT_ID, kind: 'file', name: 'big.bin', size, ...more }
  await app.call('media.create', params, bearer())
  return id
}
const ask = async (id: string, init: RequestInit & { headers?: Record<string, string> }) => {
  const response = await fetch(`${app.url}/files/${id}`, { ...init, headers: { ...tus, ...bearer(), ...init.headers } })
  const text = await response.text()
  const code = text === '' ? undefined : (JSON.parse(text) as { error: { data: { code: string } } }).error.data.code
  return { status: response.status, code, headers: response.headers }
}
const statusOf = async (id: string) => {
  const { status, headers } = await ask(id, { method: 'HEAD' })
  return [status, headers.get('upload-offset'), headers.get('upload-length')]
}
const type = { 'content-type': 'application/offset+octet-stream' }
const append = async (id: string, offset: number, body: Bun.BodyInit) =>
  ask(id, { method: 'PATCH', body, headers: { ...type, 'upload-offset': String(offset) } } as never)
const send = async (mediaId: MediaId, body: object = { type: 'file' }) => {
  const params = { id: newUuidV7(), chatId: WORLD_CHAT_ID, body: { ...body, mediaId } }
  return app.call('messages.send', params, bearer())
}
const download = async (mediaId: MediaId) => {
  const { body } = await app.call('media.get', { ids: [mediaId] }, bearer())
  const [{ path }] = body.media as [{ path: string }]
  return Buffer.from(await (await fetch(app.url + path)).arrayBuffer())
}

test('a file arrives in parts, is complete only with the last one, and returns unchanged', async () => {
  const bytes = randomBytes(3_000_000)
  const id = await announce(bytes.byteLength)
  expect(await statusOf(id)).toEqual([200, '0', '3000000'])
  const first = await append(id, 0, bytes.subarray(0, 1_000_000))
  expect([first.status, first.headers.get('upload-offset')]).toEqual([204, '1000000'])
  expect(await statusOf(id)).toEqual([200, '1000000', '3000000'])
  expect((await send(id)).body.error?.data.code).toBe('not_found')
  const last = await append(id, 1_000_000, bytes.subarray(1_000_000))
  expect([last.status, last.headers.get('upload-offset')]).toEqual([204, '3000000'])
  expect(await statusOf(id)).toEqual([200, '3000000', '3000000'])
  expect((await send(id)).status).toBe(200)
  expect((await download(id)).equals(bytes)).toBe(true)
})

test('bytes count only at their offset, and never beyond the announced size', async () => {
  const id = await announce(10)
  expect(await append(id, 4, 'late')).toMatchObject({ status: 409, code: 'conflict' })
  expect((await append(id, 0, 'abcd')).status).toBe(204)
  expect(await append(id, 0, 'abcd')).toMatchObject({ status: 409, code: 'conflict' })
  expect(await append(id, 4, 'efghijklm')).toMatchObject({ status: 400, code: 'invalid_params' })
  expect((await append(id, Number((await statusOf(id))[1]), 'efghij')).status).toBe(204)
  expect((await download(id)).toString()).toBe('abcdefghij')
  expect(await append(id, 10, '')).toMatchObject({ status: 409, code: 'conflict' })
})

test('a broken connection loses no earlier bytes', async () => {
  const bytes = randomBytes(2_000_000)
  const id = await announce(bytes.byteLength)
  const broken = new ReadableStream({
    async pull(controller) {
      controller.enqueue(bytes.subarray(0, 1_500_000))
      await Bun.sleep(300)
      controller.error(new Error('the network is gone'))
    },
  })
  await append(id, 0, broken).catch(() => undefined)
  const stored = Number((await statusOf(id))[1])
  expect(stored).toBeGreaterThan(0)
  expect((await append(id, stored, bytes.subarray(stored))).status).toBe(204)
  expect((await download(id)).equals(bytes)).toBe(true)
})

test('a reconnecting client takes over from a hanging connection', async () => {
  const bytes = randomBytes(1_000_000)
  const id = await announce(bytes.byteLength)
  const { promise: end, resolve } = Promise.withResolvers<void>()
  const hanging = new ReadableStream({
    async pull(controller) {
      controller.enqueue(bytes.subarray(0, 400_000))
      await end
      controller.close()
    },
  })
  // It breaks when the other takes over.
  const first = append(id, 0, hanging).catch(() => undefined)
  await Bun.sleep(300)
  const stored = Number((await statusOf(id))[1])
  expect((await append(id, stored, bytes.subarray(stored))).status).toBe(204)
  resolve()
  await first
  expect((await download(id)).equals(bytes)).toBe(true)
})

test('a video in an unknown container is refused at its end, and can be sent again', async () => {
  const film = Buffer.concat([Buffer.from('\0\0\0\x18ftypisom', 'latin1'), randomBytes(100)])
  const id = await announce(film.byteLength, { kind: 'video', width: 4, height: 3, durationMs: 1_000 })
  const refused = await append(id, 0, randomBytes(film.byteLength))
  expect(refused).toMatchObject({ status: 415, code: 'media_unsupported' })
  expect(await statusOf(id)).toEqual([200, '0', String(film.byteLength)])
  expect((await append(id, 0, film)).status).toBe(204)
  expect((await send(id, { type: 'video' })).status).toBe(200)
})

test('only the owner has access, with a session, by the rules of tus', async () => {
  const bob = await app.register('bob')
  const id = await announce(4)
  const picture = await announce(4, { kind: 'image' })
  const patch = { method: 'PATCH', body: 'abcd', headers: { ...type, 'upload-offset': '0' } }
  const refusals = [
    [await ask(id, { ...patch, headers: { ...patch.headers, ...bearer(bob.token) } }), 404, 'not_found'],
    [await ask(id, { ...patch, headers: { ...patch.headers, authorization: 'Bearer x' } }), 401, 'unauthenticated'],
    [await ask(id, { method: 'HEAD', headers: bearer(bob.token) }), 404, undefined],
    [await ask(newUuidV7(), patch), 404, 'not_found'],
    [await ask('not-an-id', patch), 404, 'not_found'],
    [await ask(picture, patch), 404, 'not_found'],
    [await ask(id, { ...patch, headers: { ...patch.headers, 'tus-resumable': '0.2' } }), 400, 'invalid_request'],
    [await ask(id, { ...patch, headers: type }), 400, 'invalid_request'],
    [await ask(id, { ...patch, headers: { ...patch.headers, 'upload-offset': '-1' } }), 400, 'invalid_request'],
    [await ask(id, { ...patch, headers: { 'upload-offset': '0' } }), 400, 'invalid_request'],
  ] as const
  expect(refusals.map(([{ status, code }]) => [status, code])).toEqual(
    refusals.map(([, status, code]) => [status, code]),
  )
  expect(await statusOf(id)).toEqual([200, '0', '4'])
  const options = await ask(id, { method: 'OPTIONS' })
  expect([options.status, options.headers.get('tus-version')]).toEqual([204, '1.0.0'])
  const overridden = { ...patch.headers, 'x-http-method-override': 'PATCH' }
  expect((await ask(id, { ...patch, method: 'POST', headers: overridden })).status).toBe(204)
})

test('a whole upload leaves nothing among the unfinished ones', async () => {
  expect(await app.blobs.uploads.list({ limit: 10 })).toEqual([])
})
