import { expect, test } from 'bun:test'
import { configKeys, parseConfig } from '../config'
import { TcpListenError } from '../gateway/tcp'
import { addressesOf, tcpAddress } from './addresses'
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
  for (const words of [['reset-password'], ['reset-password', 'a', 'b'], ['revoke', 'a']])
    expect(parseArguments(['admin', ...words])).toMatchObject({ name: 'unknown' })
  expect(parseArguments(['admin'])).toMatchObject({ name: 'unknown' })
})

test('anything else is answered with a sentence', () => {
  expect(parseArguments(['--port=1'])).toMatchObject({
    sentence: expect.stringContaining('There is no command or option "--port=1".'),
  })
  expect(parseArguments(['serve', 'now'])).toMatchObject({ name: 'unknown' })
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
  expect(announcement({ ...start, demo: true })).toContain('Sign in as demo, test, admin; the password is 111111.')
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
