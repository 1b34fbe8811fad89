import { expect, test } from 'bun:test'
import {
  type ChatId,
  contract,
  type MediaId,
  type MessageId,
  type MethodName,
  type MethodSpec,
  newUuidV7,
  type Params,
  type ReportId,
  type UserId,
  WORLD_CHAT_ID,
} from '@parley/protocol'
import { FakeClock } from '../testing/fake-clock'
import { HttpApp } from '../testing/http-app'
import { type Person, type Refused, TestApp } from '../testing/test-app'

type Step = { readonly [N in MethodName]: readonly [N, Params<N>] }[MethodName]

interface Scene {
  readonly bob: Person
  readonly direct: ChatId
  readonly group: ChatId
  readonly invite: string
  /** Alice's own, in the direct chat. */
  readonly said: MessageId
}

const text = (words: string) => ({ type: 'text' as const, text: words })
const newId = () => newUuidV7() as MessageId

/** A user's possible calls in a chat that may be shared. */
const inChat = (chatId: ChatId): Step[] => [
  ['messages.send', { id: newId(), chatId, body: text('hello') }],
  ['messages.list', { chatId }],
  ['messages.media', { chatId, kind: 'media' }],
  ['chats.typing', { chatId }],
  ['chats.markRead', { chatId, seq: 99 }],
  ['chats.reads', { chatIds: [chatId] }],
  ['chats.watch', { chatId }],
  ['chats.changes', { chatId, since: 0 }],
  ['chats.unwatch', { chatId }],
  ['media.create', { id: newUuidV7() as MediaId, chatId, name: 'a.png', size: 10 }],
  ['chats.draft', { chatId, draft: { text: 'not yet' } }],
  ['chats.pin', { chatId, pinned: true }],
  ['chats.archive', { chatId, archived: true }],
  ['chats.notify', { chatId, silence: 'forever' }],
  ['chats.markUnread', { chatId, unread: true }],
  ['chats.clear', { chatId, seq: 1 }],
]

/** A user's possible calls about another user, or about a shared chat. */
const everything = ({ bob, direct, group, invite, said }: Scene): readonly Step[] => {
  const userId = bob.me.id
  const id = newUuidV7() as ChatId
  const again = newId()
  return [
    ['users.get', { ids: [userId] }],
    ...[bob.me.username, bob.me.id, bob.me.name].map((query): Step => ['users.search', { query }]),
    ['chats.direct', { userId }],
    ...[direct, group, WORLD_CHAT_ID as ChatId].flatMap(inChat),
    ['messages.send', { id: again, chatId: direct, body: text('again') }],
    ['messages.send', { id: again, chatId: direct, body: text('again') }],
    ...[direct, group, WORLD_CHAT_ID as ChatId].map(
      (chatId): Step => ['messages.send', { id: newId(), chatId, body: text('you'), mentions: [userId] }],
    ),
    ...[direct, group, WORLD_CHAT_ID as ChatId].map(
      (chatId): Step => [
        'messages.forward',
        { id: newId(), chatId, from: { chatId: direct, id: said }, withName: true },
      ],
    ),
    ['messages.receipts', { chatId: direct, id: said }],
    ['messages.pin', { chatId: direct, id: said, pinned: true }],
    ['messages.pin', { chatId: direct, id: said, pinned: false }],
    ['messages.react', { chatId: direct, id: said, emoji: '👍', on: true }],
    ['messages.reactors', { chatId: direct, id: said }],
    ['messages.edit', { chatId: direct, id: said, body: text('changed') }],
    ['messages.retract', { chatId: direct, id: said }],
    ['messages.react', { chatId: direct, id: said, emoji: '👍', on: true }],
    ['messages.hide', { chatId: direct, ids: [said] }],
    ['messages.markPlayed', { chatId: direct, ids: [said] }],
    ['groups.create', { id: newUuidV7() as ChatId, name: 'New', userIds: [userId] }],
    ['groups.create', { id, name: 'Mine' }],
    ['groups.invite', { chatId: id, userIds: [userId] }],
    ['groups.invite', { chatId: group, userIds: [userId] }],
    ['groups.members', { chatId: group }],
    ['groups.entry', { chatId: group }],
    ...inGroup(id, userId),
    ...inGroup(group, userId),
    ...(['dismiss', 'ban'] as const).map((act): Step => ['reports.end', { id: newUuidV7() as ReportId, act }]),
    ['reports.list', { chatId: group }],
    ['reports.count', { chatId: group }],
    ...[1, 2].map((): Step => ['reports.create', { userId, reason: 'spam', note: 'boats' }]),
    ['friends.remark', { userId, remark: 'Bobby' }],
    ['friends.request', { userId, note: 'what is it?' }],
    ['friends.request', { userId, note: 'what is it?' }],
    ['friends.answer', { userId, accept: true }],
    ['friends.remove', { userId }],
    ['friends.remove', { userId }],
    ['friends.request', { userId }],
    ['friends.block', { userId }],
    ['chats.direct', { userId }],
    ['friends.unblock', { userId }],
    ...(['channels.update', 'channels.join', 'channels.leave'] as const).map(
      (method): Step => [method, { chatId: id }],
    ),
    ['channels.mute', { chatId: WORLD_CHAT_ID as ChatId, userId, forMs: 0 }],
    ['groups.dissolve', { chatId: id }],
    ['groups.leave', { chatId: group }],
    ['accounts.policy', { invite }],
    ['accounts.me', {}],
    ['sessions.list', {}],
    ['sync.pull', {}],
  ]
}

