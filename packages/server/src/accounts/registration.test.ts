import { expect, test } from 'bun:test'
import { type Chat, type ChatId, limits, newUuidV7, type Params } from '@parley/protocol'
import { FakeClock } from '../testing/fake-clock'
import { type Refused, TestApp } from '../testing/test-app'

const registration = (username: string, more: Partial<Params<'accounts.register'>> = {}) => ({
  username,
  password: 'tidal fox lamp 9',
  name: username,
  ...more,
})

const code = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'accepted',
    (error: Refused) => error.code,
  )

test('closed registration admits new users only by a working link', async () => {
  await using app = await TestApp.start({ registration: 'closed' })
  const door = app.connect()
  expect(await door.call('accounts.policy', {})).toEqual({ registration: 'closed', challenge: false, sendsMail: false })
  expect(await code(door.call('accounts.register', registration('alice')))).toBe('registration_closed')
  expect(await code(door.call('accounts.register', registration('alice', { invite: 'x' })))).toBe('invite_invalid')
})

test('registration by invite needs one that works', async () => {
  await using app = await TestApp.start({ registration: 'invite' })
  const door = app.connect()
  expect(await code(door.call('accounts.register', registration('alice')))).toBe('invite_required')
  expect(await code(door.call('accounts.register', registration('alice', { invite: 'x' })))).toBe('invite_invalid')
})

test('an invite brings a new person into a chat with the inviter', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const { code: invite, url, usesLeft } = await alice.call('invites.create', {})
  expect(url).toBe(`https://parley.test/i/${invite}`)
  expect((await alice.call('invites.create', {})).code).toBe(invite)
  const policy = await app.connect().call('accounts.policy', { invite })
  expect(policy).toMatchObject({ inviteValid: true, inviter: { username: 'alice' } })
  const bob = await app.person('bob', { invite })
  const { chat } = await alice.call('chats.direct', { userId: bob.me.id })
  const { messages } = await bob.call('messages.list', { chatId: chat.id })
  expect(messages.map(({ body }) => body)).toEqual([
    { type: 'system', event: 'invite_accepted', userIds: [alice.me.id] },
  ])
  const told = alice.connection.events('user.delta').flatMap(({ states = [] }) => states)
  expect(told.map(({ chatId }) => chatId)).toContain(chat.id)
  expect((await alice.call('invites.create', {})).usesLeft).toBe(usesLeft - 1)
})

test('a link works for as long and as many people as its maker chose, also with registration closed', async () => {
  const clock = new FakeClock()
  await using app = await TestApp.start({ registration: 'open', clock })
  const setup = (await app.core.setupCode.renew()) ?? ''
  const alice = await app.person('alice', { setup })
  const usual = await alice.call('invites.create', {})
  await clock.advance(1)
  const once = await alice.call('invites.create', { forMs: 60_000, uses: 1 })
  expect([once.expiresAt - once.createdAt, once.usesLeft]).toEqual([60_000, 1])
  await clock.advance(1)
  const brief = await alice.call('invites.create', { forMs: 60_000 })
  expect(brief.usesLeft).toBe(limits.inviteUses)
  expect((await alice.call('invites.create', {})).code).toBe(usual.code)
  const codes = async () => (await alice.call('invites.list', {})).links.map((link) => link.code)
  expect(await codes()).toEqual([brief.code, once.code, usual.code])
  await alice.call('admin.setRegistration', { registration: 'closed' })
  const dave = await app.person('dave', { invite: usual.code })
  const bob = await app.person('bob', { invite: once.code })
  expect(await code(app.person('carol', { invite: once.code }))).toBe('invite_invalid')
  // The user of its last use finds the chat once more; for all others it is used up, with an account or without.
  expect((await bob.call('invites.open', { code: once.code })).chat?.peerIds).toContain(alice.me.id)
  const second = await alice.call('invites.create', { uses: 1 })
  await dave.call('invites.open', { code: second.code })
  await alice.call('friends.remove', { userId: dave.me.id })
  await dave.call('friends.remove', { userId: alice.me.id })
  await dave.call('invites.open', { code: second.code })
  await bob.call('friends.remove', { userId: alice.me.id })
  expect(await code(bob.call('invites.open', { code: second.code }))).toBe('invite_invalid')
  expect((await app.connect().call('accounts.policy', { invite: second.code })).inviteValid).toBe(false)
  expect(await codes()).toEqual([brief.code, usual.code])
  const late = { expires_at: clock.now() }
  await app.database.write(({ db }) => db.updateTable('invites').set(late).where('code', '=', brief.code).execute())
  expect(await code(app.person('carol', { invite: brief.code }))).toBe('invite_invalid')
  await alice.call('invites.revoke', { code: usual.code })
  expect(await codes()).toEqual([])
  const wrong = [{ uses: 0 }, { uses: limits.linkUsesMax + 1 }, { forMs: 1 }, { forMs: limits.linkMaxMs + 1 }]
  for (const choice of wrong) expect(await code(alice.call('invites.create', choice))).toBe('invalid_params')
  for (let at = 0; at < limits.linksPerPerson; at++) await alice.call('invites.create', { uses: 1 })
  expect(await code(alice.call('invites.create', { uses: 1 }))).toBe('too_many')
  expect(await code(alice.call('invites.create', {}))).toBe('accepted')
})

