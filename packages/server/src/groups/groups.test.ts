import { expect, test } from 'bun:test'
import { type ChatId, limits, type MessageId, newUuidV7 } from '@parley/protocol'
import { FakeClock } from '../testing/fake-clock'
import { type Person, type Refused, TestApp } from '../testing/test-app'

const code = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    ({ code }: Refused) => code,
  )
const newGroup = async (owner: Person, ...others: Person[]) => {
  const chatId = newUuidV7() as ChatId
  await owner.call('groups.create', { id: chatId, name: 'Friends', userIds: others.map(({ me }) => me.id) })
  return chatId
}
const gather = (app: TestApp) =>
  Promise.all([app.person('alice'), app.person('bob'), app.person('carol'), app.person('dave')])

test('[GP4] a mute ends by the database’s clock, and says when', async () => {
  const clock = new FakeClock()
  await using app = await TestApp.start({ kind: 'sqlite', clock })
  const [alice, bob] = await gather(app)
  const chatId = await newGroup(alice, bob)
  const { mutedUntil } = await alice.call('groups.mute', { chatId, userId: bob.me.id, forMs: 60_000 })
  expect(mutedUntil).toBe(clock.now() + 60_000)
  expect(await code(bob.say(chatId, 'no'))).toBe('muted')
  expect(await code(bob.call('chats.typing', { chatId }))).toBe('muted')
  await clock.advance(60_000)
  expect(await code(bob.say(chatId, 'yes'))).toBe('done')
  expect(await code(bob.call('chats.typing', { chatId }))).toBe('done')
})

test('[GP4] a mute outlasts leaving and rejoining', async () => {
  await using app = await TestApp.start()
  const [alice, bob] = await gather(app)
  const chatId = await newGroup(alice, bob)
  await alice.call('groups.mute', { chatId, userId: bob.me.id, forMs: 60_000 })
  await bob.call('groups.leave', { chatId })
  const { members } = await alice.call('groups.invite', { chatId, userIds: [bob.me.id] })
  expect(members[0]?.mutedUntil).toBeGreaterThan(0)
  expect(await code(bob.say(chatId, 'no'))).toBe('muted')
})

test('[GP2] a new owner is no longer muted, because no member could lift the mute', async () => {
  await using app = await TestApp.start()
  const [alice, bob] = await gather(app)
  const chatId = await newGroup(alice, bob)
  await alice.call('groups.mute', { chatId, userId: bob.me.id, forMs: 60_000 })
  await alice.call('groups.transfer', { chatId, userId: bob.me.id })
  expect(await code(bob.say(chatId, 'mine now'))).toBe('done')
})

test('[GP4] a message from before a mute is returned again for a repeated send', async () => {
  await using app = await TestApp.start()
  const [alice, bob] = await gather(app)
  const chatId = await newGroup(alice, bob)
  const send = { id: newUuidV7() as MessageId, chatId, body: { type: 'text', text: 'before' } } as const
  const sent = await bob.call('messages.send', send)
  await alice.call('groups.mute', { chatId, userId: bob.me.id, forMs: 60_000 })
  expect(await bob.call('messages.send', send)).toEqual(sent)
  const edit = { chatId, id: send.id, body: { type: 'text', text: 'after' } } as const
  expect(await code(bob.call('messages.edit', edit))).toBe('muted')
})

test('[GP4] slow mode delays all but the owner and admins, even within one batch', async () => {
  const clock = new FakeClock()
  await using app = await TestApp.start({ kind: 'sqlite', clock })
  const [alice, bob, carol] = await gather(app)
  const chatId = await newGroup(alice, bob, carol)
  await alice.call('groups.update', { chatId, slowModeMs: 10_000 })
  const ends = await Promise.all([1, 2, 3].map((at) => code(bob.say(chatId, `${at}`))))
  expect(ends).toEqual(['done', 'slow_mode', 'slow_mode'])
  expect(await Promise.all([1, 2].map((at) => code(alice.say(chatId, `${at}`))))).toEqual(['done', 'done'])
  expect(await code(carol.say(chatId, 'mine'))).toBe('done')
  await clock.advance(9_999)
  expect(await code(bob.say(chatId, 'still'))).toBe('slow_mode')
  await clock.advance(1)
  expect(await code(bob.say(chatId, 'now'))).toBe('done')
})

