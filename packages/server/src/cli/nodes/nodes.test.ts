import { expect, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseConfig } from '../../config/config'
import { runCommand } from '../../testing/command-line'
import { HttpApp } from '../../testing/http-app'
import { TestNats, whyNoNats } from '../../testing/nats'
import { findPostgres, PostgresServer } from '../../testing/postgres'
import { nodeTable } from './node-table'
import { listNodes } from './nodes'

test('nodes are shown in the order of hosts, with what lags', () => {
  const node = { version: '1.0.0', startedAt: 0, connections: 3, messagesTotal: 9, messagesPerSecond: 1.25 }
  const nodes = [
    { ...node, id: 'b', host: 'two', roles: ['api', 'worker'], workLagMs: 1_500 },
    { ...node, id: 'a', host: 'one', roles: ['gateway'], sweepLagMs: 4_000, startedAt: 26 * 3_600_000 },
  ]
  expect(nodeTable(nodes, 50 * 3_600_000)).toBe(
    [
      'HOST  VERSION  ROLES       CONNECTIONS  MESSAGES/S  SWEEP LAG  WORK LAG  UP',
      'one   1.0.0    gateway     3            1.3         4.0 s      -         1 d 0 h',
      'two   1.0.0    api,worker  3            1.3         -          1.5 s     2 d 2 h',
      '',
    ].join('\n'),
  )
})

test('control characters in the names of nodes are escaped', () => {
  const numbers = { startedAt: 0, connections: 0, messagesTotal: 0, messagesPerSecond: 0 }
  const node = {
    ...numbers,
    id: 'a',
    version: '1\u009b2J',
    host: `one\u001b[2J${'x'.repeat(5_000)}`,
    roles: ['\u202e'],
  }
  const table = nodeTable([node], 0)
  expect(table.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u)
  expect(table.length).toBeLessThan(1_000)
})

test('without NATS the command has no nodes to query', async () => {
  expect(await listNodes(parseConfig({ env: {} }), 'table')).toEqual({
    outcome: 'refused',
    sentence: 'Without NATS there is only one node: set PARLEY_NATS_URL to the value of the nodes.',
  })
})

test.skipIf(findPostgres() === undefined || whyNoNats() !== undefined)('running nodes answer', async () => {
  await using postgres = await PostgresServer.start()
  await using nats = await TestNats.start()
  const blobs = await mkdtemp(join(tmpdir(), 'parley-blobs-'))
  const shared = { PARLEY_BLOBS_URL: pathToFileURL(blobs).href }
  const env = { PARLEY_DATABASE_URL: await postgres.createDatabase(), PARLEY_NATS_URL: nats.url, ...shared }
  const config = parseConfig({ env })
  expect(await listNodes(config, 'table')).toMatchObject({ sentence: expect.stringContaining('start a node once') })
  await using first = await HttpApp.start(env)
  await using second = await HttpApp.start({ ...env, PARLEY_ROLES: 'gateway' })
  expect([first.url, second.url]).toHaveLength(2)
  const answer = await listNodes(config, 'json')
  const nodes = answer.outcome === 'listed' ? (JSON.parse(answer.text) as { roles: string[] }[]) : []
  expect(nodes.map(({ roles }) => roles.join()).sort()).toEqual(['api,gateway,worker', 'gateway'])
  // The administration page asks the same over either of them.
  const { token } = await first.register('alice')
  const place = { dataDir: join(first.directory, 'data'), databaseUrl: env.PARLEY_DATABASE_URL }
  await runCommand(place, 'admin', 'grant', 'alice')
  const { body } = await second.call('admin.nodes', {}, { authorization: `Bearer ${token}` })
  const seen = (body.nodes as { roles: string[]; self: boolean }[]).map(({ roles, self }) => `${roles} ${self}`)
  // The gateway passes the call to the node that runs calls.
  expect(seen.sort()).toEqual(['api,gateway,worker true', 'gateway false'])
  const gone = parseConfig({ env: { ...env, PARLEY_NATS_URL: 'nats://127.0.0.1:1' } })
  expect(await listNodes(gone, 'table')).toMatchObject({ sentence: expect.stringContaining('No NATS server answers') })
  await rm(blobs, { recursive: true, force: true })
})
