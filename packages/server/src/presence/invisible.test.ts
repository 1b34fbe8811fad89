import { expect, test } from 'bun:test'
import {
  type ChatId,
  contract,
  events,
  type MediaId,
  type MessageId,
  type MethodName,
  newUuidV7,
  type Params,
  type ReportId,
  type UserId,
  WORLD_CHAT_ID,
} from '@parley/protocol'
import { defaultSendingLimits } from '@parley/protocol/moderation'
import { FakeClock } from '../testing/fake-clock'
import { type Person, type Refused, TestApp } from '../testing/test-app'

type Step = { readonly [N in MethodName]: readonly [N, Params<N>] }[MethodName]

interface Scene {
  readonly bob: Person
  readonly direct: ChatId
  readonly group: ChatId
  /** Alice's own message in each of the chats. */
  readonly said: Readonly<Record<'direct' | 'group' | 'world', MessageId>>
  readonly invite: string
}

const text = (words: string) => ({ type: 'text' as const, text: words })
const newId = () => newUuidV7() as MessageId
const newChatId = () => newUuidV7() as ChatId

/** Alice's possible calls in one of the chats. */
const about = (
  name: keyof Scene['said'],
  { direct, group, said }: Pick<Scene, 'direct' | 'group' | 'said'>,
): Step[] => {
  const chats = { direct, group, world: WORLD_CHAT_ID as ChatId }
  return [
    ['chats.online', { chatId: chats[name] }],
    ['chats.watch', { chatId: chats[name] }],
    ['chats.reads', { chatIds: [chats[name]] }],
    ['chats.changes', { chatId: chats[name], since: 0 }],
    ['chats.typing', { chatId: chats[name] }],
    ['chats.markRead', { chatId: chats[name], seq: 99 }],
    ['messages.receipts', { chatId: chats[name], id: said[name] }],
    ['messages.react', { chatId: chats[name], id: said[name], emoji: '👍', on: true }],
    ['messages.reactors', { chatId: chats[name], id: said[name] }],
    ['messages.list', { chatId: chats[name] }],
    ['messages.media', { chatId: chats[name], kind: 'links' }],
    [
      'messages.forward',
      { id: newId(), chatId: chats[name], from: { chatId: chats[name], id: said[name] }, withName: true },
    ],
    ['messages.send', { id: newId(), chatId: chats[name], body: text('are you there?') }],
    ['messages.pin', { chatId: chats[name], id: said[name], pinned: true }],
    ['messages.pin', { chatId: chats[name], id: said[name], pinned: false }],
    ['messages.edit', { chatId: chats[name], id: said[name], body: text('changed') }],
    ['messages.retract', { chatId: chats[name], id: said[name] }],
    ['messages.react', { chatId: chats[name], id: said[name], emoji: '👍', on: true }],
    ['messages.hide', { chatId: chats[name], ids: [said[name]] }],
    ['messages.markPlayed', { chatId: chats[name], ids: [said[name]] }],
    ['chats.unwatch', { chatId: chats[name] }],
    ['media.create', { id: newUuidV7() as MediaId, chatId: chats[name], name: 'a.png', size: 10 }],
    ['media.get', { ids: [newUuidV7() as MediaId] }],
    ['media.usage', {}],
    ['media.largest', {}],
    ['chats.draft', { chatId: chats[name], draft: { text: 'not yet' } }],
    ['chats.pin', { chatId: chats[name], pinned: true }],
    ['chats.archive', { chatId: chats[name], archived: true }],
    ['chats.notify', { chatId: chats[name], silence: 'forever' }],
    ['chats.markUnread', { chatId: chats[name], unread: true }],
    ['chats.clear', { chatId: chats[name], seq: 1 }],
  ]
}

/** Alice's possible calls in a channel of hers, and in the world. */
const inChannels = (chatId: ChatId, userId: UserId): Step[] => [
  ['channels.create', { id: chatId, name: 'Kites' }],
  ['channels.list', {}],
  ['channels.update', { chatId, about: 'and wind' }],
  ['channels.join', { chatId }],
  ['chats.watch', { chatId }],
  ['chats.online', { chatId }],
  ['channels.mute', { chatId: WORLD_CHAT_ID as ChatId, userId, forMs: 0 }],
  ['channels.leave', { chatId }],
]