test('[GP4] slow mode holds over several sends, repeats are returned, and it ends when it is switched off', async () => {
  await using app = await TestApp.start()
  const [alice, bob] = await gather(app)
  const chatId = await newGroup(alice, bob)
  await alice.call('groups.update', { chatId, slowModeMs: limits.slowModeMaxMs })
  const send = { id: newUuidV7() as MessageId, chatId, body: { type: 'text', text: 'once' } } as const
  const sent = await bob.call('messages.send', send)
  expect(await bob.call('messages.send', send)).toEqual(sent)
  expect(await code(bob.say(chatId, 'again'))).toBe('slow_mode')
  await alice.call('groups.setRole', { chatId, userId: bob.me.id, role: 'admin' })
  expect(await code(bob.say(chatId, 'as an admin'))).toBe('done')
  await alice.call('groups.setRole', { chatId, userId: bob.me.id, role: 'member' })
  expect(await code(bob.say(chatId, 'again'))).toBe('slow_mode')
  await alice.call('groups.update', { chatId, slowModeMs: 0 })
  expect(await code(bob.say(chatId, 'free'))).toBe('done')
})

test("[GP4] repeating a message doesn't restart the wait of slow mode", async () => {
  const clock = new FakeClock()
  await using app = await TestApp.start({ kind: 'sqlite', clock })
  const [alice, bob] = await gather(app)
  const chatId = await newGroup(alice, bob)
  await alice.call('groups.update', { chatId, slowModeMs: 10_000 })
  const send = { id: newUuidV7() as MessageId, chatId, body: { type: 'text', text: 'once' } } as const
  await Promise.all([bob.call('messages.send', send), alice.say(chatId, 'one')])
  await clock.advance(9_999)
  // The repeated message and the new one are stored in one batch.
  await Promise.all([bob.call('messages.send', send), alice.say(chatId, 'two')])
  await clock.advance(1)
  expect(await code(bob.say(chatId, 'twice'))).toBe('done')
})

test("strangers learn how to join a group or channel by its id, and nothing about a group that can't be joined this way", async () => {
  await using app = await TestApp.start()
  const [alice, bob, carol] = await gather(app)
  const chatId = await newGroup(alice, carol)
  const entry = (one: Person, id = chatId) => one.call('groups.entry', { chatId: id })
  expect(await code(entry(bob))).toBe('not_found')
  expect(await code(entry(bob, newUuidV7() as ChatId))).toBe('not_found')
  expect(await entry(carol)).toEqual({ kind: 'group', joinPolicy: 'invite' })
  await carol.call('groups.leave', { chatId })
  expect(await code(entry(carol))).toBe('not_open')
  await alice.call('groups.ban', { chatId, userId: carol.me.id })
  expect(await code(entry(carol))).toBe('banned')
  await alice.call('groups.unban', { chatId, userId: carol.me.id })
  expect(await code(entry(carol))).toBe('not_open')
  await alice.call('groups.update', { chatId, joinPolicy: 'approval' })
  expect(await entry(bob)).toEqual({ kind: 'group', joinPolicy: 'approval' })
  await alice.call('groups.ban', { chatId, userId: bob.me.id })
  expect(await code(entry(bob))).toBe('banned')
  const channel = newUuidV7() as ChatId
  await alice.call('channels.create', { id: channel, name: 'Birds' })
  expect(await entry(bob, channel)).toEqual({ kind: 'channel', joinPolicy: 'open' })
  const { chat } = await alice.call('chats.direct', { userId: carol.me.id })
  expect(await code(entry(bob, chat.id))).toBe('not_found')
  await alice.call('groups.dissolve', { chatId })
  expect(await code(entry(carol))).toBe('dissolved')
})

