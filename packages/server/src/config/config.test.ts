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
      allowedOrigins: [],
      dataDir: './data',
      tcpHost: '127.0.0.1',
      tcpPort: 7001,
      blobs: undefined,
      databaseUrl: undefined,
      natsUrl: undefined,
      roles: ['api', 'gateway', 'worker'],
      registration: 'open',
      passwords: true,
      oidc: [],
      signInUrl: undefined,
      rateLimits: true,
      trustProxy: { hops: 0, networks: [] },
      quotas: { writtenPerDay: 200_000_000, filesPerDay: 5_000_000_000, files: 10_000_000_000, allFiles: undefined },
      keptFree: undefined,
      directChats: 'friends',
      retractWindowMs: 120_000,
      restoreMs: 2_592_000_000,
      groupMembers: 500,
      fileBytes: 2 * 1024 ** 3,
      voiceMaxMs: 900_000,
      mail: { smtp: undefined, from: undefined },
      exchange: undefined,
      tiles: undefined,
      mediaScan: undefined,
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
    [{ PARLEY_PORT: '80a' }, 'PARLEY_PORT: must be a number from 0 to 65535 (0 picks a free port).'],
    [{ PARLEY_PORT: '70000' }, 'PARLEY_PORT: must be a number from 0 to 65535 (0 picks a free port).'],
    [{ PARLEY_REGISTRATION: 'maybe' }, 'PARLEY_REGISTRATION: must be one of open, approval, invite, closed, external.'],
    [
      { PARLEY_ALLOWED_ORIGINS: 'https://shop.example/cart' },
      'PARLEY_ALLOWED_ORIGINS: must be like https://shop.example, without paths, separated by commas.',
    ],
    [{ PARLEY_RATE_LIMITS: 'yes' }, 'PARLEY_RATE_LIMITS: must be on or off.'],
    [
      { PARLEY_TRUST_PROXY: 'on' },
      'PARLEY_TRUST_PROXY: must be off, the number of proxies from 1 to 9, or their networks, such as 10.0.0.5,192.168.0.0/16.',
    ],
    [{ PARLEY_PUBLIC_URL: 'chat.example' }, 'PARLEY_PUBLIC_URL: must be like https://chat.example, without a path.'],
    [{ PARLEY_TLS_CERT: 'cert.pem' }, 'PARLEY_TLS_CERT and PARLEY_TLS_KEY: set both or neither.'],
    [{ PARLEY_TCP_PORT: 'on' }, 'PARLEY_TCP_PORT: must be a number from 0 to 65535 (0 picks a free port), or off.'],
    [{ PARLEY_DATABASE_URL: 'mysql://db' }, 'PARLEY_DATABASE_URL: must be like postgres://host.'],
    [{ PARLEY_NATS_URL: 'nats.internal' }, 'PARLEY_NATS_URL: must be like nats://host.'],
    [
      { PARLEY_BLOBS_URL: 's3://key:secret@host' },
      'PARLEY_BLOBS_URL: must name a bucket after the host, like s3://key:secret@host/bucket.',
    ],
    [{ PARLEY_ROLES: 'api,chef' }, 'PARLEY_ROLES: must be some of api, gateway, worker, separated by commas.'],
    [
      { PARLEY_NATS_URL: 'nats://a,nats://b' },
      'PARLEY_NATS_URL connects several nodes, but SQLite supports only one: set PARLEY_DATABASE_URL to a PostgreSQL database, or remove PARLEY_NATS_URL.',
    ],
    [
      { PARLEY_ROLES: 'gateway' },
      'PARLEY_ROLES leaves roles to other nodes: set PARLEY_NATS_URL, which connects the nodes, or remove PARLEY_ROLES.',
    ],
  ])('refuses %p with one sentence', (env, sentence) => {
    expect(sentencesOf({ env })).toEqual([sentence])
  })

  test('refuses unknown keys of both kinds, each with one sentence', () => {
    const [fromFile, fromEnvironment, ...rest] = sentencesOf({ env: { PARLEY_PROT: '1' }, toml: 'prot = 1' })
    expect(rest).toEqual([])
    expect(fromFile).toStartWith('prot in parley.toml: there is no such setting. Remove it or use one of host, port,')
    expect(fromEnvironment).toStartWith('PARLEY_PROT: there is no such setting. Remove it or use one of PARLEY_HOST,')
  })
})

