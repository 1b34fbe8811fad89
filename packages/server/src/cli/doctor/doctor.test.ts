import { Database as BunDatabase } from 'bun:sqlite'
import { afterAll, describe, expect, test } from 'bun:test'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { S3Blobs } from '../../blobs/s3'
import { parseConfig } from '../../config/config'
import { noProxies, readProxies } from '../../lib/networks'
import { version } from '../../lib/version'
import { HttpApp } from '../../testing/http-app'
import { TestNats, whyNoNats } from '../../testing/nats'
import { sharedObjectStore, whyNoObjectStore } from '../../testing/object-store'
import { findPostgres, PostgresServer } from '../../testing/postgres'
import { bad, checkedText, type Finding, good, isHealthy, runChecks, warning } from './check'
import { roomFinding } from './data-directory-check'
import { diagnose } from './doctor'
import { durabilityFindings, skewFinding } from './postgres-check'
import { chainFinding } from './proxy-check'
import { schemaFindings } from './schema-finding'

const directory = await mkdtemp(join(tmpdir(), 'parley-doctor-'))
afterAll(() => rm(directory, { recursive: true, force: true }))

const settings = { PARLEY_DATA_DIR: join(directory, 'data'), PARLEY_PORT: '0', PARLEY_TCP_PORT: 'off' }
const examine = (env: Record<string, string>) => diagnose(() => parseConfig({ env: { ...settings, ...env } }))

/** The lines of one check. */
const linesOf = (text: string, name: string) =>
  text
    .split('\n')
    .filter((line) => line.slice(2).startsWith(name))
    .map((line) => `${line.slice(0, 1)} ${line.slice(2 + name.length).trim()}`)

test('a check that fails, and one that never answers, hide no other', async () => {
  const checked = await runChecks(
    [
      { name: 'broken', run: async () => Promise.reject(new Error('oops')) },
      { name: 'hanging', run: () => new Promise(() => {}) },
      { name: 'fine', run: async () => [good('All is well.')] },
    ],
    20,
  )
  expect(isHealthy(checked)).toBe(false)
  expect(checkedText(checked)).toBe(
    '✗ broken   The check failed (oops). Please report this as a bug in Parley.\n' +
      '✗ hanging  No answer within 0.02 s. Check whether a firewall drops the traffic, or the other end hangs.\n' +
      '✓ fine     All is well.\n',
  )
  expect(isHealthy([{ name: 'x', findings: [warning('Hm.', 'Do.')] }])).toBe(true)
  expect(isHealthy([{ name: 'x', findings: [bad('Oh.', 'Do.')] }])).toBe(false)
})

test('a disk with less space than uploads leave free is reported', async () => {
  const linesWith = async (megabytes: string) =>
    linesOf((await examine({ PARLEY_FREE_DISK_MB: megabytes })).text, 'disk')
  expect((await linesWith('1')).join()).not.toContain('uploaded')
  expect((await linesWith('999999999')).join()).toContain("! Files can't be uploaded")
})

test('numbers are judged', () => {
  const levels = (...findings: Finding[]): string[] => findings.map(({ level }) => level)
  expect(levels(roomFinding('.', 99), roomFinding('.', 500), roomFinding('.', 2_000))).toEqual([
    'bad',
    'warning',
    'good',
  ])
  expect(levels(skewFinding(-900), skewFinding(1_500), skewFinding(-5_001))).toEqual(['good', 'warning', 'bad'])
  const chain = (proxies: number, believed: number, setting: string) =>
    chainFinding({ proxies, believed }, readProxies(setting) ?? noProxies)
  expect(levels(chain(1, 1, '1'), chain(1, 0, 'off'), chain(0, 0, '1'))).toEqual(['good', 'warning', 'bad'])
  expect(levels(chain(0, 0, 'off'), chain(2, 1, '1'), chain(1, 1, '2'))).toEqual(['good', 'warning', 'bad'])
  expect(levels(chain(2, 2, '10.0.0.0/8'), chain(2, 1, '10.0.0.0/8'))).toEqual(['good', 'warning'])
  expect(chain(1, 0, '1')).toMatchObject({
    level: 'warning',
    remedy: expect.stringContaining('to the addresses or networks'),
  })
  const durable = { fsync: 'on', synchronous_commit: 'remote_apply', full_page_writes: 'on' }
  expect(levels(...durabilityFindings(durable))).toEqual(['good'])
  expect(levels(...durabilityFindings({ ...durable, fsync: 'off', synchronous_commit: 'off' }))).toEqual(['bad', 'bad'])
  const schema = (tables: string[], applied: string[]) =>
    levels(...schemaFindings({ tables, applied, known: ['1', '2'], differences: [] }))
  expect(schema([], [])).toEqual(['good'])
  expect(schema([], ['1'])).toEqual(['warning'])
  expect(schema([], ['1', '2'])).toEqual(['good'])
  expect(schema([], ['3'])).toEqual(['bad'])
  expect(schema(['parley_copy'], ['1', '2'])).toEqual(['bad'])
})