test('[GP5] a ban keeps out what was asked before, added and linked; lifting it lets in', async () => {
  await using app = await TestApp.start()
  const [alice, bob, carol] = await gather(app)
  const chatId = await newGroup(alice, carol)
  const about = { chatId, userId: bob.me.id }
  await alice.call('groups.update', { chatId, joinPolicy: 'approval' })
  await bob.call('groups.join', { chatId })
  await alice.call('groups.ban', about)
  expect(await code(alice.call('groups.answerRequest', { ...about, accept: true }))).toBe('not_found')
  const { code: link } = await alice.call('groups.createLink', { chatId })
  expect(await code(bob.call('invites.open', { code: link }))).toBe('banned')
  expect(await code(bob.call('groups.join', { chatId }))).toBe('banned')
  expect(await code(alice.call('groups.invite', { chatId, userIds: [bob.me.id] }))).toBe('banned')
  await alice.call('groups.unban', about)
  expect(await code(alice.call('groups.invite', { chatId, userIds: [bob.me.id] }))).toBe('done')
})

test('[GP6] bans, links and requests raise no rev, and only the owner and admins receive them', async () => {
  await using app = await TestApp.start()
  const [alice, bob, carol, dave] = await gather(app)
  const chatId = await newGroup(alice, bob, carol)
  await alice.call('groups.setRole', { chatId, userId: bob.me.id, role: 'admin' })
  await alice.call('groups.update', { chatId, joinPolicy: 'approval' })
  const { rev } = await alice.call('chats.changes', { chatId, since: 1 })
  await dave.call('groups.join', { chatId })
  await dave.call('groups.join', { chatId })
  await alice.call('groups.createLink', { chatId })
  const counts = (one: Person) => one.connection.events('chat.requests').map(({ count }) => count)
  expect([counts(alice), counts(bob), counts(carol), counts(dave)]).toEqual([[1], [1], [], []])
  await bob.call('groups.ban', { chatId, userId: dave.me.id })
  expect(counts(alice)).toEqual([1, 0])
  expect((await alice.call('chats.changes', { chatId, since: 1 })).rev).toBe(rev)
  expect((await alice.call('groups.bans', { chatId })).bans).toMatchObject([{ userId: dave.me.id, byId: bob.me.id }])
})

test('[GP7] a link works while its maker is the owner or an admin, and shows its group', async () => {
  await using app = await TestApp.start({ registration: 'closed' })
  const setup = (await app.core.setupCode.renew()) ?? ''
  const alice = await app.person('alice', { setup })
  const chatId = await newGroup(alice)
  const own = await alice.call('groups.createLink', { chatId })
  const bob = await app.person('bob', { invite: own.code })
  expect((await bob.call('sync.pull', { user: 0, chats: {}, last: true })).chats.map((one) => one.chatId)).toContain(
    chatId,
  )
  await alice.call('groups.setRole', { chatId, userId: bob.me.id, role: 'admin' })
  const { code: link } = await bob.call('groups.createLink', { chatId })
  const stranger = app.connect()
  const policy = () => stranger.call('accounts.policy', { invite: link })
  expect(await policy()).toMatchObject({
    inviteValid: true,
    inviter: { username: 'bob' },
    group: { chatId, name: 'Friends', members: 2, approval: false },
  })
  await alice.call('groups.setRole', { chatId, userId: bob.me.id, role: 'member' })
  expect(await policy()).toMatchObject({ inviteValid: false })
  expect(await code(app.person('carol', { invite: link }))).toBe('invite_invalid')
  expect((await alice.call('groups.links', { chatId })).links.map((one) => one.code)).toEqual([own.code])
  await alice.call('groups.setRole', { chatId, userId: bob.me.id, role: 'admin' })
  expect(await policy()).toMatchObject({ inviteValid: true })
  await alice.call('groups.revokeLink', { chatId, code: link })
  expect(await policy()).toMatchObject({ inviteValid: false })
})