/** Alice's possible calls in a group of hers. */
const inGroup = (mine: ChatId, { userId, group }: { userId: UserId; group: ChatId }): readonly Step[] => [
  ['groups.update', { chatId: mine, about: 'ours' }],
  ['groups.join', { chatId: group }],
  ['groups.entry', { chatId: group }],
  ['groups.requests', { chatId: mine }],
  ['groups.answerRequest', { chatId: mine, userId, accept: true }],
  ['groups.setNickname', { chatId: mine, userId, nickname: 'Bobby' }],
  ['groups.setRole', { chatId: mine, userId, role: 'admin' }],
  ['groups.mute', { chatId: mine, userId, forMs: 0 }],
  ['groups.muteAll', { chatId: mine, muted: false }],
  ['groups.createLink', { chatId: mine }],
  ['groups.links', { chatId: mine }],
  ['groups.revokeLink', { chatId: mine, code: 'none' }],
  ['groups.remove', { chatId: mine, userId }],
  ['groups.ban', { chatId: mine, userId }],
  ['groups.bans', { chatId: mine }],
  ['groups.unban', { chatId: mine, userId }],
  ['groups.transfer', { chatId: mine, userId }],
  ['groups.dissolve', { chatId: mine }],
]

/** All calls of alice, an administrator, except ending her own session. */
const everything = ({ bob, direct, group, said, invite }: Scene): readonly Step[] => {
  const userId = bob.me.id
  const inChat = (name: keyof Scene['said']) => about(name, { direct, group, said })
  const mine = newChatId()
  const room = newChatId()
  return [
    ['presence.watch', { userIds: [userId] }],
    ['presence.idle', { idle: true }],
    ['presence.idle', { idle: false }],
    ['presence.set', { status: 'away' }],
    ['users.get', { ids: [userId] }],
    ...[group, WORLD_CHAT_ID as ChatId].map(
      (chatId): Step => ['messages.send', { id: newId(), chatId, body: text('you'), mentions: [userId] }],
    ),
    ['users.search', { query: bob.me.username }],
    ['users.search', { query: bob.me.id }],
    ['chats.direct', { userId }],
    ...inChat('direct'),
    ...inChat('group'),
    ...inChat('world'),
    ['groups.create', { id: mine, name: 'Mine' }],
    ['groups.invite', { chatId: mine, userIds: [userId] }],
    ['chats.online', { chatId: mine }],
    ['groups.members', { chatId: group }],
    ...inGroup(mine, { userId, group }),
    ['groups.leave', { chatId: mine }],
    ['channels.setOpen', { chatId: WORLD_CHAT_ID, open: true }],
    ...inChannels(room, userId),
    ['reports.create', { userId, reason: 'spam' }],
    ['reports.list', {}],
    ['reports.count', {}],
    ['reports.media', { id: newUuidV7() as ReportId }],
    ['reports.end', { id: newUuidV7() as ReportId, act: 'dismiss' }],
    ['friends.remark', { userId, remark: 'Bobby' }],
    ['friends.remove', { userId }],
    ['friends.request', { userId }],
    ['friends.answer', { userId, accept: true }],
    ['friends.block', { userId }],
    ['friends.unblock', { userId }],
    ['invites.open', { code: invite }],
    ['invites.create', {}],
    ['invites.list', {}],
    ['invites.revoke', { code: 'none' }],
    ['accounts.policy', { invite }],
    ['accounts.me', {}],
    ['accounts.update', { name: 'Alice' }],
    ['accounts.changePassword', { password: 'wrong', newPassword: 'seven paper boats ashore' }],
    ['accounts.setPrivacy', { seenBy: 'friends' }],
    ['sessions.list', {}],
    ['sessions.revokeOthers', {}],
    ['sync.pull', {}],
    ['session.ping', {}],
    ['admin.settings', {}],
    ['admin.addresses', {}],
    ['admin.users', {}],
    ['admin.nodes', {}],
    ['admin.storage', { by: 'people' }],
    ['admin.audit', {}],
    ['admin.waves', {}],
    ['admin.countWave', { filter: { from: 0, until: 1 } }],
    ['admin.limits', {}],
    ['admin.setLimits', { limits: defaultSendingLimits }],
    ['admin.mailDomains', {}],
    ['admin.setMailDomains', { refused: [], allowed: [] }],
    ['admin.words', {}],
    ['admin.setWords', { words: [] }],
    ['admin.liftMute', { userId }],
    ['admin.setTrusted', { userId, trusted: false }],
    ['admin.networkBans', {}],
    ['admin.serviceTokens', {}],
    ['admin.blockNetwork', { network: '203.0.113.0/24', forMs: 60_000 }],
    ['admin.unblockNetwork', { network: '203.0.113.0/24' }],
    ['admin.resetPassword', { userId }],
    ['admin.setRegistration', { registration: 'open' }],
    ['admin.setServerName', { serverName: null }],
    ['presence.watch', { userIds: [userId] }],
    ['presence.unwatch', { userIds: [userId] }],
  ]
}

