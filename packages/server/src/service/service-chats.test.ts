import { expect, test } from 'bun:test'
import { type ChatId, type MessageId, newUuidV7, type ServiceScope, WORLD_CHAT_ID } from '@parley/protocol'
import { findPostgres } from '../testing/postgres'
import { outcome as code } from '../testing/refusal'
import { callAsService, type Service, serviceOf } from '../testing/service'
import { type Person, TestApp } from '../testing/test-app'

const newChat = () => newUuidV7() as ChatId
const newId = () => newUuidV7() as MessageId
const said = (text: string) => ({ type: 'text', text }) as const

/** Signs an external user in. */
const enter = async (app: TestApp, shop: Service, externalId: string): Promise<Person> => {
  const { session, user } = await shop.call('service.createSession', { externalId, ttlMs: 3_600_000 })
  return app.signedIn(user, session.token)
}

/** A shop with two customers who are no friends, where people write to friends alone. */
const scene = async (options: { groupMembers?: number; kind?: 'postgres' } = {}) => {
  const app = await TestApp.start({ directChats: 'friends', ...options })
  const shop = await serviceOf(app)
  for (const [externalId, name] of [
    ['a', 'Anna'],
    ['b', 'Ben'],
    ['c', 'Cleo'],
  ] as const)
    await shop.call('service.upsertUser', { externalId, name, username: name.toLowerCase().padEnd(4, 'x') })
  const anna = await enter(app, shop, 'a')
  const ben = await enter(app, shop, 'b')
  return { app, shop, anna, ben, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

test('[SV12] a service creates a group of people who are no friends, and the same id returns it', async () => {
  await using it = await scene()
  const { anna, ben, shop } = it
  const id = newChat()
  const create = () => shop.call('service.createGroup', { id, name: 'Order 7', owner: 'a', members: ['b'] })
  const chat = await create()
  expect(chat).toMatchObject({ id, kind: 'group', name: 'Order 7', ownerId: anna.me.id })
  expect((await create()).id).toBe(id)
  const { messages } = await ben.call('messages.list', { chatId: id })
  expect(messages).toMatchObject([{ seq: 1, via: 'Shop', body: { event: 'group_created', userIds: [ben.me.id] } }])
  expect(
    ben.connection.events('user.delta').flatMap(({ states = [] }) => states.map(({ chatId }) => chatId)),
  ).toContain(id)
})

test('[SV12] members come and go with a service, and bans, sizes and closed accounts hold', async () => {
  await using it = await scene({ groupMembers: 3 })
  const { anna, app, ben, shop } = it
  const chatId = newChat()
  await shop.call('service.createGroup', { id: chatId, name: 'Order 7', owner: 'a' })
  const added = await shop.call('service.addMembers', { chatId, externalIds: ['a', 'b'] })
  expect(added).toEqual({ userIds: [ben.me.id] })
  expect(await shop.call('service.addMembers', { chatId, externalIds: ['b'] })).toEqual({ userIds: [] })
  expect(await shop.call('service.removeMembers', { chatId, externalIds: ['b', 'c'] })).toEqual({
    userIds: [ben.me.id],
  })
  expect(await code(shop.call('service.removeMembers', { chatId, externalIds: ['a'] }))).toBe('forbidden')
  await anna.call('groups.ban', { chatId, userId: ben.me.id })
  expect(await code(shop.call('service.addMembers', { chatId, externalIds: ['b'] }))).toBe('banned')
  await anna.call('groups.unban', { chatId, userId: ben.me.id })
  await shop.call('service.upsertUsers', { users: ['d', 'e'].map((externalId) => ({ externalId, name: 'More' })) })
  expect(await code(shop.call('service.addMembers', { chatId, externalIds: ['b', 'c', 'd'] }))).toBe('group_full')
  await app.core.admin.changeAccountOf('cleo', 'closed')
  expect(await code(shop.call('service.addMembers', { chatId, externalIds: ['c'] }))).toBe('peer_closed')
  expect(await code(shop.call('service.addMembers', { chatId, externalIds: ['unknown'] }))).toBe('not_found')
  await anna.call('groups.dissolve', { chatId })
  expect(await code(shop.call('service.addMembers', { chatId, externalIds: ['b'] }))).toBe('dissolved')
})

test('[SV13] services neither change nor write into groups that people made', async () => {
  await using it = await scene()
  const { anna, shop } = it
  const chatId = newChat()
  await anna.call('groups.create', { id: chatId, name: 'Private', userIds: [] })
  expect(await code(shop.call('service.addMembers', { chatId, externalIds: ['b'] }))).toBe('not_found')
  expect(await code(shop.call('service.removeMembers', { chatId, externalIds: ['a'] }))).toBe('not_found')
  expect(await code(shop.call('service.sendSystem', { id: newId(), chatId, text: 'hi' }))).toBe('not_found')
  const create = { id: chatId, name: 'Mine', owner: 'b', members: [] }
  expect(await code(shop.call('service.createGroup', create))).toBe('conflict')
  for (const world of [WORLD_CHAT_ID])
    expect(await code(shop.call('service.sendSystem', { id: newId(), chatId: world, text: 'hi' }))).toBe('not_found')
  const saved = anna.connection.events('user.delta')
  expect(saved).toBeDefined()
})

test('[SV14] a message of a service needs no friendship, is marked, and is stored once', async () => {
  await using it = await scene()
  const { anna, ben, shop } = it
  const { id: chatId } = await shop.call('service.openDirect', { externalIds: ['a', 'b'] })
  expect((await shop.call('service.openDirect', { externalIds: ['b', 'a'] })).id).toBe(chatId)
  expect(await code(anna.say(chatId, 'hello'))).toBe('not_friends')
  const message = { as: 'a', id: newId(), chatId, body: said('Your order is ready') }
  const sent = await shop.call('service.sendMessage', message)
  expect(sent).toMatchObject({ senderId: anna.me.id, via: 'Shop', seq: 1, countable: true })
  expect(await shop.call('service.sendMessage', message)).toEqual(sent)
  expect(await code(shop.call('service.sendMessage', { ...message, body: said('Other') }))).toBe('conflict')
  const pushed = ben.connection.events('chat.delta').flatMap(({ messages = [] }) => messages)
  expect(pushed.find(({ id }) => id === sent.id)).toEqual(sent)
  expect((await ben.call('messages.list', { chatId })).messages).toEqual([sent])
})

test('[SV14] blocks, missing membership, mutes, and disabled senders refuse messages of services', async () => {
  await using it = await scene()
  const { anna, app, ben, shop } = it
  const { id: chatId } = await shop.call('service.openDirect', { externalIds: ['a', 'b'] })
  const send = (as: string, chat = chatId) =>
    code(shop.call('service.sendMessage', { as, id: newId(), chatId: chat, body: said('hi') }))
  await ben.call('friends.block', { userId: anna.me.id })
  expect(await send('a')).toBe('not_friends')
  expect(await send('b')).toBe('blocked')
  expect(await code(shop.call('service.openDirect', { externalIds: ['a', 'b'] }))).toBe('blocked')
  await ben.call('friends.unblock', { userId: anna.me.id })
  expect(await send('a')).toBe('yes')
  expect(await send('c')).toBe('not_found')
  expect(await send('unknown')).toBe('not_found')
  const group = newChat()
  await shop.call('service.createGroup', { id: group, name: 'Order 7', owner: 'a', members: ['b'] })
  await anna.call('groups.mute', { chatId: group, userId: ben.me.id, forMs: 60_000 })
  expect(await send('b', group)).toBe('muted')
  await shop.call('service.disableUser', { externalId: 'a', disabled: true })
  expect(await send('a')).toBe('account_disabled')
  await shop.call('service.disableUser', { externalId: 'a', disabled: false })
  await app.core.admin.changeAccountOf('benx', 'closed')
  expect(await send('a')).toBe('peer_closed')
})

test('[SV15] a notice shows in chats of services, counts as nothing, and is stored once', async () => {
  await using it = await scene()
  const { ben, shop } = it
  const chatId = newChat()
  await shop.call('service.createGroup', { id: chatId, name: 'Order 7', owner: 'a', members: ['b'] })
  const notice = { id: newId(), chatId, text: 'Order 7 is on its way' }
  const sent = await shop.call('service.sendSystem', notice)
  expect(sent).toMatchObject({
    id: notice.id,
    via: 'Shop',
    countable: false,
    body: { event: 'notice', notice: notice.text },
  })
  expect(await shop.call('service.sendSystem', notice)).toEqual(sent)
  expect(await code(shop.call('service.sendSystem', { ...notice, text: 'Other' }))).toBe('conflict')
  expect((await ben.call('messages.list', { chatId })).messages.at(-1)).toEqual(sent)
  const { id: direct } = await shop.call('service.openDirect', { externalIds: ['a', 'b'] })
  expect(await code(shop.call('service.sendSystem', { ...notice, id: newId(), chatId: direct }))).toBe('yes')
})

test.skipIf(findPostgres() === undefined)(
  '[SV15] repeats on two nodes at once store one message and one group',
  async () => {
    await using it = await scene({ kind: 'postgres' })
    const { app, shop } = it
    await using other = await TestApp.start({ kind: 'postgres', directChats: 'friends', beside: app })
    const [chatId, notice, message] = [newChat(), newId(), newId()]
    const onBoth = <T>(act: (on: TestApp) => Promise<T>) =>
      Promise.all(Array.from({ length: 8 }, (_, at) => act(at % 2 ? app : other)))
    const group = { id: chatId, name: 'Order 7', owner: 'a', members: ['b'] }
    await onBoth((on) => callAsService(on, shop.secret, ['service.createGroup', group]))
    const sent = { as: 'a', id: message, chatId, body: said('hello') }
    const messages = await onBoth((on) => callAsService(on, shop.secret, ['service.sendMessage', sent]))
    const said2 = { id: notice, chatId, text: 'on its way' }
    const notices = await onBoth((on) => callAsService(on, shop.secret, ['service.sendSystem', said2]))
    expect(new Set([...messages, ...notices].map(({ seq }) => seq)).size).toBe(2)
  },
)

test('[SV16] disabling ends sessions at once, and the audit log names the token', async () => {
  await using it = await scene()
  const { anna, app, shop } = it
  const boss = await app.person('boss')
  await app.core.admin.grant('boss')
  await shop.call('service.disableUser', { externalId: 'a', disabled: true })
  await shop.call('service.disableUser', { externalId: 'a', disabled: true })
  expect(anna.connection.closedWith).toBe(4502)
  expect(await code(shop.call('service.createSession', { externalId: 'a', ttlMs: 60_000 }))).toBe('account_disabled')
  await shop.call('service.disableUser', { externalId: 'a', disabled: false })
  await enter(app, shop, 'a')
  const { entries } = await boss.call('admin.audit', { userId: anna.me.id })
  expect(entries.map(({ action, service, byId }) => [action, service, byId])).toEqual([
    ['user_enabled', 'Shop', undefined],
    ['user_disabled', 'Shop', undefined],
  ])
  await app.core.admin.grant('anna')
  for (const disabled of [true, false])
    expect(await code(shop.call('service.disableUser', { externalId: 'a', disabled }))).toBe('forbidden')
  expect(await code(shop.call('service.eraseUser', { externalId: 'a' }))).toBe('forbidden')
  expect(await code(shop.call('service.disableUser', { externalId: 'unknown', disabled: true }))).toBe('not_found')
})

test('[SV16] a service enables only whom a service disabled', async () => {
  await using it = await scene()
  const { anna, app, shop } = it
  const boss = await app.person('boss')
  await app.core.admin.grant('boss')
  const byService = (disabled: boolean) => code(shop.call('service.disableUser', { externalId: 'a', disabled }))
  const byBoss = (disabled: boolean) => boss.call('admin.setDisabled', { userId: anna.me.id, disabled })
  expect([await byService(true), await byService(false)]).toEqual(['yes', 'yes'])
  await byBoss(true)
  expect([await byService(true), await byService(false)]).toEqual(['yes', 'forbidden'])
  await byBoss(false)
  expect(await byService(true)).toBe('yes')
  // The administrator makes the act of the service their own.
  await byBoss(true)
  expect(await byService(false)).toBe('forbidden')
  await byBoss(false)
  expect([await byService(false), await byService(true), await byService(false)]).toEqual(['yes', 'yes', 'yes'])
})

test('[SV16] erasing frees the external id at once and leaves nothing of the person', async () => {
  await using it = await scene()
  const { app, ben, shop } = it
  const { user: before } = await shop.call('service.upsertUser', { externalId: 'b', name: 'Ben' })
  expect(await shop.call('service.eraseUser', { externalId: 'b' })).toEqual({ erased: true })
  expect(await shop.call('service.eraseUser', { externalId: 'b' })).toEqual({ erased: false })
  expect(ben.connection.closedWith).toBe(4501)
  const { user } = await shop.call('service.upsertUser', { externalId: 'b', name: 'Ben again' })
  expect(user.id).not.toBe(before.id)
  await app.core.worker.lookForWork()
  const anna = await enter(app, shop, 'a')
  const { users } = await anna.call('users.get', { ids: [before.id] })
  expect(users).toMatchObject([{ name: 'Deleted account', deleted: true }])
})

test('[SV13] a token reads no chat: the scopes of all methods return what the service itself did', async () => {
  await using it = await scene()
  const { anna, shop } = it
  const chatId = newChat()
  await shop.call('service.createGroup', { id: chatId, name: 'Order 7', owner: 'a', members: ['b'] })
  await anna.say(chatId, 'a secret of ours')
  const scopes: readonly ServiceScope[] = ['users', 'groups', 'messages']
  const reader = await serviceOf(it.app, { scopes })
  const answers = [
    await reader.call('service.addMembers', { chatId, externalIds: ['b'] }),
    await reader.call('service.upsertUser', { externalId: 'a', name: 'Anna' }),
    await reader.call('service.sendSystem', { id: newId(), chatId, text: 'hello' }),
    await reader.call('service.openDirect', { externalIds: ['a', 'b'] }),
  ]
  expect(JSON.stringify(answers)).not.toContain('a secret of ours')
})