test('a user with an account follows a link into the same chat', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const { code: invite } = await alice.call('invites.create', {})
  const chat = (await bob.call('invites.open', { code: invite })).chat as Chat
  expect((await alice.call('chats.direct', { userId: bob.me.id })).chat.id).toBe(chat.id)
  expect((await bob.call('invites.open', { code: invite })).chat?.id).toBe(chat.id)
})

test('an invite that expired, was withdrawn or used up is void', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const withdrawn = await alice.call('invites.create', {})
  expect(await code(bob.call('invites.revoke', { code: withdrawn.code }))).toBe('not_found')
  await alice.call('invites.revoke', { code: withdrawn.code })
  const expired = await alice.call('invites.create', {})
  expect(expired.code).not.toBe(withdrawn.code)
  expect(expired.expiresAt - expired.createdAt).toBe(limits.inviteDays * 24 * 3_600_000)
  const change = (one: typeof expired, values: { expires_at: number } | { uses_left: number }) =>
    app.database.write(({ db }) => db.updateTable('invites').set(values).where('code', '=', one.code).execute())
  await change(expired, { expires_at: Date.now() })
  const usedUp = await alice.call('invites.create', {})
  await change(usedUp, { uses_left: 0 })
  for (const { code: invite } of [withdrawn, expired, usedUp]) {
    expect(await code(bob.call('invites.open', { code: invite }))).toBe('invite_invalid')
    expect(await code(app.connect().call('accounts.register', registration('carol', { invite })))).toBe(
      'invite_invalid',
    )
  }
})

test('revoking a link removes none of the people who came by it, from the server, their friends or the group', async () => {
  await using app = await TestApp.start({ registration: 'closed', directChats: 'friends' })
  const alice = await app.person('alice', { setup: (await app.core.setupCode.renew()) ?? '' })
  const { code: link } = await alice.call('invites.create', {})
  const chatId = newUuidV7() as ChatId
  await alice.call('groups.create', { id: chatId, name: 'Kites', userIds: [] })
  const { code: groupLink } = await alice.call('groups.createLink', { chatId })
  const bob = await app.person('bobby', { invite: link })
  const carol = await app.person('carol', { invite: groupLink })
  await alice.call('invites.revoke', { code: link })
  await alice.call('groups.revokeLink', { chatId, code: groupLink })
  for (const invite of [link, groupLink]) expect(await code(app.person('dave', { invite }))).toBe('invite_invalid')
  for (const { me, token, connection } of [bob, carol]) {
    expect(connection.closedWith).toBeUndefined()
    await app.signedIn(me, token)
    const password = `correct horse ${me.username.length} battery`
    expect(await code(app.connect().call('accounts.login', { login: me.username, password }))).toBe('accepted')
  }
  const { chat } = await bob.call('chats.direct', { userId: alice.me.id })
  await bob.say(chat.id, 'still a friend')
  await carol.say(chatId, 'still a member')
})

test('the last use of an invite is not given twice', async () => {
  await using app = await TestApp.start({ registration: 'open' })
  const alice = await app.person('alice')
  const { code: invite } = await alice.call('invites.create', {})
  await app.database.write(({ db }) => db.updateTable('invites').set({ uses_left: 1 }).execute())
  const door = app.connect()
  const both = await Promise.all(
    ['bob', 'carol'].map((username) => code(door.call('accounts.register', registration(username, { invite })))),
  )
  expect(both.toSorted()).toEqual(['accepted', 'invite_invalid'])
})

test('the setup code makes the first administrator, once, also while registration is closed', async () => {
  await using app = await TestApp.start({ registration: 'closed' })
  const setup = await app.core.setupCode.renew()
  const door = app.connect()
  expect(setup).toBeString()
  expect(await door.call('accounts.policy', { setup: 'wrong' })).toMatchObject({ setupValid: false })
  expect(await code(door.call('accounts.register', registration('eve', { setup: 'wrong' })))).toBe('setup_invalid')
  if (!setup) return
  expect(await door.call('accounts.policy', { setup })).toMatchObject({ setupValid: true })
  const both = await Promise.all(
    ['alice', 'eve'].map((username) => code(door.call('accounts.register', registration(username, { setup })))),
  )
  expect(both.toSorted()).toEqual(['accepted', 'setup_invalid'])
  expect(await door.call('accounts.policy', { setup })).toMatchObject({ setupValid: false })
  expect(await app.core.setupCode.renew()).toBeUndefined()
})

test('nodes that start together each have a setup code, a bounded number of them, and only hashes are stored', async () => {
  await using app = await TestApp.start()
  const codes: string[] = []
  for (let at = 0; at < 18; at++) codes.push((await app.core.setupCode.renew()) ?? '')
  const meta = JSON.stringify(await app.database.read((db) => db.selectFrom('meta').selectAll().execute()))
  for (const one of codes) expect(meta).not.toContain(one)
  const valid = await Promise.all(codes.map((setup) => app.connect().call('accounts.policy', { setup })))
  expect(valid.map(({ setupValid }) => setupValid)).toEqual(codes.map((_, at) => at >= 2))
})