/**
 * Calls about the caller's own connection or account, and calls about mail. Also calls of administrators that close another
 * account, open it again, or disable it.
 */
const leftOut = new Set<string>([
  ...['session.open', 'session.close', 'accounts.register', 'accounts.login', 'accounts.logout'],
  ...['accounts.challenge', 'accounts.resetPassword', 'sessions.revoke', 'admin.setDisabled'],
  ...['accounts.close', 'accounts.restore', 'admin.closeUser', 'admin.restoreUser'],
  ...['admin.cleanWave', 'admin.undoWave'],
  ...['accounts.exchange', 'admin.createServiceToken', 'admin.revokeServiceToken'],
  ...['service.upsertUser', 'service.upsertUsers', 'service.createSession', 'service.disableUser', 'service.eraseUser'],
  ...['service.exportUser', 'service.createGroup', 'service.addMembers', 'service.removeMembers', 'service.openDirect'],
  ...['service.sendMessage', 'service.sendSystem'],
  ...['accounts.email', 'accounts.setEmail', 'accounts.verifyEmail', 'accounts.removeEmail', 'accounts.recover'],
  ...['accounts.requestAccount', 'accounts.requestState', 'accounts.withdrawRequest'],
  ...['admin.accountRequests', 'admin.answerRequests'],
  ...['accounts.passSecondFactor', 'accounts.setUpTotp', 'accounts.confirmTotp', 'accounts.renewRecoveryCodes'],
  ...['accounts.export', 'accounts.exportState', 'accounts.exportAddress'],
  ...['accounts.identityStep', 'accounts.registerIdentity', 'accounts.requestIdentity', 'accounts.restoreIdentity'],
  ...['accounts.identities', 'accounts.linkIdentity', 'accounts.unlinkIdentity'],
  ...['accounts.disableTotp', 'admin.removeSecondFactor', 'admin.mail', 'admin.testMail'],
  ...['accounts.passkeyRequest', 'accounts.loginWithPasskey', 'accounts.passkeys', 'accounts.setUpPasskey'],
  ...['accounts.proveByPasskey', 'accounts.proveByToken'],
  ...['accounts.addPasskey', 'accounts.renamePasskey', 'accounts.removePasskey'],
  ...['admin.passkeys', 'admin.removePasskeys'],
])

/** All calls of bob that write to no other user. */
const quietly = async (app: TestApp, bob: Person, { direct, group }: Pick<Scene, 'direct' | 'group'>) => {
  for (const chatId of [direct, group, WORLD_CHAT_ID as ChatId]) {
    await bob.call('chats.markRead', { chatId, seq: 99 })
    await bob.call('chats.typing', { chatId })
    await bob.call('chats.watch', { chatId })
    await bob.call('chats.online', { chatId })
    await bob.call('chats.changes', { chatId, since: 0 })
    await bob.call('messages.list', { chatId })
  }
  for (const idle of [true, false]) await bob.call('presence.idle', { idle })
  await bob.call('presence.set', { status: 'invisible' })
  await bob.call('presence.watch', { userIds: [bob.me.id] })
  await bob.call('accounts.setPrivacy', { seenBy: 'contacts' })
  await bob.call('accounts.setPrivacy', { seenBy: 'everybody' })
  await bob.call('sync.pull', {})
  await bob.call('session.ping', {})
  const phone = await app.signedIn(bob.me, bob.token)
  await phone.call('chats.typing', { chatId: direct })
  phone.connection.connection.end()
}

