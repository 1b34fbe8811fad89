import { afterAll, expect, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseConfig } from '../../config'
import { HttpApp } from '../../testing/http-app'
import { TestNats, whyNoNats } from '../../testing/nats'
import { findPostgres, PostgresServer } from '../../testing/postgres'
import { bad, checkedText, type Finding, good, isHealthy, runChecks, warning } from './check'
import { roomFinding } from './data-directory-check'
import { diagnose } from './doctor'
import { durabilityFindings, skewFinding } from './postgres-check'
import { chainFinding } from './proxy-check'
import { schemaFinding } from './schema-finding'

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
    '✗ broken   The check failed (oops). Please report it: that is a mistake of ours.\n' +
      '✗ hanging  No answer within 0.02 s. Look whether a firewall swallows what is sent, or the other end hangs.\n' +
      '✓ fine     All is well.\n',
  )
  expect(isHealthy([{ name: 'x', findings: [warning('Hm.', 'Do.')] }])).toBe(true)
  expect(isHealthy([{ name: 'x', findings: [bad('Oh.', 'Do.')] }])).toBe(false)
})

test('numbers are judged', () => {
  const levels = (...findings: Finding[]): string[] => findings.map(({ level }) => level)
  expect(levels(roomFinding('.', 99), roomFinding('.', 500), roomFinding('.', 2_000))).toEqual([
    'bad',
    'warning',
    'good',
  ])
  expect(levels(skewFinding(-900), skewFinding(1_500), skewFinding(-5_001))).toEqual(['good', 'warning', 'bad'])
  expect(levels(chainFinding(1, 1), chainFinding(1, 0), chainFinding(0, 1))).toEqual(['good', 'warning', 'bad'])
  const durable = { fsync: 'on', synchronous_commit: 'remote_apply', full_page_writes: 'on' }
  expect(levels(...durabilityFindings(durable))).toEqual(['good'])
  expect(levels(...durabilityFindings({ ...durable, fsync: 'off', synchronous_commit: 'off' }))).toEqual(['bad', 'bad'])
  const schema = (tables: string[], applied: string[]) => schemaFinding({ tables, applied, known: ['1', '2'] }).level
  expect(schema([], [])).toBe('good')
  expect(schema([], ['1'])).toBe('warning')
  expect(schema([], ['1', '2'])).toBe('good')
  expect(schema([], ['3'])).toBe('bad')
  expect(schema(['parley_copy'], ['1', '2'])).toBe('bad')
})

test('a configuration that cannot be used is said as the start says it', async () => {
  const { text, healthy } = await examine({ PARLEY_ROLES: 'api' })
  expect(healthy).toBe(false)
  expect(text).toStartWith('✗ configuration  PARLEY_ROLES leaves out what another node would have to do')
})

test('a running server is found on its port and behind its public address', async () => {
  const taken = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { data() {} } })
  const port = taken.port
  taken.stop(true)
  const own = { PARLEY_HOST: '127.0.0.1', PARLEY_PORT: `${port}`, PARLEY_PUBLIC_URL: `http://127.0.0.1:${port}` }
  await using app = await HttpApp.start(own)
  const env = { ...own, PARLEY_DATA_DIR: join(app.directory, 'data') }
  const { text, healthy } = await examine(env)
  expect(text).toContain(`A Parley answers on port ${port}.`)
  expect(linesOf(text, 'public URL')).toEqual([
    `✓ http://127.0.0.1:${port} reaches this installation.`,
    '✓ 0 proxies name the caller in X-Forwarded-For, and PARLEY_TRUST_PROXY believes none.',
    '✓ A WebSocket comes through.',
  ])
  expect(healthy).toBe(true)
  // A proxy is believed that is not there.
  expect(linesOf((await examine({ ...env, PARLEY_TRUST_PROXY: '1' })).text, 'public URL')[1]).toStartWith('✗ 0 proxies')
  // Another installation than the one behind the address.
  await using other = await HttpApp.start()
  const wrong = await examine({ ...env, PARLEY_DATA_DIR: join(other.directory, 'data'), PARLEY_PORT: '0' })
  expect(linesOf(wrong.text, 'public URL')).toEqual([
    expect.stringMatching(/^✗ Another installation of Parley answers at/),
  ])
})

test('a proxy that drops the upgrade is told which headers to pass', async () => {
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
    expect.stringMatching(/^! 1 proxy names .* Set PARLEY_TRUST_PROXY=1/),
    expect.stringMatching(
      /^✗ The upgrade to WebSocket is answered with 426 .*`Upgrade: websocket` and `Connection: upgrade`/,
    ),
  ])
})

test('a port of another program is named', async () => {
  using other = Bun.serve({ hostname: '127.0.0.1', port: 0, fetch: () => new Response('hello') })
  const env = { PARLEY_HOST: '127.0.0.1', PARLEY_PORT: `${other.port}`, PARLEY_TCP_PORT: `${other.port}` }
  expect(linesOf((await examine(env)).text, 'ports')).toEqual([
    `✗ Another program has port ${other.port}. Stop it, or set PARLEY_PORT to another port.`,
    `✗ Another program has port ${other.port}. Stop it, or set PARLEY_TCP_PORT to another port.`,
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
    expect(before.text).toContain('The tables will be made at the first start.')
    await using app = await HttpApp.start(env)
    const after = (await examine(env)).text
    expect(after).toContain('The tables are up to date.')
    expect(linesOf(after, 'NATS')).toEqual([
      expect.stringMatching(/^✓ NATS 2\.\d+\.\d+ answers\.$/),
      '✓ Messages may be 1024 KiB long.',
      expect.stringMatching(/^[✓!] A round trip takes [\d.]+ ms\./),
      '✓ Nodes of this installation that are running: 1.',
    ])
    expect(app.url).toBeString()
    await postgres.query('create role guest login')
    const guest = new URL(env.PARLEY_DATABASE_URL)
    guest.username = 'guest'
    const asGuest = linesOf((await examine({ ...env, PARLEY_DATABASE_URL: guest.href })).text, 'database')
    expect(asGuest).toContainEqual(
      expect.stringMatching(/^✗ The user guest may not make tables in public\. Run `grant create/),
    )
    expect(asGuest).toContainEqual(expect.stringMatching(/^✗ The user guest may not read the tables in public/))
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
