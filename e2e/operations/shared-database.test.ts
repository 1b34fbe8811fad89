import { expect, test } from 'bun:test'
import { pathToFileURL } from 'node:url'
import { TestNats, whyNoNats } from '@parley/server/src/testing/nats'
import { PostgresServer } from '@parley/server/src/testing/postgres'
import { startServer } from '../lib/server-process'
import { temporaryDirectory } from '../lib/temporary-directory'
import { missingPostgres } from './copy'

const outcome = (starting: ReturnType<typeof startServer>): Promise<string> =>
  starting.then(
    async (server) => {
      await server.end('SIGTERM')
      return 'serves'
    },
    (error: Error) => error.message,
  )

test.skipIf(missingPostgres || whyNoNats() !== undefined)(
  'nodes without a common bus are refused on one database, and a killed node restarts at once',
  async () => {
    using directory = temporaryDirectory('company')
    await using postgres = await PostgresServer.start()
    await using nats = await TestNats.start()
    const alone = { PARLEY_DATABASE_URL: await postgres.createDatabase() }
    const blobs = pathToFileURL(`${directory.path}/blobs`).href
    const together = { ...alone, PARLEY_NATS_URL: nats.url, PARLEY_BLOBS_URL: blobs }
    const node = (name: string, env: Record<string, string>) =>
      startServer({ dataDir: `${directory.path}/${name}`, env: { ...env, PARLEY_TCP_PORT: '0' } })

    const first = await node('first', alone)
    expect(await outcome(node('second', alone))).toContain('Another node uses this database, and without NATS')
    expect(await outcome(node('second', together))).toContain('A node without PARLEY_NATS_URL uses this database')
    await first.end('SIGKILL')
    expect(await outcome(node('first', alone))).toBe('serves')

    await using _one = await node('first', together)
    await using _two = await node('second', together)
    expect(await outcome(node('third', alone))).toContain('Another node uses this database, and without NATS')
    const apart = { ...alone, PARLEY_NATS_URL: nats.url }
    expect(await outcome(node('fourth', apart))).toContain('is not where the other nodes of this database store files')
  },
)

test.skipIf(missingPostgres)('a node keeps its lock when PostgreSQL crashes and comes back', async () => {
  using directory = temporaryDirectory('company-back')
  await using postgres = await PostgresServer.start()
  const env = { PARLEY_DATABASE_URL: await postgres.createDatabase(), PARLEY_TCP_PORT: '0' }
  await using node = await startServer({ dataDir: `${directory.path}/node`, env })
  await postgres.end('quick')
  await postgres.resume()
  // The node recovers by itself, with its lock.
  for (;;) if ((await fetch(`${node.url}/ready`)).status === 200) break
  expect(await outcome(startServer({ dataDir: `${directory.path}/other`, env }))).toContain('Another node uses')
})
