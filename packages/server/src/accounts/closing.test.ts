import { expect, test } from 'bun:test'
import { type ChatId, limits, newUuidV7 } from '@parley/protocol'
import { eventually } from '../testing/eventually'
import { FakeClock } from '../testing/fake-clock'
import { Links } from '../testing/linked-bus'
import { type Person, type Refused, TestApp } from '../testing/test-app'

const passwordOf = ({ me }: Person) => `correct horse ${me.username.length} battery`
const code = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'accepted',
    (error: Refused) => error.code,
  )
const close = (person: Person) => person.call('accounts.close', { password: passwordOf(person) })
const credentials = (person: Person) => ({ login: person.me.username, password: passwordOf(person) })

/** Shorter than by default, because each second of the fake clock takes time. */
const restoreMs = 600_000

const start = async () => {
  const clock = new FakeClock()
  const app = await TestApp.start({ clock, restoreMs })
  const admin = await app.person('admin', { setup: (await app.core.setupCode.renew()) ?? '' })
  const people = {
    admin,
    alice: await app.person('alice'),
    bob: await app.person('bob'),
    carol: await app.person('carol'),
  }
  const restore = (person: Person) => app.connect().call('accounts.restore', credentials(person))
  const login = (person: Person) => app.connect().call('accounts.login', credentials(person))
  return { app, clock, ...people, restore, login, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

const newGroup = async (owner: Person, others: readonly Person[]): Promise<ChatId> => {
  const id = newUuidV7() as ChatId
  await owner.call('groups.create', { id, name: 'Kites', userIds: others.map(({ me }) => me.id) })
  return id
}

test('closing takes the password, ends all sessions and says until when to come back', async () => {
  await using scene = await start()
  const { app, alice, clock, login } = scene
  const phone = await app.signedIn(alice.me, (await login(alice)).session.token)
  expect(await code(alice.call('accounts.close', { password: 'a guess' }))).toBe('bad_credentials')
  const { restorableUntil } = await close(alice)
  expect(restorableUntil).toBe(clock.now() + restoreMs)
  await clock.advance(1_000)
  expect([alice.connection.closedWith, phone.connection.closedWith]).toEqual([4501, 4501])
  for (const { token } of [alice, phone])
    expect(await code(app.connect().call('session.open', { token }))).toBe('unauthenticated')
})

test('only the right password learns that an account is closed, and until when it can be restored', async () => {
  await using scene = await start()
  const { app, alice } = scene
  const { restorableUntil } = await close(alice)
  const door = app.connect()
  const errorOf = (method: 'accounts.login' | 'accounts.restore', login: string, password = 'a guess') =>
    door.call(method, { login, password }).then(String, ({ message, until }: Refused) => ({ message, until }))
  for (const method of ['accounts.login', 'accounts.restore'] as const)
    expect(await errorOf(method, 'alice')).toEqual(await errorOf(method, 'nobody'))
  expect(await errorOf('accounts.login', 'alice', passwordOf(alice))).toEqual({
    message: expect.stringContaining('account_closed'),
    until: restorableUntil,
  })
})

test('guessing the password to restore is slowed down like signing in', async () => {
  await using scene = await start()
  const { app, alice } = scene
  await close(alice)
  const door = app.connect()
  for (let guesses = 0; guesses < 10; guesses++)
    expect(await code(door.call('accounts.restore', { login: 'alice', password: 'a guess' }))).toBe('bad_credentials')
  expect(await code(door.call('accounts.restore', credentials(alice)))).toBe('rate_limited')
  expect(await code(door.call('accounts.login', credentials(alice)))).toBe('rate_limited')
})

test('a closed account is out of reach, and its direct chats say so', async () => {
  await using scene = await start()
  const { app, alice, bob, carol, restore } = scene
  const { chat } = await alice.call('chats.direct', { userId: bob.me.id })
  await bob.say(chat.id, 'hello')
  const { code: invite } = await bob.call('invites.create', {})
  await close(bob)
  await eventually(() => alice.connection.events('chat.delta').at(-1)?.chat?.peerClosed === true)
  expect(await code(alice.say(chat.id, 'are you there?'))).toBe('peer_closed')
  expect(await code(alice.call('chats.typing', { chatId: chat.id }))).toBe('peer_closed')
  expect(await code(carol.call('chats.direct', { userId: bob.me.id }))).toBe('peer_closed')
  expect(await code(newGroup(carol, [bob]))).toBe('peer_closed')
  expect(await code(carol.call('friends.request', { userId: bob.me.id }))).toBe('peer_closed')
  expect(await code(carol.call('invites.open', { code: invite }))).toBe('invite_invalid')
  for (const query of ['bob', bob.me.id]) expect((await carol.call('users.search', { query })).users).toEqual([])
  expect(
    await code(app.connect().call('accounts.register', { username: 'bob', name: 'Bob', password: 'tidal fox lamp 9' })),
  ).toBe('username_taken')
  await restore(bob)
  expect(await code(alice.say(chat.id, 'welcome back'))).toBe('accepted')
  expect((await carol.call('users.search', { query: 'bob' })).users).toHaveLength(1)
})

test('admins can decline the request of a closed account, and admit it once it is restored', async () => {
  await using scene = await start()
  const { alice, bob, carol, restore } = scene
  const chatId = await newGroup(alice, [])
  await alice.call('groups.update', { chatId, joinPolicy: 'approval' })
  const answer = (person: Person, accept: boolean) =>
    code(alice.call('groups.answerRequest', { chatId, userId: person.me.id, accept }))
  for (const person of [bob, carol]) {
    await person.call('groups.join', { chatId })
    await close(person)
  }
  expect(await answer(bob, true)).toBe('peer_closed')
  expect(await answer(carol, false)).toBe('accepted')
  await restore(bob)
  expect(await answer(bob, true)).toBe('accepted')
})

test('a direct chat stays closed while one of its two accounts is', async () => {
  await using scene = await start()
  const { app, alice, bob, restore } = scene
  const { chat } = await alice.call('chats.direct', { userId: bob.me.id })
  await close(alice)
  await close(bob)
  const { user, session } = await restore(alice)
  const again = await app.signedIn(user, session.token)
  expect(await code(again.say(chat.id, 'hello'))).toBe('peer_closed')
  await restore(bob)
  expect(await code(again.say(chat.id, 'hello'))).toBe('accepted')
})

test('restoring brings everything back as it was', async () => {
  await using scene = await start()
  const { app, alice, bob, clock, login, restore } = scene
  const { chat } = await alice.call('chats.direct', { userId: bob.me.id })
  const group = await newGroup(bob, [alice])
  await bob.say(chat.id, 'mine')
  await alice.call('accounts.update', { name: 'Alice L.', bio: 'kites' })
  await alice.call('chats.draft', { chatId: group, draft: { text: 'unsent' } })
  const stateOf = async (person: Person) => {
    const { user, chats } = await person.call('sync.pull', {})
    const { me, states, friends, preferences } = user ?? {}
    const rows = chats.map(({ chat: row, messages, members }) => ({ id: row?.id, messages, members: members?.length }))
    return { me, states, friends, preferences, rows: rows.toSorted((a, b) => ((a.id ?? '') < (b.id ?? '') ? -1 : 1)) }
  }
  const before = await stateOf(alice)
  await close(alice)
  await clock.leap(restoreMs - 1_000)
  expect(await code(login(alice))).toBe('account_closed')
  const { user, session } = await restore(alice)
  expect(await stateOf(await app.signedIn(user, session.token))).toEqual(before)
  expect(await code(login(alice))).toBe('accepted')
})

test('an account closes a few times an hour', async () => {
  await using scene = await start()
  const { app, bob, clock, restore } = scene
  let person = bob
  const closeAgain = async (): Promise<string> => {
    const outcome = await code(close(person))
    if (outcome !== 'accepted') return outcome
    const { user, session } = await restore(person)
    person = await app.signedIn(user, session.token)
    return outcome
  }
  for (let closings = 0; closings < limits.closingsPerHour; closings++) expect(await closeAgain()).toBe('accepted')
  expect(await closeAgain()).toBe('rate_limited')
  await clock.leap(3_600_000)
  person = await app.signedIn(person.me, person.token)
  expect(await closeAgain()).toBe('accepted')
})

test('when its time is over, an account can’t be restored', async () => {
  await using scene = await start()
  const { app, admin, alice, clock, login, restore } = scene
  await close(alice)
  await clock.leap(restoreMs)
  const again = await app.signedIn(admin.me, admin.token)
  expect([await code(login(alice)), await code(restore(alice))]).toEqual(['bad_credentials', 'bad_credentials'])
  expect(await code(again.call('admin.restoreUser', { userId: alice.me.id }))).toBe('not_found')
})

test('groups pass to the oldest admin, without admins to the oldest member, and lonely ones stay', async () => {
  await using scene = await start()
  const { alice, bob, carol, restore } = scene
  const [byAdmin, byAge, lonely] = [
    await newGroup(alice, [bob, carol]),
    await newGroup(alice, [bob, carol]),
    await newGroup(alice, []),
  ]
  await alice.call('groups.setRole', { chatId: byAdmin, userId: carol.me.id, role: 'admin' })
  await close(alice)
  const rolesIn = async (chatId: ChatId) => {
    const { members } = await bob.call('groups.members', { chatId })
    return Object.fromEntries(members.map(({ userId, role }) => [userId, role]))
  }
  expect(await rolesIn(byAdmin)).toEqual({ [alice.me.id]: 'admin', [bob.me.id]: 'member', [carol.me.id]: 'owner' })
  expect(await rolesIn(byAge)).toEqual({ [alice.me.id]: 'admin', [bob.me.id]: 'owner', [carol.me.id]: 'member' })
  const told = bob.connection.events('chat.delta').flatMap(({ messages = [] }) => messages.map(({ body }) => body))
  expect(told).toContainEqual({ type: 'system', event: 'owner_changed', userIds: [carol.me.id] })
  const { user, session } = await restore(alice)
  const again = await scene.app.signedIn(user, session.token)
  const { chats } = await again.call('sync.pull', {})
  expect(chats.find(({ chat }) => chat?.id === lonely)?.chat?.ownerId).toBe(alice.me.id)
})

test('the only administrator who can sign in can’t close their account', async () => {
  await using scene = await start()
  const { app, admin, alice } = scene
  expect(await code(close(admin))).toBe('last_admin')
  await app.core.admin.grant('alice')
  await admin.call('admin.setDisabled', { userId: alice.me.id, disabled: true })
  expect(await code(close(admin))).toBe('last_admin')
  await admin.call('admin.setDisabled', { userId: alice.me.id, disabled: false })
  expect(await code(close(admin))).toBe('accepted')
})

test('of two administrators who close their accounts at once, one stays', async () => {
  await using scene = await start()
  const { app, admin, alice } = scene
  await app.core.admin.grant('alice')
  expect((await Promise.all([code(close(admin)), code(close(alice))])).toSorted()).toEqual(['accepted', 'last_admin'])
})

test('of two administrators who shut each other out at once, one stays', async () => {
  for (const method of ['disable', 'close'] as const) {
    await using scene = await start()
    const { app, admin, alice } = scene
    await app.core.admin.grant('alice')
    const shutOut = (by: Person, { me: { id: userId } }: Person) =>
      code(
        method === 'close'
          ? by.call('admin.closeUser', { userId })
          : by.call('admin.setDisabled', { userId, disabled: true }),
      )
    const outcomes = await Promise.all([shutOut(admin, alice), shutOut(alice, admin)])
    expect([method, ...outcomes.toSorted()]).toEqual([method, 'accepted', 'forbidden'])
  }
})

test('administrators close and restore accounts of others, and see when they are erased', async () => {
  await using scene = await start()
  const { admin, bob, carol, clock, login } = scene
  const userId = bob.me.id
  expect(await code(carol.call('admin.closeUser', { userId }))).toBe('forbidden')
  expect(await code(admin.call('admin.closeUser', { userId: admin.me.id }))).toBe('forbidden')
  const eraseAt = clock.now() + restoreMs
  expect(await admin.call('admin.closeUser', { userId })).toMatchObject({ closedAt: clock.now(), eraseAt })
  expect((await admin.call('admin.users', { query: 'bob' })).users).toMatchObject([{ id: userId, eraseAt }])
  expect(bob.connection.closedWith).toBe(4501)
  expect(await code(login(bob))).toBe('account_closed')
  const restored = await admin.call('admin.restoreUser', { userId })
  expect([restored.closedAt, restored.eraseAt]).toEqual([undefined, undefined])
  expect(await code(login(bob))).toBe('accepted')
})

test('[DL29] closing an account ends its sessions on another node, which also refuses messages to it', async () => {
  const [links, clock] = [new Links(), new FakeClock()]
  await using here = await TestApp.start({ clock, bus: links.open() })
  await using there = await TestApp.start({ clock, bus: links.open(), beside: here })
  const [alice, bob] = [await here.person('alice'), await there.person('bobby')]
  const { chat } = await alice.call('chats.direct', { userId: bob.me.id })
  await bob.say(chat.id, 'hello')
  const { session } = await there.connect().call('accounts.login', credentials(alice))
  const elsewhere = await there.signedIn(alice.me, session.token)
  await close(alice)
  await clock.advance(1_000)
  await eventually(() => elsewhere.connection.closedWith !== undefined)
  expect(elsewhere.connection.closedWith).toBe(4501)
  expect(await code(there.connect().call('session.open', { token: session.token }))).toBe('unauthenticated')
  expect(await code(bob.say(chat.id, 'are you there?'))).toBe('peer_closed')
})

test('a reset link of a closed account waits until it is restored', async () => {
  await using scene = await start()
  const { app, admin, bob } = scene
  const { code: reset } = await admin.call('admin.resetPassword', { userId: bob.me.id })
  await close(bob)
  const redeem = () => app.connect().call('accounts.resetPassword', { code: reset, newPassword: 'nine copper kettles' })
  expect(await code(redeem())).toBe('account_closed')
  await admin.call('admin.restoreUser', { userId: bob.me.id })
  expect(await code(redeem())).toBe('accepted')
})
