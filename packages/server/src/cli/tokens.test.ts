import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { limits, type Result, type ServiceToken } from '@parley/protocol'
import { runCommand } from '../testing/command-line'
import { HttpApp } from '../testing/http-app'
import { parseArguments } from './arguments'

const command = (words: string) => parseArguments(words.split(' '))

test('the words of tokens are read, and wrong ones are explained', () => {
  expect(command('tokens create --name Shop --scopes users,sessions --days 30')).toEqual({
    ...{ name: 'tokens', act: 'create' },
    token: { name: 'Shop', scopes: ['users', 'sessions'], forMs: 30 * 86_400_000 },
  })
  expect(command('tokens list --json')).toEqual({ name: 'tokens', act: 'list', form: 'json' })
  expect(command('tokens revoke abc')).toEqual({ name: 'tokens', act: 'revoke', which: 'abc' })
  const most = limits.serviceTokenMaxMs / 86_400_000
  for (const [words, part] of [
    ['tokens', 'Use: parley tokens create'],
    ['tokens list all', 'Use: parley tokens create'],
    ['tokens revoke', 'Use: parley tokens create'],
    ['tokens revoke a b', 'Use: parley tokens create'],
    ['tokens revoke a --json', 'Use: parley tokens create'],
    ['tokens create --name Shop', 'Use: parley tokens create'],
    ['tokens create --scopes users', 'Use: parley tokens create'],
    ['tokens create --name Shop --scopes users,admin', '--scopes: "admin" is none of users'],
    ['tokens create --name Shop --scopes users --days 0', '--days: must be a number from 1'],
    [`tokens create --name Shop --scopes users --days ${most + 1}`, '--days: must be a number from 1'],
    ['tokens create --name Shop --scopes users --days soon', '--days: must be a number from 1'],
  ] as const)
    expect([words, command(words)]).toEqual([words, { name: 'unknown', sentence: expect.stringContaining(part) }])
  expect(parseArguments(['tokens', 'create', '--name', '', '--scopes', 'users'])).toMatchObject({
    sentence: expect.stringContaining('--name: '),
  })
})

test('[SV3] the command line creates, lists and revokes tokens while the server runs', async () => {
  await using app = await HttpApp.start()
  const dataDir = join(app.directory, 'data')
  const tokens = (...words: string[]) => runCommand({ dataDir }, 'tokens', ...words)
  const listed = async () => JSON.parse((await tokens('list', '--json')).out) as ServiceToken[]
  expect(await tokens('list')).toMatchObject({ exitCode: 0, out: expect.stringContaining('no service tokens') })

  const made = await tokens('create', '--name', 'Shop', '--scopes', 'users,sessions', '--days', '30')
  expect(made).toMatchObject({ exitCode: 0, err: '' })
  const secret = /^ {2}(\S+)$/m.exec(made.out)?.[1] ?? ''
  const [token] = await listed()
  expect(token).toMatchObject({ name: 'Shop', scopes: ['users', 'sessions'] })
  expect(secret).toStartWith(token?.hint ?? 'no hint')
  expect((token?.expiresAt ?? 0) - Date.now()).toBeGreaterThan(29 * 86_400_000)
  expect(token).not.toHaveProperty('lastUsedAt')

  const call = async () => {
    const authorization = `Bearer ${secret}`
    return (await app.call('service.upsertUser', { externalId: 'a-1', name: 'Anna' }, { authorization })).status
  }
  expect(await call()).toBe(200)
  expect((await listed())[0]?.lastUsedAt).toBeNumber()
  const table = await tokens('list')
  expect(table.out).toContain('users,sessions')
  expect(table.out).not.toContain(secret)

  expect(await tokens('revoke', 'nothing')).toMatchObject({ exitCode: 1, err: expect.stringContaining('nothing') })
  expect(await tokens('revoke', token?.id ?? '')).toMatchObject({ exitCode: 0, out: 'The token of Shop is revoked.\n' })
  // Again, in case the first command failed halfway.
  expect(await tokens('revoke', token?.hint ?? '')).toMatchObject({ exitCode: 0 })
  expect(await listed()).toEqual([])
  // SV2: the running server notices within a second.
  await Bun.sleep(1_000)
  expect(await call()).toBe(401)
})

test('[SV2] sessions and their connections end within a second after the command line revokes their token', async () => {
  await using app = await HttpApp.start()
  const dataDir = join(app.directory, 'data')
  const { out } = await runCommand({ dataDir }, 'tokens', 'create', '--name', 'Shop', '--scopes', 'users,sessions')
  const secret = /^ {2}(\S+)$/m.exec(out)?.[1] ?? ''
  const authorization = `Bearer ${secret}`
  await app.call('service.upsertUser', { externalId: 'a-1', name: 'Anna' }, { authorization })
  const signedIn = await app.call('service.createSession', { externalId: 'a-1', ttlMs: 600_000 }, { authorization })
  const { session } = signedIn.body as unknown as Result<'service.createSession'>
  const me = async () => (await app.call('accounts.me', {}, { authorization: `Bearer ${session.token}` })).status
  expect(await me()).toBe(200)
  const socket = new WebSocket(`${app.url.replace('http', 'ws')}/ws`)
  await new Promise((resolve) => socket.addEventListener('open', resolve))
  const closed = new Promise<number>((resolve) => socket.addEventListener('close', ({ code }) => resolve(code)))
  socket.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'session.open', params: { token: session.token } }))
  expect((await runCommand({ dataDir }, 'tokens', 'revoke', secret.slice(0, 15))).exitCode).toBe(0)
  expect(await Promise.race([closed, Bun.sleep(1_000)])).toBe(4501)
  expect(await me()).toBe(401)
})

test('[SV4] there is a most of tokens, and the command line says so', async () => {
  await using app = await HttpApp.start()
  const dataDir = join(app.directory, 'data')
  const { token } = await app.register('alice')
  await runCommand({ dataDir }, 'admin', 'grant', 'alice')
  for (let made = 0; made < limits.serviceTokens; made++) {
    const shop = { name: `Shop ${made}`, scopes: ['users'] }
    const { status } = await app.call('admin.createServiceToken', shop, { authorization: `Bearer ${token}` })
    expect(status).toBe(200)
  }
  expect(await runCommand({ dataDir }, 'tokens', 'create', '--name', 'One more', '--scopes', 'users')).toMatchObject({
    exitCode: 1,
    err: `There are ${limits.serviceTokens} tokens already. Revoke one first.\n`,
  })
})
