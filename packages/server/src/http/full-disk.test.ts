import { expect, test } from 'bun:test'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type MediaId, newUuidV7, WORLD_CHAT_ID } from '@parley/protocol'
import { HttpApp } from '../testing/http-app'

test('on a disk with less space than the operator keeps free, no file is stored, and messages are', async () => {
  const blobs = await mkdtemp(join(tmpdir(), 'parley-full-'))
  await using app = await HttpApp.start({ PARLEY_FREE_DISK_MB: '999999999', PARLEY_BLOBS_URL: `file://${blobs}` })
  const { token } = await app.register('alice')
  const bearer = { authorization: `Bearer ${token}` }
  const announce = async (): Promise<MediaId> => {
    const id = newUuidV7() as MediaId
    const announced = { id, chatId: WORLD_CHAT_ID, kind: 'file', name: 'plan', size: 4 }
    expect((await app.call('media.create', announced, bearer)).status).toBe(200)
    return id
  }
  const tus = { 'tus-resumable': '1.0.0', 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' }
  const statuses: number[] = []
  for (const [method, headers] of [
    ['PUT', {}],
    ['PATCH', tus],
  ] as const) {
    const sent = { method, body: 'plan', headers: { ...bearer, ...headers } }
    const response = await fetch(`${app.url}/files/${await announce()}`, sent)
    expect(await response.json()).toMatchObject({ error: { data: { code: 'unavailable' } } })
    statuses.push(response.status)
  }
  expect(statuses).toEqual([503, 503])
  const message = { id: newUuidV7(), chatId: WORLD_CHAT_ID, body: { type: 'text', text: 'hello' } }
  expect((await app.call('messages.send', message, bearer)).status).toBe(200)
  const entries = await readdir(blobs, { recursive: true, withFileTypes: true })
  expect(entries.filter((entry) => entry.isFile())).toEqual([])
  await rm(blobs, { recursive: true })
})
