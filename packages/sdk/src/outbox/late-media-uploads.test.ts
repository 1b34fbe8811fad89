import { expect, test } from 'bun:test'
import type { ChatId, FileBody, MediaId, MessageId } from '@parley/protocol'
import type { OutboxEntry } from '../store/store'
import { LateMediaUploads } from './late-media-uploads'

const body: FileBody = { type: 'file', mediaId: 'file' as MediaId, name: 'a.txt', mime: 'text/plain', size: 1 }
const entry: OutboxEntry = { id: 'one' as MessageId, chatId: 'chat' as ChatId, body, at: 0, order: 1 }

/** Uploads whose code comes when the test says so. */
const scene = () => {
  const begun: MessageId[] = []
  const ended: MessageId[] = []
  const { promise, resolve } = Promise.withResolvers<void>()
  const uploads = new LateMediaUploads(async () => {
    await promise
    return {
      uploadFiles: async ({ id }) => {
        begun.push(id)
        return { body, refused: [] }
      },
      end: (id) => void ended.push(id),
    }
  })
  return { uploads, begun, ended, loaded: resolve }
}

test('an upload that was ended while its code was loaded does not begin; the next attempt does', async () => {
  const { uploads, begun, loaded } = scene()
  const first = uploads.uploadFiles(entry, body)
  uploads.end(entry.id)
  const second = uploads.uploadFiles(entry, body)
  loaded()
  await expect(first).rejects.toMatchObject({ unanswered: true })
  await second
  expect(begun).toEqual([entry.id])
})

test('an upload that goes on is ended', async () => {
  const { uploads, ended, loaded } = scene()
  loaded()
  await uploads.uploadFiles(entry, body)
  uploads.end(entry.id)
  expect(ended).toEqual([entry.id])
})
