import { expect, test } from 'bun:test'
import { configKeys, parseConfig } from '../config/config'
import { TcpListenError } from '../gateway/tcp'
import { addressesOf, networkOrigins, tcpAddress } from '../lib/listening-addresses'
import { announcement } from './announcement'
import { parseArguments } from './arguments'
import { helpText } from './help'
import { startErrorSentence } from './start-error'

test('without words the program serves', () => {
  expect(parseArguments([])).toEqual({ name: 'serve', demo: false })
  expect(parseArguments(['serve'])).toEqual({ name: 'serve', demo: false })
  expect(parseArguments(['serve', '--demo'])).toEqual({ name: 'serve', demo: true })
  expect(parseArguments(['--demo'])).toEqual({ name: 'serve', demo: true })
  expect(parseArguments(['--demo', 'more'])).toMatchObject({ name: 'unknown' })
  expect(parseArguments(['--help'])).toEqual({ name: 'help' })
  expect(parseArguments(['-v'])).toEqual({ name: 'version' })
})

test('an administrator is named by user name', () => {
  expect(parseArguments(['admin', 'grant', '@Alice'])).toEqual({ name: 'grant', username: 'alice' })
  expect(parseArguments(['admin', 'grant'])).toMatchObject({ name: 'unknown' })
  expect(parseArguments(['admin', 'reset-password', '@Alice'])).toEqual({ name: 'reset-password', username: 'alice' })
  expect(parseArguments(['admin', 'remove-second-factor', '@Alice'])).toEqual({
    name: 'remove-second-factor',
    username: 'alice',
  })
  expect(parseArguments(['admin', 'remove-passkeys', 'Alice'])).toEqual({ name: 'remove-passkeys', username: 'alice' })
  expect(parseArguments(['admin', 'close', 'alice'])).toEqual({ name: 'close', username: 'alice' })
  expect(parseArguments(['admin', 'restore', 'alice'])).toEqual({ name: 'restore', username: 'alice' })
  for (const words of [['reset-password'], ['reset-password', 'a', 'b'], ['revoke', 'a']])
    expect(parseArguments(['admin', ...words])).toMatchObject({ name: 'unknown' })
  expect(parseArguments(['admin'])).toMatchObject({ name: 'unknown' })
  expect(parseArguments(['admin', 'blocked-networks'])).toEqual({ name: 'blocked-networks' })
  const network = '203.0.113.0/24'
  expect(parseArguments(['admin', 'unblock-network', network])).toEqual({ name: 'unblock-network', network })
  for (const words of [['blocked-networks', network], ['unblock-network'], ['unblock-network', network, network]])
    expect(parseArguments(['admin', ...words])).toMatchObject({ name: 'unknown' })
})

test('unknown commands print a sentence', () => {
  expect(parseArguments(['--port=1'])).toMatchObject({
    sentence: expect.stringContaining('There is no command or option "--port=1".'),
  })
  expect(parseArguments(['serve', 'now'])).toMatchObject({ name: 'unknown' })
})

test('options stand before or after each other, and may hold their value', () => {
  const copy = { name: 'store-copy', from: 'sqlite:a', to: 'postgres://b' } as const
  for (const words of ['--from sqlite:a --to postgres://b', '--to=postgres://b --from=sqlite:a'])
    expect(parseArguments(['store', 'copy', ...words.split(' ')])).toEqual(copy)
  expect(parseArguments(['blobs', 'copy', '--to', 'file:///b'])).toEqual({ name: 'blobs-copy', to: 'file:///b' })
  expect(parseArguments(['media', 'gc', '--dry-run'])).toEqual({ name: 'media-gc', dryRun: true })
  expect(parseArguments(['nodes', '--json'])).toEqual({ name: 'nodes', form: 'json' })
  expect(parseArguments(['doctor', 'mail', '--to', 'a@b.example'])).toEqual({ name: 'doctor-mail', to: 'a@b.example' })
})

