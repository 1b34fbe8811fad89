import { expect, test } from 'bun:test'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { TestAuthenticator } from '../testing/authenticator'
import { runCommand } from '../testing/command-line'
import { eventually } from '../testing/eventually'
import { HttpApp } from '../testing/http-app'
import { findPostgres, freshPostgres } from '../testing/postgres'
import { totpCode } from '../testing/second-factor'

test('the command line makes an administrator while the server runs, from the next call on', async () => {
  await using app = await HttpApp.start()
  const { token } = await app.register('alice')
  const settings = async () => (await app.call('admin.settings', {}, { authorization: `Bearer ${token}` })).status
  expect(await settings()).toBe(403)
  const dataDir = join(app.directory, 'data')
  expect(await runCommand({ dataDir }, 'admin', 'grant', '@Alice')).toEqual({
    exitCode: 0,
    out: 'alice is now an administrator.\n',
    err: '',
  })
  expect(await settings()).toBe(200)
  expect(await app.app.setupCode()).toBeUndefined()
  expect(await runCommand({ dataDir }, 'admin', 'grant', 'nobody')).toMatchObject({
    exitCode: 1,
    err: 'No one has the username nobody. They have to register first.\n',
  })
})

test('without a database there is no user to make an administrator', async () => {
  expect(await runCommand({ dataDir: '/nonexistent/parley' }, 'admin', 'grant', 'alice')).toEqual({
    exitCode: 1,
    out: '',
    err: 'There is no database in /nonexistent/parley yet: start the server once.\n',
  })
})

test.skipIf(findPostgres() === undefined)('with PostgreSQL the same holds, and there is no SQLite file', async () => {
  const databaseUrl = await freshPostgres()
  await using app = await HttpApp.start({ PARLEY_DATABASE_URL: databaseUrl })
  const { token } = await app.register('alice')
  const settings = async () => (await app.call('admin.settings', {}, { authorization: `Bearer ${token}` })).status
  expect(await settings()).toBe(403)
  const dataDir = join(app.directory, 'data')
  expect(await runCommand({ dataDir, databaseUrl }, 'admin', 'grant', 'alice')).toMatchObject({ exitCode: 0, err: '' })
  expect(await settings()).toBe(200)
  expect((await readdir(dataDir)).filter((name) => name.startsWith('parley.db'))).toEqual([])
})

test('a database that cannot be reached is said in one sentence', async () => {
  const databaseUrl = 'postgres://parley:secret@127.0.0.1:1/chat'
  expect(await runCommand({ dataDir: 'nowhere', databaseUrl }, 'admin', 'grant', 'alice')).toEqual({
    exitCode: 1,
    out: '',
    err: 'PostgreSQL at 127.0.0.1:1 cannot be reached (ECONNREFUSED): start it, let this machine connect, or correct PARLEY_DATABASE_URL.\n',
  })
})

test('the command line prints a one-time link that sets a password, also while the server runs', async () => {
  await using app = await HttpApp.start({ PARLEY_PUBLIC_URL: 'https://chat.example' })
  await app.register('alice')
  const dataDir = join(app.directory, 'data')
  const env = { PARLEY_PUBLIC_URL: 'https://chat.example' }
  const { exitCode, out, err } = await runCommand({ dataDir, env }, 'admin', 'reset-password', '@Alice')
  expect([exitCode, err]).toEqual([0, ''])
  expect(out).toStartWith('Give this link to alice. It sets a new password once, within 24 hours')
  const [, code] = /^ {2}https:\/\/chat\.example\/reset\/([\w-]{22})$/m.exec(out) ?? []
  const reset = await app.call('accounts.resetPassword', { code, newPassword: 'seven paper boats ashore' })
  expect(reset.body.user).toMatchObject({ username: 'alice' })
  expect(reset.headers.get('set-cookie')).toMatch(/parley_session=[\w-]{43};/)
  expect(await runCommand({ dataDir, env }, 'admin', 'reset-password', 'nobody')).toMatchObject({
    exitCode: 1,
    out: '',
    err: 'No one has the username nobody.\n',
  })
})

test('the command line turns off the second factor of a person, and the person gets a mail', async () => {
  await using app = await HttpApp.start()
  const { token } = await app.register('alice')
  const own = { authorization: `Bearer ${token}` }
  const password = 'tidal fox lamp 9'
  const dataDir = join(app.directory, 'data')
  const remove = (username: string) => runCommand({ dataDir }, 'admin', 'remove-second-factor', username)
  expect((await remove('@Alice')).out).toBe('The second factor of alice was already off.\n')
  await app.call('accounts.setEmail', { email: 'alice@lake.example', password: password }, own)
  const mails = async () => {
    const names = (await readdir(join(dataDir, 'mail'))).toSorted()
    return Promise.all(names.map((name) => Bun.file(join(dataDir, 'mail', name)).text()))
  }
  await eventually(async () => (await mails().catch(() => [])).length === 1)
  const [, code] = /^(\d{8}) is your/m.exec((await mails())[0]?.replace(/^Subject: /m, '') ?? '') ?? []
  await app.call('accounts.verifyEmail', { code }, own)
  const { body } = await app.call('accounts.setUpTotp', { password: password }, own)
  const confirmed = await app.call('accounts.confirmTotp', { code: totpCode(String(body.secret), Date.now()) }, own)
  expect(confirmed.status).toBe(200)
  const signIn = () => app.call('accounts.login', { login: 'alice', password: password })
  expect((await signIn()).body.error?.data.code).toBe('second_factor_required')
  expect(await remove('alice')).toEqual({
    exitCode: 0,
    out: 'The second factor of alice is off: the password is enough to sign in.\n',
    err: '',
  })
  expect((await signIn()).status).toBe(200)
  expect((await mails()).at(-1)).toContain('Subject: An administrator turned off two-step verification')
  expect(await remove('nobody')).toMatchObject({ exitCode: 1, err: 'No one has the username nobody.\n' })
})