test('refuses what is not TOML, and tables', () => {
  expect(sentencesOf({ env: {}, toml: 'host = "::"\n# the port\nport = = 1\nroles = "api"\n' })).toEqual([
    "parley.toml, line 3: this is not TOML (Expected a value but found '='). Correct the line.",
  ])
  expect(sentencesOf({ env: {}, toml: '[server]\nport = 1' })[0]).toStartWith(
    'server in parley.toml: there is no such setting. Remove it or use one of',
  )
  expect(sentencesOf({ env: {}, toml: '[port]\nnumber = 1' })[0]).toStartWith('port in parley.toml: must be a number')
  expect(sentencesOf({ env: {}, toml: 'constructor = 1' })[0]).toStartWith('constructor in parley.toml: there is no')
})

test.each([
  ['port = = 1', 1],
  ['port = 1\nport = 2\n', 2],
  ['port = 1\n\nhost = "::\nroles = "api"', 3],
  ['roles = [\n  "api",\n  "gateway",\n]\nhost\n', 5],
])('an error in %p is found in line %p', (toml, line) => {
  expect(sentencesOf({ env: {}, toml })[0]).toStartWith(`parley.toml, line ${line}: this is not TOML (`)
})

test('an empty variable, and an empty text in the file, count as unset', () => {
  const env = { PARLEY_PUBLIC_URL: '', PARLEY_PORT: '', PARLEY_DATABASE_URL: '', PARLEY_LOG_FORMAT: '' }
  expect(parseConfig({ env, toml: 'public_url = ""\nblobs_url = ""' })).toEqual(parseConfig({ env: {} }))
  expect(parseConfig({ env, toml: 'port = 9000' }).port).toBe(9000)
})

test('for the name of a variable in the file, the error names the right key', () => {
  for (const name of ['PARLEY_PORT', 'parley_port', 'PORT'])
    expect(sentencesOf({ env: {}, toml: `${name} = 1` })).toEqual([
      `${name} in parley.toml: write \`port\` in the file. Names like PARLEY_PORT are for the environment.`,
    ])
})