/** A user's possible calls in a group about a possible member. */
const inGroup = (chatId: ChatId, userId: UserId): Step[] => [
  ['groups.update', { chatId, about: 'ours' }],
  ['groups.join', { chatId }],
  ['groups.requests', { chatId }],
  ['groups.answerRequest', { chatId, userId, accept: true }],
  ['groups.setNickname', { chatId, userId, nickname: 'Bobby' }],
  ['groups.setRole', { chatId, userId, role: 'admin' }],
  ['groups.mute', { chatId, userId, forMs: 0 }],
  ['groups.remove', { chatId, userId }],
  ['groups.ban', { chatId, userId }],
  ['groups.bans', { chatId }],
  ['groups.unban', { chatId, userId }],
  ['groups.muteAll', { chatId, muted: false }],
  ['groups.links', { chatId }],
  ['groups.revokeLink', { chatId, code: 'none' }],
  ['groups.transfer', { chatId, userId }],
]

/** Ids in the order in which they come up, so that two runs can be compared. */
const plain = (value: unknown): string => {
  const names = new Map<string, string>()
  return JSON.stringify(value).replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => {
    const name = names.get(id) ?? `id ${names.size}`
    names.set(id, name)
    return name
  })
}

interface Before {
  /** Whether alice and bob are friends; otherwise they know each other from two groups. */
  readonly as: 'friends' | 'strangers'
  readonly what: (alice: Person, bob: Person) => Promise<unknown>
}

/** Alice's events and responses after bob's act. */
const heardAfter = async ({ as, what }: Before) => {
  const clock = new FakeClock()
  await using app = await TestApp.start({ directChats: 'friends', clock })
  // Ids made in one millisecond would come in any order.
  const person = async (name: string) => {
    await clock.advance(1)
    return app.person(name)
  }
  const alice = await person('alice')
  const bob = await person('bobby')
  const carol = await person('carol')
  const pairs: [Person, Person][] = [
    [carol, alice],
    [carol, bob],
  ]
  for (const [one, other] of as === 'friends' ? [[alice, bob] as const, ...pairs] : pairs) {
    await one.call('friends.request', { userId: other.me.id })
    await other.call('friends.answer', { userId: one.me.id, accept: true })
  }
  const group = newUuidV7() as ChatId
  const both = [alice.me.id, bob.me.id]
  await carol.call('groups.create', { id: group, name: 'All', userIds: both })
  let direct = newUuidV7() as ChatId
  if (as === 'friends') direct = (await alice.call('chats.direct', { userId: bob.me.id })).chat.id
  else await carol.call('groups.create', { id: direct, name: 'More', userIds: both })
  const { code } = await bob.call('invites.create', {})
  const { id: said } = await alice.say(direct, 'before')
  await what(alice, bob)
  const answers: unknown[] = []
  for (const [method, params] of everything({ bob, direct, group, invite: code, said })) {
    const answer = alice.call(method, params).catch(({ code, field, message }: Refused) => ({ code, field, message }))
    answers.push([method, await answer])
  }
  return plain([answers, alice.connection.frames]).replaceAll(code, 'the code')
}

