import { expect, test } from 'bun:test'
import { limits } from '@parley/protocol'
import { parseConfig } from '../../config/config'
import { compose } from '../../mail/compose'
import { FakeClock } from '../../testing/fake-clock'
import { freePort } from '../../testing/free-port'
import { mailedCode } from '../../testing/mailed-code'
import { type Person, Refused, TestApp } from '../../testing/test-app'

const password = 'correct horse 5 battery'
const code = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'accepted',
    (error: unknown) => (error instanceof Refused ? error.code : String(error)),
  )
const hourMs = 3_600_000
const from = 'Parley <chat@parley.test>'

/** Carol and dave have accounts. */
const start = async (clock = new FakeClock()) => {
  const app = await TestApp.start({ clock })
  const [carol, dave] = [await app.person('carol', { password }), await app.person('dave', { password })]
  const set = (person: Person, email: string, language = 'en') =>
    person.call('accounts.setEmail', { email, password, language })
  /** The code in the newest mail. */
  const newest = async () => mailedCode((await app.mails()).at(-1)) ?? 'none'
  const bind = async (person: Person, email: string) => {
    await set(person, email)
    return person.call('accounts.verifyEmail', { code: await newest() })
  }
  const signIn = (login: string) => code(app.connect().call('accounts.login', { login, password }))
  return { app, clock, carol, dave, set, newest, bind, signIn, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

test('a code proves an address, which then signs in', async () => {
  await using scene = await start()
  const { app, carol, clock, set, newest, signIn } = scene
  expect(await carol.call('accounts.email', {})).toEqual({ sendsMail: false })
  const expiresAt = clock.now() + limits.mailCodeMs
  const pending = { email: 'Carol@lake.example', expiresAt }
  expect(await set(carol, ' Carol@LAKE.example ')).toEqual({ pending, sendsMail: false })
  expect(await signIn('carol@lake.example')).toBe('bad_credentials')
  expect((await app.mails()).at(-1)).toContain('To: Carol@lake.example')
  expect(await carol.call('accounts.verifyEmail', { code: ` ${(await newest()).replace(/^.../, '$& ')} ` })).toEqual({
    ...{ email: 'Carol@lake.example', sendsMail: false },
  })
  expect(await carol.call('accounts.email', {})).toEqual({ email: 'Carol@lake.example', sendsMail: false })
  for (const login of ['carol@lake.example', ' CAROL@Lake.Example ', 'carol'])
    expect(await signIn(login)).toBe('accepted')
  expect(await signIn('dave@lake.example')).toBe('bad_credentials')
})

test('the mail is in the language of the request', async () => {
  await using scene = await start()
  await scene.set(scene.carol, 'carol@lake.example', 'zh-CN')
  const [mail = ''] = await scene.app.mails()
  expect(mail).toContain('Parley 验证码：')
  expect(mail).toContain('<html lang="zh">')
})

test('a code works once, for ten minutes and five tries', async () => {
  await using scene = await start()
  const { app, clock, set, newest } = scene
  let carol = scene.carol
  const verify = (typed: string) => code(carol.call('accounts.verifyEmail', { code: typed }))
  /** A connection that says nothing for this long is closed. */
  const wait = async (ms: number) => {
    await clock.advance(ms)
    carol = await app.signedIn(carol.me, carol.token)
  }
  await set(carol, 'carol@lake.example')
  await wait(limits.mailCodeMs)
  expect(await verify(await newest())).toBe('code_invalid')
  await set(carol, 'carol@lake.example')
  const good = await newest()
  const wrong = good === '00000000' ? '00000001' : '00000000'
  for (let tries = 0; tries < limits.mailCodeTries; tries++) expect(await verify(wrong)).toBe('code_invalid')
  expect(await verify(good)).toBe('code_invalid')
  await set(carol, 'carol@lake.example')
  for (let tries = 1; tries < limits.mailCodeTries; tries++) expect(await verify(wrong)).toBe('code_invalid')
  const last = await newest()
  expect([await verify(good), await verify(last)].includes('accepted')).toBe(good === last)
  await wait(hourMs + 1)
  await set(carol, 'carol@lake.example')
  const fresh = await newest()
  expect([await verify(fresh), await verify(fresh)]).toEqual(['accepted', 'code_invalid'])
})

test('adding and removing an address takes the password', async () => {
  await using scene = await start()
  const { app, carol, bind, signIn } = scene
  const wrong = { password: 'wrong' }
  expect(await code(carol.call('accounts.setEmail', { email: 'carol@lake.example', ...wrong }))).toBe('bad_credentials')
  expect(await app.mails()).toEqual([])
  await bind(carol, 'carol@lake.example')
  expect(await code(carol.call('accounts.removeEmail', wrong))).toBe('bad_credentials')
  expect(await carol.call('accounts.removeEmail', { password })).toEqual({ sendsMail: false })
  expect(await signIn('carol@lake.example')).toBe('bad_credentials')
  expect((await app.mails()).at(-1)).toContain('Subject: Your address on Parley was removed')
})

test('a changed password voids the pending address, also one whose call is on its way', async () => {
  await using scene = await start()
  const { app, carol, set } = scene
  const { session } = await app.connect().call('accounts.login', { login: 'carol', password })
  const stolen = await app.signedIn(carol.me, session.token)
  await set(stolen, 'thief@lake.example')
  const change = { password, newPassword: 'seven paper boats ashore', endOthers: false }
  await Promise.all([carol.call('accounts.changePassword', change), code(set(stolen, 'thief@hill.example'))])
  expect(await stolen.call('accounts.email', {})).toEqual({ sendsMail: false })
})

test('an address belongs to one account; a claim without a code blocks no other', async () => {
  await using scene = await start()
  const { app, carol, dave, set, bind, newest, signIn } = scene
  await set(dave, 'carol@lake.example')
  const daves = await newest()
  await bind(carol, 'carol@lake.example')
  expect(await code(dave.call('accounts.verifyEmail', { code: daves }))).toBe('code_invalid')
  const taken = await set(dave, 'CAROL@lake.example')
  expect(Object.keys(taken)).toEqual(['pending', 'sendsMail'])
  const mail = (await app.mails()).at(-1) ?? ''
  expect(mail).toContain('Subject: Your address already belongs to an account on Parley')
  expect(mail).toContain('@carol')
  expect(mailedCode(mail)).toBeUndefined()
  expect([await signIn('carol@lake.example'), await dave.call('accounts.email', {})]).toEqual(['accepted', taken])
})

test('the server notifies the replaced address, which no longer signs in', async () => {
  await using scene = await start()
  const { app, carol, bind, signIn } = scene
  await bind(carol, 'carol@lake.example')
  await bind(carol, 'carol@hill.example')
  const mail = (await app.mails()).at(-1) ?? ''
  expect(mail).toContain('To: carol@lake.example')
  expect(mail).toContain('Subject: Your address on Parley was replaced')
  expect([await signIn('carol@lake.example'), await signIn('carol@hill.example')]).toEqual([
    'bad_credentials',
    'accepted',
  ])
  const before = (await app.mails()).length
  await bind(carol, 'Carol@hill.example')
  expect((await app.mails()).length).toBe(before + 1)
})

test('other devices of the account learn at once that its address changed, and other people don’t', async () => {
  await using scene = await start()
  const { app, carol, dave, newest, set } = scene
  const { session } = await app.connect().call('accounts.login', { login: 'carol', password })
  const second = await app.signedIn(carol.me, session.token)
  const told = (person: Person) => person.connection.events('user.delta').filter(({ preferences }) => preferences)
  const steps = [
    () => set(carol, 'carol@lake.example'),
    async () => carol.call('accounts.verifyEmail', { code: await newest() }),
    () => carol.call('accounts.removeEmail', { password }),
  ]
  const before = told(dave).length
  for (const [at, step] of steps.entries()) {
    await step()
    expect(told(second)).toHaveLength(at + 1)
    const [held, news] = [told(second).at(-2)?.preferences?.rev ?? 0, told(second).at(-1)?.preferences?.rev ?? 0]
    expect(news).toBeGreaterThan(held)
  }
  expect(told(dave)).toHaveLength(before)
})

test('codes are limited per account and per address, for all nodes together', async () => {
  await using scene = await start()
  const { app, carol, clock, set } = scene
  await using other = await TestApp.start({ clock, beside: app })
  let there = await other.signedIn(carol.me, carol.token)
  for (let codes = 0; codes < limits.mailCodesPerAccount; codes++)
    await set(codes % 2 === 0 ? carol : there, `carol${codes}@lake.example`)
  for (const person of [carol, there]) expect(await code(set(person, 'more@lake.example'))).toBe('rate_limited')
  await clock.leap(hourMs)
  there = await other.signedIn(carol.me, carol.token)
  await set(there, 'carol@lake.example')
  for (let at = 0; at < limits.mailCodesPerAddress; at++)
    await set(await app.person(`user${at}`, { password }), 'Erin@lake.example')
  expect(await code(set(await app.person('erin', { password }), 'erin@lake.example'))).toBe('rate_limited')
})

test('the database holds no code, and no address outside its tables', async () => {
  await using scene = await start()
  const { app, carol, set, newest } = scene
  await set(carol, 'carol@lake.example')
  const sent = await newest()
  const [codes, failures] = await app.database.read(async (db) => [
    await db.selectFrom('email_codes').selectAll().execute(),
    await db.selectFrom('failures').selectAll().execute(),
  ])
  expect(JSON.stringify(codes)).toContain('$argon2id$')
  expect(JSON.stringify([codes, failures])).not.toContain(sent)
  expect(JSON.stringify(failures)).not.toContain('lake')
})

const wrongAddresses = [
  ...['carol', 'carol@lake', 'carol@lake.example\r\nBcc: x@y.example', 'a b@lake.example', '<a@lake.example>'],
  // The dot of Chinese and Japanese keyboards is one in domains, too. A dot at the end would be a second name of the same mailbox.
  ...['carol@lake.example。', 'carol@。lake.example', 'carol@lake..example'],
]
test.each(wrongAddresses)('%p is no address', async (email) => {
  await using scene = await start()
  expect(await code(scene.set(scene.carol, email))).toBe('invalid_params')
})

test('while mails pile up, a request for a code is refused and doesn’t count', async () => {
  const { mail } = parseConfig({
    env: { PARLEY_SMTP_URL: `smtp://localhost:${await freePort()}`, PARLEY_MAIL_FROM: from },
  })
  await using app = await TestApp.start({ clock: new FakeClock(), mail })
  const carol = await app.person('carol', { password })
  const { queue } = app.core.mail
  while (!queue.isFull) queue.add(compose({ kind: 'test', to: 'dave@lake.example', language: 'en', server: 'Lake' }))
  await queue.idle()
  expect(await code(carol.call('accounts.setEmail', { email: 'carol@lake.example', password }))).toBe('unavailable')
  expect(await carol.call('accounts.email', {})).not.toHaveProperty('pending')
  await app.connect().call('accounts.recover', { login: 'carol' })
  expect(app.core.recovery.requests).toBe(0)
  const counted = await app.database.read((db) => db.selectFrom('failures').select('key').execute())
  expect(counted.filter(({ key }) => key.startsWith('email codes'))).toEqual([])
})
