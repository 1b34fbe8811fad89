import { expect, test } from 'bun:test'
import { createHash, randomBytes } from 'node:crypto'
import { type MediaId, newUuidV7 } from '@parley/protocol'
import { httpUpload } from '@parley/sdk/upload'
import { callHttp, register } from '../lib/people'
import { startServer } from '../lib/server-process'
import { temporaryDirectory } from '../lib/temporary-directory'

const size = 60_000_000
const partBytes = 8 * 1024 * 1024

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** How many bytes of an upload the server has. */
const storedOf = async (url: string, path: string, token: string): Promise<number> => {
  const headers = { authorization: `Bearer ${token}`, 'tus-resumable': '1.0.0' }
  return Number((await fetch(url + path, { method: 'HEAD', headers })).headers.get('upload-offset'))
}

test('[M3] an upload continues where it was when the server was killed, and the download is identical', async () => {
  using directory = temporaryDirectory('resumed-upload')
  const dataDir = `${directory.path}/data`
  const first = await startServer({ dataDir })
  const { token, userId } = await register(first.url, 'alice')
  const { chat } = await callHttp(first.url, { method: 'chats.direct', params: { userId }, token })
  const id = newUuidV7() as MediaId
  const params = { id, chatId: chat.id, kind: 'file', name: 'large.bin', size } as const
  const { upload: path } = await callHttp(first.url, { method: 'media.create', params, token })
  const bytes = randomBytes(size)
  const request = { path, mediaId: id, bytes: new Blob([bytes]), inParts: true, signal: new AbortController().signal }

  let killed: Promise<unknown> | undefined
  const onProgress = (share: number) => {
    if (share > 0.5) killed ??= first.end('SIGKILL')
  }
  const broken = httpUpload({ url: first.url, token, partBytes })({ ...request, onProgress })
  await expect(broken).rejects.toMatchObject({ unanswered: true })
  await killed

  const again = await startServer({ dataDir })
  const stored = await storedOf(again.url, path, token)
  expect(stored).toBeGreaterThan(size / 3)
  expect(stored).toBeLessThan(size)
  const shares: number[] = []
  const upload = httpUpload({ url: again.url, token, partBytes })
  await upload({ ...request, onProgress: (share) => shares.push(share) })
  expect(shares[0]).toBe(stored / size)
  const { media } = await callHttp(again.url, { method: 'media.get', params: { ids: [id] }, token })
  const whole = await (await fetch(again.url + media[0]?.path)).bytes()
  expect(hashOf(whole)).toBe(hashOf(bytes))
  await again.end('SIGTERM')
})