test('tables that differ from what the migrations make are named, with the version that made them', async () => {
  await using app = await HttpApp.start()
  const dataDir = join(app.directory, 'data')
  const database = async () => linesOf((await examine({ PARLEY_DATA_DIR: dataDir })).text, 'database').slice(1)
  const today = new Date().toISOString().slice(0, 10)
  const made = `The database was created on ${today} by Parley ${version}.`
  expect(await database()).toEqual([`✓ The tables are up to date. ${made}`])
  using file = new BunDatabase(join(dataDir, 'parley.db'))
  file.exec('drop index messages_naming; alter table messages drop column mentions')
  const index = 'CREATE INDEX messages_naming on messages (chat_key, seq) where mentions is not null'
  expect(await database()).toEqual([
    `✗ The tables don't fit this version: column messages.mentions is missing. ${made} Start the version that created the database, or restore a backup. This version refuses to start with it.`,
    `! index messages_naming is missing. Searches are slow without it. Run \`${index}\`.`,
  ])
  // The next start runs this migration, and with it the tables fit.
  file.exec("delete from kysely_migration where name = '0002-complete-spine'")
  expect(await database()).toEqual([
    expect.stringMatching(/^! The tables belong to an older version \(missing: 0002-complete-spine.* updates them\.$/),
  ])
  file.exec('alter table users drop column bio')
  expect(await database()).toContainEqual(
    expect.stringContaining("✗ The tables don't fit this version: column users.bio"),
  )
})

test('a configuration that cannot be used is said as the start says it', async () => {
  const { text, healthy } = await examine({ PARLEY_ROLES: 'api' })
  expect(healthy).toBe(false)
  expect(text).toStartWith('✗ configuration  PARLEY_ROLES leaves roles to other nodes')
})

test('a running server is found on its port and behind its public address', async () => {
  const taken = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { data() {} } })
  const port = taken.port
  taken.stop(true)
  const own = { PARLEY_HOST: '127.0.0.1', PARLEY_PORT: `${port}`, PARLEY_PUBLIC_URL: `http://127.0.0.1:${port}` }
  await using app = await HttpApp.start(own)
  const env = { ...own, PARLEY_DATA_DIR: join(app.directory, 'data') }
  const { text, healthy } = await examine(env)
  expect(text).toContain(`Parley answers on port ${port}.`)
  expect(linesOf(text, 'public URL')).toEqual([
    `✓ http://127.0.0.1:${port} reaches this installation.`,
    '✓ 0 proxies add an address to X-Forwarded-For, and PARLEY_TRUST_PROXY trusts none.',
    '✓ WebSocket connections work.',
    '✓ Uploads work, and the proxy streams them.',
  ])
  expect(healthy).toBe(true)
  // A proxy is believed that is not there.
  expect(linesOf((await examine({ ...env, PARLEY_TRUST_PROXY: '1' })).text, 'public URL')[1]).toStartWith('✗ 0 proxies')
  const open = await examine({ ...env, PARLEY_TRUST_PROXY: '1', PARLEY_HOST: '0.0.0.0' })
  expect(open.text).toContain(
    'Anyone who reaches this port from a private network, without the proxy, can choose the address',
  )
  // Another installation than the one behind the address.
  await using other = await HttpApp.start()
  const wrong = await examine({ ...env, PARLEY_DATA_DIR: join(other.directory, 'data'), PARLEY_PORT: '0' })
  expect(linesOf(wrong.text, 'public URL')).toEqual([
    expect.stringMatching(/^✗ Another installation of Parley answers at/),
  ])
})