test("[GP7] the user of a link's last use opens it once more, and waiting takes one use", async () => {
  await using app = await TestApp.start()
  const [alice, bob, carol] = await gather(app)
  const chatId = await newGroup(alice)
  const { code: link } = await alice.call('groups.createLink', { chatId, uses: 1 })
  await bob.call('invites.open', { code: link })
  expect((await bob.call('invites.open', { code: link })).chat?.id).toBe(chatId)
  expect(await code(carol.call('invites.open', { code: link }))).toBe('invite_invalid')
  await alice.call('groups.update', { chatId, joinPolicy: 'approval' })
  const { code: second } = await alice.call('groups.createLink', { chatId, uses: 2 })
  for (let time = 0; time < 3; time++)
    expect(await carol.call('invites.open', { code: second })).toEqual({ requested: chatId })
  expect((await alice.call('groups.links', { chatId })).links.map(({ usesLeft }) => usesLeft)).toEqual([1])
})

test('[GP7] where admins approve members, a user who signs up by a link waits', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const chatId = await newGroup(alice)
  await alice.call('groups.update', { chatId, joinPolicy: 'approval' })
  const { code: link } = await alice.call('groups.createLink', { chatId })
  const bob = await app.person('bob', { invite: link })
  const { requests, count, users } = await alice.call('groups.requests', { chatId })
  expect([requests.map(({ userId }) => userId), count, users.length]).toEqual([[bob.me.id], 1, 1])
  expect(await code(bob.call('messages.list', { chatId }))).toBe('not_found')
  await alice.call('groups.answerRequest', { chatId, userId: bob.me.id, accept: true })
  expect(await code(bob.call('messages.list', { chatId }))).toBe('done')
})

test('members are found by user name, name and nickname, a page at a time', async () => {
  await using app = await TestApp.start()
  const [alice, bob, carol] = await gather(app)
  const chatId = await newGroup(alice, bob, carol)
  await bob.call('groups.setNickname', { chatId, userId: bob.me.id, nickname: 'Ｚed' })
  const names = async (query: string) =>
    (await alice.call('groups.members', { chatId, query })).members.map(({ userId }) => userId)
  expect(await names('zE')).toEqual([bob.me.id])
  expect(await names('@car')).toEqual([carol.me.id])
  expect(await names('nobody')).toEqual([])
  const first = await alice.call('groups.members', { chatId, limit: 2 })
  const rest = await alice.call('groups.members', { chatId, limit: 2, after: first.members[1]?.userId ?? alice.me.id })
  expect([first.members.length, first.more, rest.members.length, rest.more, rest.total]).toEqual([2, true, 1, false, 3])
})

test("the limit of members is at most the server's, and at least the present number", async () => {
  await using app = await TestApp.start({ groupMembers: 3 })
  const [alice, bob, carol, dave] = await gather(app)
  const chatId = await newGroup(alice, bob, carol)
  expect(await code(alice.call('groups.invite', { chatId, userIds: [dave.me.id] }))).toBe('group_full')
  expect(await code(alice.call('groups.update', { chatId, maxMembers: 4 }))).toBe('invalid_params')
  expect(await code(alice.call('groups.update', { chatId, maxMembers: 2 }))).toBe('group_full')
  expect(await code(newGroup(alice, bob, carol, dave))).toBe('group_full')
})

test('of users invited together all join, or none', async () => {
  await using app = await TestApp.start({ groupMembers: 3 })
  const [alice, bob, carol, dave] = await gather(app)
  const chatId = await newGroup(alice, bob)
  const invite = (...people: Person[]) =>
    code(alice.call('groups.invite', { chatId, userIds: people.map(({ me }) => me.id) }))
  expect(await invite(carol, dave)).toBe('group_full')
  expect((await alice.call('groups.members', { chatId })).total).toBe(2)
  expect(await invite(carol)).toBe('done')
})