test('a number or a switch in the file is no host and no path', () => {
  expect(sentencesOf({ env: {}, toml: 'host = 5\ndata_dir = true' })).toEqual([
    'host in parley.toml: must be text in quotes, not 5.',
    'data_dir in parley.toml: must be text in quotes, not on.',
  ])
  expect(parseConfig({ env: {}, toml: 'port = 5\nrate_limits = false' })).toMatchObject({ port: 5, rateLimits: false })
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

test('the window for retractions is given in seconds', () => {
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

test('trusted proxies are counted in private networks, or named by their networks', () => {
  const proxies = (text: string) => parseConfig({ env: { PARLEY_TRUST_PROXY: text } }).trustProxy
  expect(proxies('off')).toEqual({ hops: 0, networks: [] })
  expect(proxies('2')).toEqual({ hops: 2, networks: ['loopback', 'private'] })
  const hops = Number.POSITIVE_INFINITY
  expect(proxies('10.0.0.5, 2001:db8::/64,loopback')).toEqual({
    hops,
    networks: ['10.0.0.5', '2001:db8::/64', 'loopback'],
  })
  for (const text of ['10.0.0.5/33', '10.0.0', 'chat.example', '1,2', '10', 'private/8', '::/129', '10.0.0.0/8/8'])
    expect([text, sentencesOf({ env: { PARLEY_TRUST_PROXY: text } })]).toEqual([
      text,
      [expect.stringContaining('their networks')],
    ])
  expect(parseConfig({ env: {}, toml: 'trust_proxy = ["10.0.0.5", "private"]' }).trustProxy.networks).toHaveLength(2)
})

test('without TLS clients over TCP are taken from this machine alone, unless an address is set', () => {
  const tcpHost = (env: Record<string, string>) => parseConfig({ env }).tcpHost
  const tls = { PARLEY_TLS_CERT: 'cert.pem', PARLEY_TLS_KEY: 'key.pem' }
  expect(tcpHost({})).toBe('127.0.0.1')
  expect(tcpHost({ PARLEY_HOST: '192.168.1.20' })).toBe('127.0.0.1')
  expect(tcpHost({ PARLEY_HOST: '[::1]' })).toBe('::1')
  expect(tcpHost({ PARLEY_TCP_HOST: '0.0.0.0', PARLEY_HOST: '127.0.0.1' })).toBe('0.0.0.0')
  expect(tcpHost(tls)).toBe('0.0.0.0')
  expect(tcpHost({ ...tls, PARLEY_HOST: '192.168.1.20' })).toBe('192.168.1.20')
})

test('maps are off unless their address is set, which names one host', () => {
  const url = 'https://tiles.example/{z}/{x}/{y}.png'
  const tilesOf = (env: Record<string, string>) => parseConfig({ env }).tiles
  expect(tilesOf({})).toBeUndefined()
  expect(tilesOf({ PARLEY_TILES_ATTRIBUTION: 'Me' })).toBeUndefined()
  expect(tilesOf({ PARLEY_TILES_URL: url })).toEqual({ url, attribution: '© OpenStreetMap contributors' })
  expect(tilesOf({ PARLEY_TILES_URL: url, PARLEY_TILES_ATTRIBUTION: 'Me' })).toEqual({ url, attribution: 'Me' })
  expect(() => tilesOf({ PARLEY_TILES_URL: 'https://{s}.tiles.example/{z}/{x}/{y}.png' })).toThrow(/PARLEY_TILES_URL/)
})

test('a mail server is named with its kind of TLS, and errors never show the password', () => {
  const smtp = (url: string) =>
    parseConfig({ env: { PARLEY_SMTP_URL: url, PARLEY_MAIL_FROM: 'chat@a.example' } }).mail.smtp
  const found = smtp('smtps://me%40a.example:s%2Fcret@mail.example')
  expect(found).toMatchObject({ host: 'mail.example', port: 465, tls: 'implicit', user: 'me@a.example' })
  expect([found?.password(), JSON.stringify(found)]).toEqual(['s/cret', expect.not.stringContaining('cret')])
  expect(smtp('smtp://mail.example')).toMatchObject({ port: 587, tls: 'starttls' })
  expect(smtp('smtp://127.0.0.1:25')).toMatchObject({ port: 25, tls: 'off' })
  expect(smtp('smtp://[::1]:25?tls=on')).toMatchObject({ host: '::1', tls: 'starttls' })
  expect(smtp('smtp://mail.example?tls=off&ca=/etc/ca.pem')).toMatchObject({ tls: 'off', caPath: '/etc/ca.pem' })
  const wrong = [
    ['http://u:cret@mail.example', 'must be like smtps://'],
    ['smtps://u:cret@mail.example?tls=off', 'write smtp:// with tls=off'],
    ['smtp://u:cret@mail.example?tsl=off', 'there are only tls, ca'],
    ['smtp://u:%cret@mail.example', 'write a literal % as %25'],
  ] as const
  for (const [url, words] of wrong) {
    const [sentence = ''] = sentencesOf({ env: { PARLEY_SMTP_URL: url, PARLEY_MAIL_FROM: 'chat@a.example' } })
    expect(sentence).toContain(words)
    expect(sentence).not.toContain('cret@')
  }
  expect(sentencesOf({ env: { PARLEY_SMTP_URL: 'smtp://mail.example' } })).toEqual([
    expect.stringContaining('set PARLEY_MAIL_FROM'),
  ])
  expect(sentencesOf({ env: { PARLEY_MAIL_FROM: 'no address' } })).toEqual([
    expect.stringContaining('PARLEY_MAIL_FROM: must be like'),
  ])
})