test('for a proxy that drops the upgrade, the check names the headers to pass', async () => {
  await using app = await HttpApp.start()
  using proxy = Bun.serve({
    port: 0,
    fetch: (request) => {
      const { pathname } = new URL(request.url)
      return fetch(`${app.url}${pathname}`, { headers: { 'x-forwarded-for': '203.0.113.7' } })
    },
  })
  const { text } = await examine({
    PARLEY_DATA_DIR: join(app.directory, 'data'),
    PARLEY_PUBLIC_URL: `http://localhost:${proxy.port}`,
  })
  expect(linesOf(text, 'public URL')).toEqual([
    `✓ http://localhost:${proxy.port} reaches this installation.`,
    expect.stringMatching(/^! 1 proxy adds .* Set PARLEY_TRUST_PROXY=1/),
    expect.stringMatching(/^✗ The WebSocket upgrade returned 426 .*`Upgrade: websocket` and `Connection: upgrade`/),
    expect.stringMatching(/^✗ An upload returned \d+ instead of 401\. .*Make the proxy pass PUT/),
  ])
})

test('for a proxy that refuses or buffers large uploads, the check names the settings to change', async () => {
  await using app = await HttpApp.start()
  const lineBehind = async (takeUpload: (socket: Socket) => void) => {
    const proxy = createServer((client) => {
      const server = connect(app.app.port, '127.0.0.1')
      let begun = false
      client.on('data', (bytes) => {
        if (!begun && bytes.toString('latin1').startsWith('PUT ')) takeUpload(client)
        else if (!bytes.toString('latin1').startsWith('PUT ')) server.write(bytes)
        begun = true
      })
      server.on('data', (bytes) => client.write(bytes)).on('error', () => client.destroy())
      client.on('close', () => server.destroy()).on('error', () => server.destroy())
    }).listen(0, '127.0.0.1')
    await once(proxy, 'listening')
    const { port } = proxy.address() as AddressInfo
    const env = { PARLEY_DATA_DIR: join(app.directory, 'data'), PARLEY_PUBLIC_URL: `http://127.0.0.1:${port}` }
    const { text } = await examine(env)
    proxy.close()
    return linesOf(text, 'public URL').at(-1)
  }
  const refusing = (client: Socket) => client.write('HTTP/1.1 413 Too Large\r\ncontent-length: 0\r\n\r\n')
  expect(await lineBehind(refusing)).toMatch(/^✗ The proxy refuses uploads of 20 MiB\. .*client_max_body_size/)
  expect(await lineBehind(() => {})).toMatch(/^! The proxy buffers whole uploads .*proxy_request_buffering off/)
})

test('a port of another program is named', async () => {
  using other = Bun.serve({ hostname: '127.0.0.1', port: 0, fetch: () => new Response('hello') })
  const env = { PARLEY_HOST: '127.0.0.1', PARLEY_PORT: `${other.port}`, PARLEY_TCP_PORT: `${other.port}` }
  expect(linesOf((await examine(env)).text, 'ports')).toEqual([
    `✗ Another program uses port ${other.port}. Stop it, or set PARLEY_PORT to another port.`,
    `✗ Another program uses port ${other.port}. Stop it, or set PARLEY_TCP_PORT to another port.`,
  ])
})