test('[GP2] an owner who transfers a group with twenty admins to one of them takes the free place', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const others = await Promise.all(Array.from({ length: limits.groupAdminsMax }, (_, at) => app.person(`person${at}`)))
  const chatId = await newGroup(alice, ...others)
  for (const { me } of others) await alice.call('groups.setRole', { chatId, userId: me.id, role: 'admin' })
  const [next] = others
  const { members } = await alice.call('groups.transfer', { chatId, userId: next?.me.id ?? alice.me.id })
  expect(members.map(({ role }) => role)).toEqual(['owner', 'admin'])
})

test('[GP9] member rights take effect with their commit, and are in the row for all members', async () => {
  await using app = await TestApp.start()
  const [alice, bob, carol] = await gather(app)
  const chatId = await newGroup(alice, bob)
  const usual = { invite: 'members', pin: 'admins', edit: 'admins' } as const
  expect((await bob.call('chats.changes', { chatId, since: 0 })).chat?.rights).toEqual(usual)
  const { rights } = await alice.call('groups.update', { chatId, rights: { edit: 'members' } })
  expect(rights).toEqual({ ...usual, edit: 'members' })
  expect(bob.connection.events('chat.delta').at(-1)?.chat?.rights).toEqual({ ...usual, edit: 'members' })
  expect((await bob.call('groups.update', { chatId, name: 'Ours' })).name).toBe('Ours')
  // With one forbidden field, nothing changes.
  expect(await code(bob.call('groups.update', { chatId, name: 'Mine', slowModeMs: 1_000 }))).toBe('forbidden')
  expect(await code(bob.call('groups.update', { chatId, rights: { pin: 'members' } }))).toBe('forbidden')
  const said = await bob.say(chatId, 'look here')
  const pinned = { chatId, id: said.id, pinned: true }
  const tried = [
    code(bob.call('messages.pin', pinned)),
    alice.call('groups.update', { chatId, rights: { edit: 'admins', pin: 'members', invite: 'admins' } }),
  ]
  await Promise.all(tried)
  expect(await code(bob.call('groups.update', { chatId, name: 'Mine' }))).toBe('forbidden')
  expect(await code(bob.call('groups.invite', { chatId, userIds: [carol.me.id] }))).toBe('forbidden')
  expect(await code(bob.call('messages.pin', pinned))).toBe('done')
  const nothing = await alice.call('groups.update', { chatId, rights: { pin: 'members' } })
  expect(nothing.rev).toBe((await bob.call('chats.changes', { chatId, since: 0 })).chat?.rev as number)
})

test("[GP9] where leaving is silent, a member's messages stay, and only their row shows that they left", async () => {
  await using app = await TestApp.start()
  const [alice, bob] = await gather(app)
  const chatId = await newGroup(alice, bob)
  await alice.call('groups.update', { chatId, leavesSilently: true })
  const { seq } = await alice.say(chatId, 'the last of it')
  expect((await bob.call('groups.leave', { chatId })).leftSeq).toBe(seq)
  await alice.say(chatId, 'bob is gone')
  const texts = async (who: typeof alice) =>
    (await who.call('messages.list', { chatId })).messages.map(({ body }) => (body.type === 'text' ? body.text : body))
  expect((await texts(bob)).at(-1)).toBe('the last of it')
  expect((await texts(alice)).slice(-2)).toEqual(['the last of it', 'bob is gone'])
  await alice.call('groups.update', { chatId, leavesSilently: false })
  await alice.call('groups.invite', { chatId, userIds: [bob.me.id] })
  await bob.call('groups.leave', { chatId })
  expect((await texts(alice)).at(-1)).toMatchObject({ event: 'member_left' })
})
