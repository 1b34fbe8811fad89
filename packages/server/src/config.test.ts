import { describe, expect, test } from 'bun:test'
import { ConfigError, configKeys, parseConfig } from './config'

const sentencesOf = (source: Parameters<typeof parseConfig>[0]): readonly string[] => {
  try {
    parseConfig(source)
  } catch (error) {
    if (error instanceof ConfigError) return error.sentences
    throw error
  }
  return []
}

describe('configuration', () => {
  test('has a default for everything', () => {
    expect(parseConfig({ env: {} })).toEqual({
      demo: false,
      host: '0.0.0.0',
      port: 8080,
      publicUrl: undefined,
      dataDir: './data',
      tcpPort: 7001,
      blobsUrl: undefined,
      databaseUrl: undefined,
      natsUrl: undefined,
      roles: ['api', 'gateway', 'worker'],
      registration: 'open',
      rateLimits: true,
      trustProxy: 0,
      directChats: 'friends',
      retractWindowMs: 120_000,
      groupMembers: 500,
      channels: 'admins',
      tls: undefined,
      logLevel: 'info',
      logFormat: undefined,
    })
  })

  test('reads parley.toml, and the environment wins', () => {
    const toml = 'port = 9000\nrate_limits = false\npublic_url = "https://chat.example/"\n'
    const config = parseConfig({ env: { PARLEY_PORT: '9100', HOME: '/root' }, toml })
    expect(config.port).toBe(9100)
    expect(config.rateLimits).toBe(false)
    expect(config.publicUrl).toBe('https://chat.example')
  })

  test.each([
    [{ PARLEY_PORT: '80a' }, 'PARLEY_PORT: must be a number from 0 to 65535 (0 takes any free port).'],
    [{ PARLEY_PORT: '70000' }, 'PARLEY_PORT: must be a number from 0 to 65535 (0 takes any free port).'],
    [{ PARLEY_REGISTRATION: 'maybe' }, 'PARLEY_REGISTRATION: must be one of open, invite, closed.'],
    [{ PARLEY_RATE_LIMITS: 'yes' }, 'PARLEY_RATE_LIMITS: must be on or off.'],
    [{ PARLEY_TRUST_PROXY: 'on' }, 'PARLEY_TRUST_PROXY: must be off or the number of proxies, 1 to 9.'],
    [{ PARLEY_PUBLIC_URL: 'chat.example' }, 'PARLEY_PUBLIC_URL: must be like https://chat.example, without a path.'],
    [{ PARLEY_TLS_CERT: 'cert.pem' }, 'PARLEY_TLS_CERT and PARLEY_TLS_KEY: set both or none of them.'],
    [{ PARLEY_TCP_PORT: 'on' }, 'PARLEY_TCP_PORT: must be a number from 0 to 65535 (0 takes any free port), or off.'],
    [{ PARLEY_DATABASE_URL: 'mysql://db' }, 'PARLEY_DATABASE_URL: must be like postgres://host.'],
    [{ PARLEY_NATS_URL: 'nats.internal' }, 'PARLEY_NATS_URL: must be like nats://host.'],
    [{ PARLEY_ROLES: 'api,chef' }, 'PARLEY_ROLES: must be some of api, gateway, worker, separated by commas.'],
    [
      { PARLEY_NATS_URL: 'nats://a,nats://b' },
      'PARLEY_NATS_URL connects several nodes, and SQLite serves one: set PARLEY_DATABASE_URL to a PostgreSQL database, or remove PARLEY_NATS_URL.',
    ],
    [
      { PARLEY_ROLES: 'gateway' },
      'PARLEY_ROLES leaves out what another node would have to do: set PARLEY_NATS_URL, which connects the nodes, or remove PARLEY_ROLES.',
    ],
  ])('refuses %p with one sentence', (env, sentence) => {
    expect(sentencesOf({ env })).toEqual([sentence])
  })

  test('refuses unknown keys of both kinds, each with one sentence', () => {
    const [fromFile, fromEnvironment, ...rest] = sentencesOf({ env: { PARLEY_PROT: '1' }, toml: 'prot = 1' })
    expect(rest).toEqual([])
    expect(fromFile).toStartWith('prot in parley.toml: there is no such setting; remove it or use one of host, port,')
    expect(fromEnvironment).toStartWith('PARLEY_PROT: there is no such setting; remove it or use one of PARLEY_HOST,')
  })

  test('refuses what is not TOML, and tables', () => {
    expect(sentencesOf({ env: {}, toml: 'port = = 1' })[0]).toStartWith('parley.toml: this is not TOML (')
    expect(sentencesOf({ env: {}, toml: '[server]\nport = 1' })[0]).toStartWith(
      'server in parley.toml: there is no such setting; remove it or use one of',
    )
    expect(sentencesOf({ env: {}, toml: '[port]\nnumber = 1' })[0]).toStartWith('port in parley.toml: must be a number')
    expect(sentencesOf({ env: {}, toml: 'constructor = 1' })[0]).toStartWith('constructor in parley.toml: there is no')
  })
})

test('a demo is for this machine alone, unless an address is set', () => {
  expect(parseConfig({ env: {}, demo: true })).toMatchObject({ demo: true, host: '127.0.0.1' })
  expect(parseConfig({ env: { PARLEY_HOST: '0.0.0.0' }, demo: true })).toMatchObject({ demo: true, host: '0.0.0.0' })
})

test('documents every key with a default', () => {
  for (const key of configKeys) {
    expect(key.env).toBe(`PARLEY_${key.toml.toUpperCase()}`)
    expect(key.doc).toEndWith('.')
    expect(key.default).not.toBe('undefined')
  }
})

test('the time in which a message can be taken back is given in seconds', () => {
  const windowMs = (text: string) => parseConfig({ env: { PARLEY_RETRACT_WINDOW_SECONDS: text } }).retractWindowMs
  expect(['0', '3600'].map(windowMs)).toEqual([0, 3_600_000])
  expect(sentencesOf({ env: { PARLEY_RETRACT_WINDOW_SECONDS: '2m' } })).toEqual([
    'PARLEY_RETRACT_WINDOW_SECONDS: must be a number of seconds.',
  ])
})

test('a port for TCP can be any, a certain one or none', () => {
  const tcpPort = (text: string) => parseConfig({ env: { PARLEY_TCP_PORT: text } }).tcpPort
  expect(['0', '7002', 'off'].map(tcpPort)).toEqual([0, 7002, undefined])
})