test('[PM2] being blocked by a friend is, in every answer and every event, like being removed by one', async () => {
  const removed = await heardAfter({
    as: 'friends',
    what: (alice, bob) => bob.call('friends.remove', { userId: alice.me.id }),
  })
  const blocked = await heardAfter({
    as: 'friends',
    what: (alice, bob) => bob.call('friends.block', { userId: alice.me.id }),
  })
  expect(blocked).toBe(removed)
  // Blocked and unblocked, nothing has happened at all.
  const spared = await heardAfter({ as: 'friends', what: async () => {} })
  const forgiven = await heardAfter({
    as: 'friends',
    what: async (alice, bob) => {
      await bob.call('friends.block', { userId: alice.me.id })
      await bob.call('friends.unblock', { userId: alice.me.id })
    },
  })
  expect(forgiven).toBe(spared)
  expect(forgiven).not.toBe(blocked)
})

test('[PM2] being blocked by a stranger is, in every answer and every event, like not being blocked', async () => {
  const spared = await heardAfter({ as: 'strangers', what: async () => {} })
  const blocked = await heardAfter({
    as: 'strangers',
    what: (alice, bob) => bob.call('friends.block', { userId: alice.me.id }),
  })
  expect(blocked).toBe(spared)
})

/** Intended differences (PM1 has its place in the table), and calls about no other user. */
const leftOut = new Set([
  ...['chats.online', 'presence.watch', 'presence.unwatch', 'invites.open', 'groups.createLink'],
])

test('[PM2] no method that names a person or a chat is forgotten above', () => {
  const scene = { bob: { me: { id: '' } }, direct: '', group: '', invite: '', said: '' } as unknown as Scene
  const tried = new Set<string>(everything(scene).map(([method]) => method))
  const naming = Object.entries(contract).flatMap(([domain, methods]) =>
    Object.entries(methods as Record<string, MethodSpec>)
      .filter(([, { auth, input }]) => auth === 'user' && /userId|chatId/.test(Object.keys(shapeOf(input)).join()))
      .map(([name]) => `${domain}.${name}`),
  )
  expect(naming.filter((name) => !tried.has(name) && !leftOut.has(name))).toEqual([])
})

const shapeOf = (input: unknown): object => (input as { readonly shape?: object }).shape ?? {}

test('[PM4] notes, replies and remarks stand in no log, whether they are taken or refused', async () => {
  await using app = await HttpApp.start({ PARLEY_DIRECT_CHATS: 'friends', PARLEY_LOG_LEVEL: 'debug' })
  const alice = await app.register('alice')
  const bob = await app.register('bobby')
  const call = (who: { token: string }, method: string, params: object) =>
    app.call(method, params, { authorization: `Bearer ${who.token}` })
  const secret = 'between you and me'
  const statuses = [
    await call(alice, 'friends.request', { userId: bob.userId, note: secret }),
    await call(alice, 'friends.request', { userId: bob.userId, note: `${secret}\n${'x'.repeat(200)}` }),
    await call(bob, 'friends.answer', { userId: alice.userId, accept: true, reply: secret }),
    await call(bob, 'friends.remark', { userId: alice.userId, remark: secret }),
    await call(bob, 'friends.remark', { userId: alice.userId, remark: `${secret}\u202e` }),
  ].map(({ status }) => status)
  expect(statuses).toEqual([200, 400, 200, 200, 400])
  expect(app.log.filter((line) => line.includes('friends.')).length).toBe(5)
  expect(app.log.join('')).not.toContain(secret)
})
