import { expect, test } from 'bun:test'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WORLD_CHAT_ID } from '@parley/protocol'
import type { FreeSpace } from '../lib/free-space'
import { refusal } from '../testing/refusal'
import { TestApp } from '../testing/test-app'
import { callerOf, newMediaId } from '../testing/upload'
import { UploadTurns } from './upload-turns'
import { Uploads } from './uploads'

const start = async (keptFree?: FreeSpace) => {
  const app = await TestApp.start()
  const alice = await app.person('alice')
  const caller = await callerOf(app, alice)
  const id = newMediaId()
  await alice.call('media.create', { id, chatId: WORLD_CHAT_ID, kind: 'file', name: 'plan', size: 5 })
  const incoming = join(tmpdir(), `parley-incoming-${id}`)
  const uploads = new Uploads({
    ...app.core.media,
    blobs: app.blobs,
    incoming,
    turns: new UploadTurns({ take: () => 0, charge: () => {} }),
    ...(keptFree && { keptFree }),
  })
  const end = async () => {
    await rm(incoming, { recursive: true })
    await app[Symbol.asyncDispose]()
  }
  return { caller, id, uploads, [Symbol.asyncDispose]: end }
}
async function* bodyOf(count: number, taken: () => void) {
  for (let at = 0; at < count; at++) {
    taken()
    yield Buffer.from('12345')
  }
}

test('no more is taken of a file than was announced', async () => {
  await using scene = await start()
  const { caller, id, uploads } = scene
  let taken = 0
  const body = bodyOf(1_000, () => taken++)
  expect(await refusal(uploads.receive(caller, id, { body }))).toEqual(['invalid_params', undefined])
  expect(taken).toBe(2)
})

test('nothing is taken where the disk is nearly full', async () => {
  await using scene = await start({ bytes: Number.POSITIVE_INFINITY, share: 1.1 })
  const { caller, id, uploads } = scene
  let taken = 0
  const body = bodyOf(1, () => taken++)
  expect(await refusal(uploads.receive(caller, id, { body }))).toEqual(['unavailable', undefined])
  expect(taken).toBe(0)
})