test('an option of another command, a missing value and a further word are refused', () => {
  const sentenceOf = (words: string) => {
    const command = parseArguments(words.split(' '))
    return command.name === 'unknown' ? command.sentence : command
  }
  for (const words of ['serve --json', 'doctor --demo', 'nodes --dry-run'])
    expect(sentenceOf(words)).toContain(`"${words.split(' ')[1]}"`)
  for (const words of ['store copy --from a', 'store copy --from a --to', 'store copy --from a --to b --demo'])
    expect(sentenceOf(words)).toContain('parley store copy --from')
  for (const words of ['doctor mail', 'doctor mail --to', 'doctor mail --to a b', 'doctor mail --to a --json'])
    expect(sentenceOf(words)).toContain('parley doctor mail --to')
  expect(sentenceOf('blobs copy --to b c')).toContain('parley blobs copy')
  expect(sentenceOf('media gc --to b')).toContain('parley media gc')
  expect(sentenceOf('admin grant alice --demo')).toContain('parley admin grant')
})

test('help names every setting', () => {
  for (const { env } of configKeys) expect(helpText()).toContain(env)
})

test('addresses are those that can be opened', () => {
  const listening = { host: '0.0.0.0', port: 8080, protocol: 'http', publicUrl: 'https://chat.example' } as const
  expect(addressesOf(listening).local).toBe('http://localhost:8080')
  expect(addressesOf(listening).open).toBe('https://chat.example')
  expect(addressesOf({ ...listening, host: '::1', publicUrl: undefined })).toEqual({
    open: 'http://[::1]:8080',
    local: 'http://[::1]:8080',
    network: [],
  })
  const origins = (more: { host?: string; publicUrl?: string }, port?: number) =>
    networkOrigins({ ...listening, publicUrl: undefined, tls: undefined, ...more }, port)
  expect(origins({}, 8080)).toEqual(addressesOf({ ...listening, publicUrl: undefined }).network)
  expect([
    origins({ publicUrl: 'https://chat.example' }, 8080),
    origins({ host: '127.0.0.1' }, 8080),
    origins({}),
  ]).toEqual([['https://chat.example'], [], []])
  const tcp = (host: string, protocol: 'http' | 'https') => tcpAddress({ host, port: 7001, protocol })
  expect([tcp('127.0.0.1', 'http'), tcp('0.0.0.0', 'http')]).toEqual(['tcp://localhost:7001', 'tcp://localhost:7001'])
  expect([tcp('::1', 'https'), tcp('10.0.0.2', 'http')]).toEqual(['tcps://[::1]:7001', 'tcp://10.0.0.2:7001'])
})

test('the setup link is shown while there is a code', () => {
  const start = {
    version: '1.0.0',
    database: 'SQLite in ./data',
    bus: 'in-process',
    addresses: {
      open: 'https://chat.example',
      local: 'http://localhost:8080',
      network: ['http://10.0.0.2:8080', 'http://10.0.0.3:8080'],
    },
    tcp: 'tcp://localhost:7001',
    setupCode: 'code',
    demo: false,
  }
  expect(announcement(start)).toContain('  https://chat.example/setup/code\n')
  expect(announcement(start)).toContain('  Over TCP          tcp://localhost:7001\n')
  expect(announcement({ ...start, tcp: undefined })).not.toContain('TCP')
  expect(announcement({ ...start, setupCode: undefined })).not.toContain('setup')
  expect(announcement(start)).not.toContain('demo')
  expect(announcement({ ...start, demo: true })).toContain('Sign in as demo, test, admin with the password 111111.')
})

test.each([
  ['an odd address', Object.assign(new Error('EINVAL: invalid argument, listen'), { code: 'EINVAL' }), 'PARLEY_HOST'],
  [
    'a name without an address',
    Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }),
    'The name 0.0.0.0 has no address (ENOTFOUND): set PARLEY_HOST to an address of this machine, or to 0.0.0.0 for all of them.',
  ],
  [
    'an address of another machine for TCP',
    new TcpListenError('EADDRNOTAVAIL', undefined),
    'This machine has no address 127.0.0.1: set PARLEY_TCP_HOST to an address of this machine',
  ],
])('a start that fails for %s says what to do', (_, error, words) => {
  expect(startErrorSentence(error, parseConfig({ env: {}, toml: undefined }))).toContain(words)
})