test.skipIf(findPostgres() === undefined || whyNoNats() !== undefined)(
  'PostgreSQL and NATS are looked at: what loses messages is bad',
  async () => {
    await using postgres = await PostgresServer.start()
    await using nats = await TestNats.start()
    const env = { PARLEY_DATABASE_URL: await postgres.createDatabase(), PARLEY_NATS_URL: nats.url }
    const before = await examine(env)
    expect(before.healthy).toBe(false)
    expect(linesOf(before.text, 'database')[1]).toStartWith('✗ fsync is off: acknowledged messages can be lost')
    expect(before.text).toContain('The first start creates the tables.')
    await using app = await HttpApp.start(env)
    const after = (await examine(env)).text
    expect(after).toContain('The tables are up to date.')
    expect(linesOf(after, 'NATS')).toEqual([
      expect.stringMatching(/^✓ NATS 2\.\d+\.\d+ answers\.$/),
      '✓ Messages can be up to 1024 KiB long.',
      expect.stringMatching(/^[✓!] A round trip takes [\d.]+ ms\./),
      '✓ Running nodes of this installation: 1.',
    ])
    expect(app.url).toBeString()
    const name = new URL(env.PARLEY_DATABASE_URL).pathname.slice(1)
    await postgres.query('drop index users_by_name', name)
    expect((await examine(env)).text).toContain(
      'index users_by_name is missing. Searches are slow without it. Run `CREATE INDEX users_by_name ON users USING btree (name_folded, key)`',
    )
    await postgres.query('create role guest login')
    const guest = new URL(env.PARLEY_DATABASE_URL)
    guest.username = 'guest'
    const asGuest = linesOf((await examine({ ...env, PARLEY_DATABASE_URL: guest.href })).text, 'database')
    expect(asGuest).toContainEqual(
      expect.stringMatching(/^✗ The user guest cannot create tables in public\. Run `grant create/),
    )
    expect(asGuest).toContainEqual(expect.stringMatching(/^✗ The user guest cannot read the tables in public/))
    const nowhere = {
      PARLEY_DATABASE_URL: 'postgres://a:secret@127.0.0.1:1/x',
      PARLEY_NATS_URL: 'nats://b:secret@127.0.0.1:1',
    }
    const unreachable = (await examine(nowhere)).text
    expect(linesOf(unreachable, 'database')).toEqual([expect.stringContaining('cannot be reached (ECONNREFUSED)')])
    expect(linesOf(unreachable, 'NATS')).toEqual([expect.stringContaining('No NATS server answers at 127.0.0.1:1')])
    expect(unreachable).not.toContain('secret')
  },
)

const noStore = whyNoObjectStore()
if (noStore) console.log(`Skipped, files in a store that speaks S3: ${noStore}.`)

describe.skipIf(noStore !== undefined)('with a store that speaks S3', () => {
  test('files are tried out, and nothing of that stays', async () => {
    const store = await sharedObjectStore()
    const prefix = 'doctor'
    const { text } = await examine({ PARLEY_BLOBS_URL: store.url({ prefix }) })
    expect(linesOf(text, 'files')).toEqual([
      expect.stringMatching(/^✓ http:\/\/127\.0\.0\.1:\d+\/parley-test\/doctor stores 64 KiB in \d+ ms and reads/),
    ])
    expect((await S3Blobs.open(store.address({ prefix })).list({ limit: 1 })).blobs).toEqual([])
  })

  test('a wrong secret, a missing bucket and an unreachable store give different sentences without the secret', async () => {
    const store = await sharedObjectStore()
    const cases = [
      [{ secret: 'a/wrong' }, 'answers 403 SignatureDoesNotMatch: the secret in PARLEY_BLOBS_URL is wrong.'],
      [
        { bucket: 'not-there' },
        'answers 404 NoSuchBucket: create the bucket, or correct its name in PARLEY_BLOBS_URL.',
      ],
      [{ port: 1 }, 'cannot be reached'],
    ] as const
    for (const [options, sentence] of cases) {
      const { text, healthy } = await examine({ PARLEY_BLOBS_URL: store.url(options) })
      expect([healthy, linesOf(text, 'files')]).toEqual([false, [expect.stringContaining(sentence)]])
      expect(text).not.toMatch(/a\/(secret|wrong)|a%2F/)
    }
  })
})

test('a directory for files is tried out, and one that is not there is no reason to make it', async () => {
  const shared = join(directory, 'shared-files')
  const check = async () => linesOf((await examine({ PARLEY_BLOBS_URL: `file://${shared}` })).text, 'files')
  expect(await check()).toEqual([expect.stringContaining(`! ${shared} does not exist.`)])
  expect(existsSync(shared)).toBe(false)
  await mkdir(shared)
  expect(await check()).toEqual([expect.stringContaining(`✓ ${shared} stores 64 KiB`)])
})