test('the command line removes the passkeys of a person, and the password still signs in', async () => {
  await using app = await HttpApp.start({ PARLEY_PUBLIC_URL: 'https://chat.example' })
  const { token } = await app.register('alice')
  const own = { authorization: `Bearer ${token}` }
  const password = 'tidal fox lamp 9'
  const remove = (username: string) =>
    runCommand({ dataDir: join(app.directory, 'data') }, 'admin', 'remove-passkeys', username)
  expect((await remove('@Alice')).out).toBe('alice has no passkeys.\n')
  const device = new TestAuthenticator()
  const options = await app.call('accounts.setUpPasskey', { password }, own)
  const credential = await device.create(options.body as never, 'https://chat.example')
  expect((await app.call('accounts.addPasskey', { credential }, own)).status).toBe(200)
  const signIn = async () => {
    const request = await app.call('accounts.passkeyRequest', {})
    const used = await device.use(request.body as never, 'https://chat.example')
    return app.call('accounts.loginWithPasskey', { credential: used })
  }
  expect((await signIn()).headers.get('set-cookie')).toMatch(/^__Host-parley_session=[\w-]{43};/)
  expect(await remove('alice')).toEqual({
    exitCode: 0,
    out: '1 passkey of alice no longer works. The password stays.\n',
    err: '',
  })
  expect((await signIn()).body.error?.data.code).toBe('passkey_invalid')
  expect((await app.call('accounts.login', { login: 'alice', password })).status).toBe(200)
  expect(await remove('nobody')).toMatchObject({ exitCode: 1, err: 'No one has the username nobody.\n' })
})

test('the command line lists blocked networks and ends a block, for an administrator who is locked out', async () => {
  await using app = await HttpApp.start()
  const { token } = await app.register('alice')
  const own = { authorization: `Bearer ${token}` }
  const dataDir = join(app.directory, 'data')
  const act = (...words: string[]) => runCommand({ dataDir }, 'admin', ...words)
  await act('grant', 'alice')
  expect(await act('blocked-networks')).toEqual({ exitCode: 0, out: 'No network is blocked.\n', err: '' })
  const network = '203.0.113.0/24'
  const { body } = await app.call('admin.blockNetwork', { network, forMs: 3_600_000 }, own)
  const until = new Date(Number(body.expiresAt)).toISOString()
  expect((await act('blocked-networks')).out).toBe(`${network} until ${until}\n`)
  expect(await act('unblock-network', network)).toEqual({
    ...{ exitCode: 0, err: '' },
    out: `People of ${network} can sign up and sign in again.\n`,
  })
  expect((await app.call('admin.networkBans', {}, own)).body.bans).toEqual([])
  const { entries } = (await app.call('admin.audit', { action: 'network_unblocked' }, own)).body
  expect(entries).toEqual([expect.not.objectContaining({ byId: expect.anything() })])
  expect(await act('unblock-network', network)).toMatchObject({
    exitCode: 1,
    err: expect.stringContaining('not blocked'),
  })
  expect(await act('unblock-network', 'kites')).toMatchObject({
    exitCode: 1,
    err: 'kites is no network address. Use one such as 203.0.113.0/24.\n',
  })
})

test('the command line closes and restores accounts, except that of the only administrator', async () => {
  await using app = await HttpApp.start()
  const { token } = await app.register('alice')
  await app.register('bob')
  const dataDir = join(app.directory, 'data')
  await runCommand({ dataDir }, 'admin', 'grant', 'alice')
  const signedIn = async () => (await app.call('accounts.me', {}, { authorization: `Bearer ${token}` })).status
  expect(await runCommand({ dataDir }, 'admin', 'close', 'alice')).toMatchObject({
    exitCode: 1,
    err: 'alice is the only administrator. Make someone else an administrator first.\n',
  })
  await runCommand({ dataDir }, 'admin', 'grant', 'bob')
  expect(await signedIn()).toBe(200)
  const closed = await runCommand({ dataDir }, 'admin', 'close', '@Alice')
  expect(closed).toMatchObject({ exitCode: 0, err: '' })
  expect(closed.out).toStartWith('The account alice is closed, and will be erased on ')
  // DL29: the running server notices within a second.
  await Bun.sleep(1_000)
  expect(await signedIn()).toBe(401)
  expect(await runCommand({ dataDir }, 'admin', 'restore', 'alice')).toMatchObject({
    out: 'The account alice is open.\n',
  })
  expect(await runCommand({ dataDir }, 'admin', 'close', 'nobody')).toMatchObject({
    exitCode: 1,
    err: 'No one has the username nobody.\n',
  })
})
