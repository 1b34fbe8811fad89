import { expect, test } from 'bun:test'
import { createHash, randomBytes } from 'node:crypto'
import { type MediaId, type MessageId, newUuidV7 } from '@parley/protocol'
import { httpUpload } from '@parley/sdk/upload'
import { eventually } from '@parley/server/src/testing/eventually'
import { TestNats } from '@parley/server/src/testing/nats'
import { TestObjectStore, whyNoObjectStore } from '@parley/server/src/testing/object-store'
import { PostgresServer } from '@parley/server/src/testing/postgres'
import { TestScanner } from '@parley/server/src/testing/scanner'
import { whyNoEngines } from '../lib/engines'
import { callHttp, type Person, Refusal, register } from '../lib/people'
import { Cluster, type ClusterNode } from './cluster'

const why = whyNoEngines() ?? whyNoObjectStore()
if (why) console.log(`The tests of uploads to several nodes are skipped: ${why}.`)

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Two nodes on PostgreSQL, NATS and an S3-compatible store, and alice with her saved messages. */
const withCluster = async (
  env: Readonly<Record<string, string>>,
  act: (
    scene: Readonly<{ cluster: Cluster; alice: Person; chatId: Awaited<ReturnType<typeof savedOf>> }>,
  ) => Promise<void>,
): Promise<void> => {
  await using postgres = await PostgresServer.start({ durable: true })
  await using nats = await TestNats.start()
  await using store = await TestObjectStore.start()
  const services = { databaseUrl: await postgres.createDatabase(), natsUrl: nats.url }
  const shared = { ...env, PARLEY_BLOBS_URL: store.url() }
  await using cluster = await Cluster.start(services, [shared, shared])
  const alice = await register(cluster.node(0).url, 'alice')
  await act({ cluster, alice, chatId: await savedOf(cluster.node(0), alice) })
}

const savedOf = async ({ url }: ClusterNode, { token, userId }: Person) =>
  (await callHttp(url, { method: 'chats.direct', params: { userId }, token })).chat.id

/** How many bytes of an upload have arrived, as reported by a node. */
const storedOf = async ({ url }: ClusterNode, path: string, { token }: Person): Promise<number> => {
  const headers = { authorization: `Bearer ${token}`, 'tus-resumable': '1.0.0' }
  return Number((await fetch(url + path, { method: 'HEAD', headers })).headers.get('upload-offset'))
}

test.skipIf(why !== undefined)(
  '[M3] an upload continues at a second node after its first one died, and downloads are identical from both',
  () =>
    withCluster({}, async ({ cluster, alice, chatId }) => {
      const [first, second] = [cluster.node(0), cluster.node(1)]
      const { token } = alice
      const [size, partBytes] = [60_000_000, 8 * 1024 * 1024]
      const id = newUuidV7() as MediaId
      const announced = { id, chatId, kind: 'file', name: 'large.bin', size } as const
      const { upload: path } = await callHttp(first.url, { method: 'media.create', params: announced, token })
      const bytes = randomBytes(size)
      const { signal } = new AbortController()
      const request = { path, mediaId: id, bytes: new Blob([bytes]), inParts: true, signal }
      let killed: Promise<unknown> | undefined
      const onProgress = (share: number) => {
        if (share > 0.5) killed ??= first.end('SIGKILL')
      }
      const broken = httpUpload({ url: first.url, token, partBytes })({ ...request, onProgress })
      await expect(broken).rejects.toMatchObject({ unanswered: true })
      await killed

      const stored = await storedOf(second, path, alice)
      expect(stored).toBeGreaterThan(size / 3)
      expect(stored).toBeLessThan(size)
      const shares: number[] = []
      const upload = httpUpload({ url: second.url, token, partBytes })
      await upload({ ...request, onProgress: (share) => shares.push(share) })
      expect(shares[0]).toBe(stored / size)
      const message = { id: newUuidV7() as MessageId, chatId, body: { type: 'file', mediaId: id } } as const
      await callHttp(second.url, { method: 'messages.send', params: message, token })
      first.start()
      await first.waitUntilReady()
      for (const { url } of [first, second]) {
        const { media } = await callHttp(url, { method: 'media.get', params: { ids: [id] }, token })
        expect(hashOf(await (await fetch(url + media[0]?.path)).bytes())).toBe(hashOf(bytes))
      }
    }),
)

test.skipIf(why !== undefined)('[M13] a second node continues the check of a file whose node died', async () => {
  let dead = false
  await using scanner = new TestScanner(() => (dead ? { clean: true } : 'silence'))
  const env = { PARLEY_MEDIA_SCAN_URL: scanner.url, PARLEY_MEDIA_SCAN_SECONDS: '15' }
  await withCluster(env, async ({ cluster, alice: { token }, chatId }) => {
    const [first, second] = [cluster.node(0), cluster.node(1)]
    const id = newUuidV7() as MediaId
    const announced = { id, chatId, kind: 'file', name: 'report.txt', size: 6 } as const
    await callHttp(first.url, { method: 'media.create', params: announced, token })
    const headers = { authorization: `Bearer ${token}` }
    expect((await fetch(`${first.url}/files/${id}`, { method: 'PUT', body: 'report', headers })).status).toBe(200)
    await eventually(() => scanner.scanned.length > 0)
    dead = true
    await first.end('SIGKILL')
    const message = { id: newUuidV7() as MessageId, chatId, body: { type: 'file', mediaId: id } } as const
    const isSent = async (): Promise<boolean> => {
      try {
        await callHttp(second.url, { method: 'messages.send', params: message, token })
        return true
      } catch (error) {
        // When the second node had the file first, its check has timed out, and announcing the file starts another one.
        if (codeOf(error) === 'media_unchecked')
          await callHttp(second.url, { method: 'media.create', params: announced, token }).catch(codeOf)
        else expect(codeOf(error)).toBe('media_checking')
        await Bun.sleep(200)
        return false
      }
    }
    await eventually(isSent)
    expect(scanner.scanned.map(({ mediaId }) => mediaId)).toContain(id)
    expect(scanner.scanned.length).toBeGreaterThan(1)
  })
})

const codeOf = (error: unknown): string | undefined => {
  if (error instanceof Refusal) return error.wire.data.code
  throw error
}