/** Ids in the order of their first appearance, so that two runs can be compared. */
const plain = (value: unknown): string => {
  const names = new Map<string, string>()
  return JSON.stringify(value).replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => {
    const name = names.get(id) ?? `id ${names.size}`
    names.set(id, name)
    return name
  })
}

type Going = 'leaves' | 'hides'

/** All responses and events of alice while bob is gone, or only appears to be. */
const heardWhile = async (going: Going | 'stays') => {
  const clock = new FakeClock()
  // Each frame is compared in its place, so nothing may depend on the duration of a query.
  await using app = await TestApp.start({ clock, kind: 'sqlite' })
  const setup = (await app.core.setupCode.renew()) ?? ''
  // Ids created in one millisecond would have a random order.
  const person = async (name: string, more = {}) => {
    await clock.advance(1)
    return app.person(name, more)
  }
  const alice = await person('alice', { setup })
  const bob = await person('bobby')
  const carol = await person('carol')
  await alice.call('friends.request', { userId: bob.me.id })
  await bob.call('friends.request', { userId: alice.me.id })
  const { chat } = await alice.call('chats.direct', { userId: bob.me.id })
  const group = newChatId()
  await carol.call('groups.create', { id: group, name: 'All', userIds: [alice.me.id, bob.me.id] })
  const { code } = await bob.call('invites.create', {})
  const say = async (chatId: ChatId) => (await alice.say(chatId, 'before')).id
  const said = { direct: await say(chat.id), group: await say(group), world: await say(WORLD_CHAT_ID) }
  await alice.call('presence.watch', { userIds: [bob.me.id] })
  await alice.call('chats.watch', { chatId: WORLD_CHAT_ID })
  await clock.advance(10_000)
  const from = alice.connection.frames.length
  if (going === 'leaves') bob.connection.connection.end()
  else if (going === 'hides') await bob.call('presence.set', { status: 'invisible' })
  await clock.advance(10_000)
  if (going === 'hides') await quietly(app, bob, { direct: chat.id, group })
  await clock.advance(10_000)
  const answers: unknown[] = []
  const asks = async () => {
    for (const [method, params] of everything({ bob, direct: chat.id, group, said, invite: code })) {
      const answer = alice.call(method, params).catch(({ code, field }: Refused) => ({ code, field }))
      answers.push([method, await answer])
      await clock.advance(1)
    }
  }
  await asks()
  if (going === 'hides') await quietly(app, bob, { direct: chat.id, group })
  await clock.advance(10_000)
  if (going === 'hides') bob.connection.connection.end()
  await clock.advance(10_000)
  const hidden = [answers, alice.connection.frames.slice(from)]
  const tried = alice.connection.frames.map(({ method }) => method)
  return {
    heard: plain(hidden)
      .replaceAll(code, 'the code')
      .replaceAll(/"code":"[\w-]{10,}"/g, '"code":"new"')
      .replaceAll(/"url":"[^"]*"/g, '"url":"new"'),
    tried,
  }
}

test('[PM6] in every response and every event, an invisible user looks like one who has left', async () => {
  const left = await heardWhile('leaves')
  const hidden = await heardWhile('hides')
  expect(hidden.heard).toBe(left.heard)
  // The comparison is effective: with bob present it differs.
  expect((await heardWhile('stays')).heard).not.toBe(left.heard)
})

test('[PM6] the calls above cover every method and event', async () => {
  const scene = { bob: { me: { id: '', username: '' } }, direct: '', group: '', said: {}, invite: '' }
  const tried = new Set<string>(everything(scene as unknown as Scene).map(([method]) => method))
  const all = Object.entries(contract).flatMap(([domain, methods]) =>
    Object.keys(methods).map((name) => `${domain}.${name}`),
  )
  expect(all.filter((name) => !tried.has(name) && !leftOut.has(name))).toEqual([])
  // Every frame counts in the comparison, whatever its event; these are about alice's own connection, and about
  // strangers.
  const heard = new Set<string | undefined>((await heardWhile('leaves')).tried)
  const connection = ['session.closing', 'session.closed', 'chat.requests', 'admin.requests']
  const missing = Object.keys(events).filter((name) => !heard.has(name) && !connection.includes(name))
  expect(missing).toEqual([])
})
