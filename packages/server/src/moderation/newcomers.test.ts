import { expect, test } from 'bun:test'
import { type ChatId, type MessageId, newUuidV7, WORLD_CHAT_ID } from '@parley/protocol'
import { defaultSendingLimits } from '@parley/protocol/moderation'
import { eventually } from '../testing/eventually'
import { FakeClock } from '../testing/fake-clock'
import { noPeers } from '../testing/no-peers'
import { type Person, type Refused, TestApp } from '../testing/test-app'

const hourMs = 3_600_000

const refusalOf = (call: Promise<unknown>): Promise<Pick<Refused, 'code' | 'until'>> =>
  call.then(
    () => ({ code: 'accepted', until: undefined }),
    ({ code, until }: Refused) => ({ code, until }),
  )
const codeOf = async (call: Promise<unknown>) => (await refusalOf(call)).code
const newId = () => newUuidV7() as MessageId

/** Alice is an administrator, and bob has just registered. Both can write to anyone. */
const scene = async () => {
  const clock = new FakeClock()
  const app = await TestApp.start({ clock })
  const alice = await app.person('alice', { setup: (await app.core.setupCode.renew()) ?? '' })
  const bob = await app.person('bob')
  await alice.call('admin.setLimits', { limits: { ...defaultSendingLimits, floodMessages: 0 } })
  return { app, clock, alice, bob, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

const befriend = async (one: Person, other: Person): Promise<ChatId> => {
  await one.call('friends.request', { userId: other.me.id })
  await other.call('friends.answer', { userId: one.me.id, accept: true })
  return (await one.call('chats.direct', { userId: other.me.id })).chat.id
}

test.each([
  'see https://a.example',
  'HTTP://A.EXAMPLE/x',
  'www.a.example',
  '[look](https://a.example)',
  'in `https://a.example`',
  '> quoted <https://a.example>',
])('[NW1] a new account can’t send %j, and hears until when', async (text) => {
  await using it = await scene()
  const { clock, alice, bob } = it
  const until = clock.now() + hourMs
  const refused = await refusalOf(bob.say(WORLD_CHAT_ID, text))
  expect(refused).toEqual({ code: 'newcomer_link', until })
  const { messages } = await alice.call('messages.list', { chatId: WORLD_CHAT_ID, limit: 10 })
  expect(messages).toEqual([])
})

test.each(['a.example', 'bob@a.example', 'http is a protocol', 'www', '3:1 //'])(
  '[NW1] %j holds no link, so that a new account can send it',
  async (text) => {
    await using it = await scene()
    expect(await codeOf(it.bob.say(WORLD_CHAT_ID, text))).toBe('accepted')
  },
)

test('[NW1] an edit, a forward and a contact bring no link of a new account to strangers either', async () => {
  await using it = await scene()
  const { alice, bob } = it
  const own = await bob.say(WORLD_CHAT_ID, 'hello')
  const body = { type: 'text', text: 'hello https://a.example' } as const
  expect(await codeOf(bob.call('messages.edit', { chatId: WORLD_CHAT_ID, id: own.id, body }))).toBe('newcomer_link')
  const { id } = await alice.say(WORLD_CHAT_ID, 'https://a.example')
  const from = { chatId: WORLD_CHAT_ID, id }
  const forward = { id: newId(), chatId: WORLD_CHAT_ID, from, withName: false }
  expect(await codeOf(bob.call('messages.forward', forward))).toBe('newcomer_link')
  const contact = { type: 'contact', userId: alice.me.id } as const
  expect(await codeOf(bob.call('messages.send', { id: newId(), chatId: WORLD_CHAT_ID, body: contact }))).toBe(
    'newcomer_link',
  )
})

test('[NW1] the name and address of a place bring no link of a new account to strangers', async () => {
  await using it = await scene()
  for (const written of [{ name: 'https://a.example' }, { name: 'A shop', address: 'www.a.example' }]) {
    const body = { type: 'location', lat: 1, lng: 1, ...written } as const
    expect(await codeOf(it.bob.call('messages.send', { id: newId(), chatId: WORLD_CHAT_ID, body }))).toBe(
      'newcomer_link',
    )
  }
})

test('[NW1] notes and declining replies of a new account have no links', async () => {
  await using it = await scene()
  const { app, alice, bob } = it
  const carol = await app.person('carol')
  const note = 'see www.a.example'
  expect(await codeOf(bob.call('friends.request', { userId: alice.me.id, note }))).toBe('newcomer_link')
  expect(await codeOf(alice.call('friends.request', { userId: bob.me.id, note }))).toBe('accepted')
  await carol.call('friends.request', { userId: bob.me.id })
  const decline = { userId: carol.me.id, accept: false, reply: note }
  expect(await codeOf(bob.call('friends.answer', decline))).toBe('newcomer_link')
  expect(await codeOf(bob.call('friends.answer', { ...decline, accept: true }))).toBe('accepted')
})

test('[NW1] a new account sends links to itself and to friends, but not to others in a direct chat', async () => {
  await using it = await scene()
  const { app, alice, bob } = it
  const carol = await app.person('carol')
  const text = 'https://a.example'
  const stranger = (await bob.call('chats.direct', { userId: carol.me.id })).chat.id
  expect(await codeOf(bob.say(stranger, text))).toBe('newcomer_link')
  const saved = (await bob.call('chats.direct', { userId: bob.me.id })).chat.id
  expect(await codeOf(bob.say(saved, text))).toBe('accepted')
  expect(await codeOf(bob.say(await befriend(bob, alice), text))).toBe('accepted')
})

test('[NW2] a new account mentions no one in a channel, but people in groups', async () => {
  await using it = await scene()
  const { alice, bob } = it
  const body = { type: 'text', text: 'hello @alice' } as const
  const mentions = [alice.me.id]
  const send = (chatId: ChatId, more: object) =>
    codeOf(bob.call('messages.send', { id: newId(), chatId, body, ...more }))
  expect(await send(WORLD_CHAT_ID, { mentions })).toBe('newcomer_mention')
  const { id } = await bob.say(WORLD_CHAT_ID, 'hello')
  expect(await codeOf(bob.call('messages.edit', { chatId: WORLD_CHAT_ID, id, body, mentions }))).toBe(
    'newcomer_mention',
  )
  const group = newUuidV7() as ChatId
  await bob.call('groups.create', { id: group, name: 'Kites', userIds: [alice.me.id] })
  expect(await send(group, { mentions })).toBe('accepted')
  expect(await send(group, { mentionsAll: true })).toBe('newcomer_mention')
})

test('[NW3] a new account asks five strangers, each of them once, and answers any number', async () => {
  await using it = await scene()
  const { app, clock, alice, bob } = it
  await alice.call('admin.setLimits', { limits: { ...defaultSendingLimits, newcomerMs: 20_000 } })
  const people: Person[] = []
  for (let at = 0; at < 8; at++) people.push(await app.person(`carol${at}`))
  const ask = (at: number) => refusalOf(bob.call('friends.request', { userId: people[at]?.me.id ?? bob.me.id }))
  for (let at = 0; at < 5; at++) expect((await ask(at)).code).toBe('accepted')
  expect((await ask(0)).code).toBe('accepted')
  expect(await ask(5)).toEqual({ code: 'newcomer_requests', until: clock.now() + 20_000 })
  // Withdrawn requests count.
  await bob.call('friends.remove', { userId: people[0]?.me.id ?? bob.me.id })
  expect((await ask(5)).code).toBe('newcomer_requests')
  await people[6]?.call('friends.request', { userId: bob.me.id })
  expect((await ask(6)).code).toBe('accepted')
  await clock.advance(20_000)
  expect((await ask(5)).code).toBe('accepted')
})

test('[NW4] the limits end after an hour, and follow the setting on all nodes', async () => {
  await using it = await scene()
  const { app, clock, alice, bob } = it
  const cluster = { node: 'there', peers: noPeers, roles: ['api', 'gateway', 'worker'] as const }
  await using other = await TestApp.start({ clock, beside: app, cluster })
  const there = await other.signedIn(bob.me, bob.token)
  const text = 'https://a.example'
  expect(await codeOf(there.say(WORLD_CHAT_ID, text))).toBe('newcomer_link')
  for (const [newcomerMs, code] of [
    [0, 'accepted'],
    [20_000, 'newcomer_link'],
  ] as const) {
    await alice.call('admin.setLimits', { limits: { ...defaultSendingLimits, newcomerMs } })
    expect(await codeOf(bob.say(WORLD_CHAT_ID, text))).toBe(code)
    // The fake clock doesn't wait for the answer of the database.
    await clock.advance(1_000)
    await eventually(async () => (await codeOf(there.say(WORLD_CHAT_ID, text))) === code)
  }
  await clock.advance(20_000)
  expect(await codeOf(there.say(WORLD_CHAT_ID, text))).toBe('accepted')
})

test('[NW5] accounts of administrators, and those whom one invited, approved or trusts are not new', async () => {
  await using it = await scene()
  const { app, alice, bob } = it
  const text = 'https://a.example'
  expect(await codeOf(alice.say(WORLD_CHAT_ID, text))).toBe('accepted')
  const invite = (await alice.call('invites.create', {})).code
  const carol = await app.person('carol', { invite })
  expect(await codeOf(carol.say(WORLD_CHAT_ID, text))).toBe('accepted')
  const dave = await app.person('dave', { invite: (await carol.call('invites.create', {})).code })
  expect(await codeOf(dave.say(WORLD_CHAT_ID, text))).toBe('newcomer_link')
  expect((await alice.call('admin.setTrusted', { userId: bob.me.id, trusted: true })).trusted).toBe(true)
  expect(await codeOf(bob.say(WORLD_CHAT_ID, text))).toBe('accepted')
  await alice.call('admin.setTrusted', { userId: bob.me.id, trusted: false })
  expect(await codeOf(bob.say(WORLD_CHAT_ID, text))).toBe('newcomer_link')
})

test('[NW5] approved requests are not new', async () => {
  await using app = await TestApp.start({ clock: new FakeClock(), registration: 'approval' })
  const alice = await app.person('alice', { setup: (await app.core.setupCode.renew()) ?? '' })
  await alice.call('admin.setLimits', { limits: defaultSendingLimits })
  const account = { username: 'bob', name: 'Bob', password: 'correct horse 3 battery' }
  const { ticket } = await app.connect().call('accounts.requestAccount', account)
  const { requests } = await alice.call('admin.accountRequests', {})
  await alice.call('admin.answerRequests', { ids: requests.map(({ id }) => id), approve: true })
  const bob = await app.signedIn(alice.me, ticket)
  expect(await codeOf(bob.say(WORLD_CHAT_ID, 'https://a.example'))).toBe('accepted')
})

test('[NW6] a new account learns at its sign-in until when it is new', async () => {
  await using it = await scene()
  const { app, clock, alice, bob } = it
  const open = (token: string) => app.connect().call('session.open', { token })
  expect((await open(bob.token)).newcomerUntil).toBe(clock.now() + hourMs)
  expect((await open(alice.token)).newcomerUntil).toBeUndefined()
  await alice.call('admin.setLimits', { limits: { ...defaultSendingLimits, newcomerMs: 0 } })
  expect((await open(bob.token)).newcomerUntil).toBeUndefined()
})

test('a repeated send with a link is returned again once the account is limited', async () => {
  await using it = await scene()
  const { alice, bob } = it
  await alice.call('admin.setLimits', { limits: { ...defaultSendingLimits, newcomerMs: 0 } })
  const body = { type: 'text', text: 'https://a.example' } as const
  const order = { id: newId(), chatId: WORLD_CHAT_ID, body }
  const sent = await bob.call('messages.send', order)
  await alice.call('admin.setLimits', { limits: defaultSendingLimits })
  expect(await bob.call('messages.send', order)).toEqual(sent)
})
