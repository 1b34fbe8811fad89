import { expect, test } from 'bun:test'
import { type ChatId, limits, newUuidV7, syncPartOf, syncSums, WORLD_CHAT_ID } from '@parley/protocol'
import { type Person, TestApp } from '../testing/test-app'

const group = async (owner: Person, ...others: Person[]) => {
  const chatId = newUuidV7() as ChatId
  await owner.call('groups.create', { id: chatId, name: 'Boats', userIds: others.map(({ me }) => me.id) })
  return chatId
}
const changes = (person: Person, chatId: ChatId, since: number) => person.call('chats.changes', { chatId, since })

test('[DL7] a chat’s rev rises by one for each change, and not for reads, presence or new users in the world', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const chatId = await group(alice, bob)
  const revOf = async (id: ChatId) => (await changes(alice, id, 0)).rev
  const before = await revOf(chatId)
  const world = await revOf(WORLD_CHAT_ID)
  const sent = await bob.say(chatId, 'one')
  expect(sent.rev).toBe(before + 1)
  await alice.call('chats.markRead', { chatId, seq: sent.seq })
  await alice.call('chats.typing', { chatId })
  await app.person('carol')
  expect([await revOf(chatId), await revOf(WORLD_CHAT_ID)]).toEqual([before + 1, world])
})

test("[DL8] reading raises the user's own rev alone, and reaches their other devices", async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const chatId = await group(alice, bob)
  const phone = await app.signedIn(alice.me, alice.token)
  const { seq } = await bob.say(chatId, 'read me')
  const heardByBob = bob.connection.events('user.delta').length
  const state = await alice.call('chats.markRead', { chatId, seq })
  const [delta] = phone.connection.events('user.delta')
  expect(delta).toEqual({ from: state.rev - 1, rev: state.rev, states: [state] })
  expect(bob.connection.events('user.delta').length).toBe(heardByBob)
})

test('[DL28] the read cursor never goes back, nor past the newest message', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const chatId = await group(alice)
  for (const words of ['a', 'b', 'c']) await alice.say(chatId, words)
  expect((await alice.call('chats.markRead', { chatId, seq: 3 })).readSeq).toBe(3)
  expect((await alice.call('chats.markRead', { chatId, seq: 2 })).readSeq).toBe(3)
  expect((await alice.call('chats.markRead', { chatId, seq: 999 })).readSeq).toBe(4)
})

test('[DL15] a delta holds every row that changed since a rev, and nothing else', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const carol = await app.person('carol')
  const chatId = await group(alice, bob)
  const { rev } = await alice.say(chatId, 'before')
  const sent = await bob.say(chatId, 'after')
  const { members } = await alice.call('groups.invite', { chatId, userIds: [carol.me.id] })
  const delta = await changes(alice, chatId, rev)
  expect(delta.from).toBe(rev)
  expect(delta.messages?.map(({ seq }) => seq)).toEqual([sent.seq, sent.seq + 1])
  expect(delta.members).toEqual(members)
  expect(delta.chat).toBeUndefined()
})

test("[DL20] a rev above the server’s, a `since` below the caller's access and too many changes return a snapshot", async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const chatId = await group(alice)
  const { rev } = await alice.say(chatId, 'before bob came')
  await alice.call('groups.invite', { chatId, userIds: [bob.me.id] })
  expect((await changes(alice, chatId, 999)).from).toBe(0)
  expect((await changes(bob, chatId, rev)).from).toBe(0)
  await Promise.all(Array.from({ length: limits.deltaRows + 1 }, (_, at) => alice.say(chatId, `${at}`)))
  const much = await changes(alice, chatId, rev)
  expect(much.from).toBe(0)
  expect(much.messages?.length).toBe(limits.snapshotMessages)
})

test('[DL20] changes with more text than a sync response holds return a snapshot', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const chatId = await group(alice)
  const long = '好'.repeat(limits.textMaxChars)
  const { rev } = await alice.say(chatId, long)
  for (let bytes = 0; bytes <= limits.syncBytes; bytes += Buffer.byteLength(long)) await alice.say(chatId, long)
  const much = await changes(alice, chatId, rev)
  expect([much.from, much.messages?.length]).toEqual([0, limits.snapshotMessages])
})

test('[DL13] new members see nothing from before, and former members nothing from after', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const chatId = await group(alice)
  await alice.say(chatId, 'before')
  await alice.call('groups.invite', { chatId, userIds: [bob.me.id] })
  const during = await alice.say(chatId, 'during')
  await bob.call('groups.leave', { chatId })
  await alice.say(chatId, 'after')
  const texts = (messages: { body: { type: string; text?: string } }[] = []) =>
    messages.flatMap(({ body }) => body.text ?? [])
  const seen = await changes(bob, chatId, 0)
  expect(texts(seen.messages)).toEqual(['during'])
  expect(seen.members?.map(({ userId }) => userId)).toEqual([bob.me.id])
  expect(seen.view?.last?.body).toMatchObject({ event: 'member_left' })
  expect(texts((await bob.call('messages.list', { chatId, around: during.seq })).messages)).toEqual(['during'])
  expect(texts(bob.connection.events('chat.delta').flatMap(({ messages }) => messages ?? []))).toEqual(['during'])
  const pulled = await bob.call('sync.pull', { user: 0, chats: {}, last: true })
  expect(JSON.stringify(pulled)).not.toContain('before')
  expect(JSON.stringify(pulled)).not.toContain('after')
})

test('[DL11] a new member receives everything from their first delta on; a leaving one receives that and nothing later', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const chatId = await group(alice)
  await alice.call('groups.invite', { chatId, userIds: [bob.me.id] })
  const order = bob.connection.frames.map(({ method }) => method)
  expect(order.slice(-2)).toEqual(['chat.delta', 'user.delta'])
  const left = await bob.call('groups.leave', { chatId })
  await alice.say(chatId, 'gone')
  expect(bob.connection.events('chat.delta').at(-1)?.rev).toBe(left.rev)
})

test('[DL21] pull returns changed chats, newest first, and leaves out unchanged ones', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const chatIds: ChatId[] = []
  for (let at = 0; at < 5; at++) chatIds.push(await group(alice, bob))
  const first = await bob.call('sync.pull', { user: 0, chats: {}, last: true })
  const held = Object.fromEntries(first.chats.map(({ chatId, rev }) => [chatId, rev])) as Record<ChatId, number>
  expect(Object.keys(held).length).toBe(7)
  expect(first.user?.states?.length).toBe(7)
  const again = { user: first.user?.rev ?? 0, chats: held, last: true }
  expect(await bob.call('sync.pull', again)).toEqual({ epoch: first.epoch, chats: [], more: false })
  const moved = chatIds[2] as ChatId
  await alice.say(moved, 'hello')
  const next = await bob.call('sync.pull', again)
  expect(next.chats.map(({ chatId, from, messages, view }) => [chatId, from, messages?.length, view?.unread])).toEqual([
    [moved, held[moved], 1, 1],
  ])
})

test('[DL27] unread counts countable messages of others after the cursor, up to its limit', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const chatId = await group(alice, bob)
  const unread = async () => (await changes(bob, chatId, 0)).view?.unread
  expect(await unread()).toBe(0)
  await bob.say(chatId, 'own words do not count')
  const { seq } = await alice.say(chatId, 'this one does')
  const carol = await app.person('carol')
  await alice.call('groups.invite', { chatId, userIds: [carol.me.id] })
  expect(await unread()).toBe(1)
  await Promise.all(Array.from({ length: limits.unreadMax + 5 }, () => alice.say(chatId, 'more')))
  expect(await unread()).toBe(limits.unreadMax)
  await bob.call('chats.markRead', { chatId, seq: seq + 1 + limits.unreadMax })
  expect(await unread()).toBe(5)
})

test('[DL20] [DL22] a user’s rev above the server’s returns a snapshot', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const { user } = await alice.call('sync.pull', { user: 999, chats: {}, last: true })
  expect(user).toMatchObject({ from: 0, me: { id: alice.me.id } })
  expect(user?.rev).toBeLessThan(999)
})

test('[DL21] a pull of more chats than a response holds says that there are more, and repeating it reaches them all', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  for (let at = 0; at < limits.syncChats; at++) await group(alice)
  const held: Record<ChatId, number> = {}
  const pull = async () => {
    const answer = await alice.call('sync.pull', { user: 0, chats: held, last: true })
    for (const { chatId, rev } of answer.chats) held[chatId] = rev
    return answer.more
  }
  expect(await pull()).toBe(true)
  while (await pull());
  // The groups, the world and the saved messages.
  expect(Object.keys(held)).toHaveLength(limits.syncChats + 2)
  const bob = await app.person('bob')
  const foreign = await group(bob)
  const [moved, left] = Object.keys(held).filter((id) => id !== WORLD_CHAT_ID) as [ChatId, ChatId]
  await alice.call('groups.invite', { chatId: left, userIds: [bob.me.id] })
  await alice.call('groups.transfer', { chatId: left, userId: bob.me.id })
  held[left] = (await alice.call('groups.leave', { chatId: left })).rev
  await bob.say(left, 'without alice')
  const { rev } = await alice.say(moved, 'hello')
  const sums = syncSums(Object.entries(held) as [ChatId, number][])
  const { differ } = await alice.call('sync.pull', { user: 0, chats: {}, last: false, sums })
  expect(differ).toEqual([syncPartOf(moved)])
  // From now on a call looks up only the chats that it names.
  const named = { [moved]: held[moved], [left]: held[left], [foreign]: 0, [WORLD_CHAT_ID]: 0 } as Record<ChatId, number>
  const { chats } = await alice.call('sync.pull', { user: 0, chats: named, last: false })
  expect(chats.map((delta) => [delta.chatId, delta.rev])).toEqual([
    [moved, rev],
    [WORLD_CHAT_ID, expect.any(Number)],
  ])
})

test('[DL21] chats that come without their messages still come with the last message', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const chatIds: ChatId[] = []
  for (let made = 0; made <= limits.syncChatsWithMessages; made++) {
    const chatId = await group(alice)
    await alice.say(chatId, `${made}`)
    chatIds.push(chatId)
  }
  const { chats } = await alice.call('sync.pull', { user: 0, chats: {}, last: true })
  const oldest = chats.find(({ chatId }) => chatId === chatIds[0])
  expect(oldest?.messages).toBeUndefined()
  expect(oldest?.view?.last?.body).toEqual({ type: 'text', text: '0' })
})

test("[DL18] a snapshot holds the reader's own row and those of senders with a role, a nickname or a mute, and no other members", async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const carol = await app.person('carol')
  const dave = await app.person('dave')
  const chatId = await group(alice, bob, carol, dave)
  for (const one of [bob, carol])
    await one.call('groups.setNickname', { chatId, userId: one.me.id, nickname: one.me.username })
  await bob.say(chatId, 'with a nickname')
  await dave.say(chatId, 'without')
  const { members } = await changes(dave, chatId, 0)
  expect(members?.map(({ userId, role, nickname }) => [userId, role, nickname])).toEqual([
    [dave.me.id, 'member', undefined],
    [alice.me.id, 'owner', undefined],
    [bob.me.id, 'member', 'bob'],
  ])
})

test('[DL21] [DL40] chats that come without their messages come with the last message that is not hidden', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const chatId = await group(alice)
  await alice.say(chatId, 'shown')
  const { id } = await alice.say(chatId, 'hidden')
  await alice.call('messages.hide', { chatId, ids: [id] })
  for (let made = 0; made < limits.syncChatsWithMessages; made++) await alice.say(await group(alice), `${made}`)
  const { chats } = await alice.call('sync.pull', { user: 0, chats: {}, last: true })
  const oldest = chats.find((delta) => delta.chatId === chatId)
  expect([oldest?.messages, oldest?.view?.last?.body]).toEqual([undefined, { type: 'text', text: 'shown' }])
})

test('[DL21] a pull returns each profile once, in the first chat that refers to it', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  for (let made = 0; made < 3; made++) await bob.say(await group(alice, bob), 'hello')
  const { chats } = await alice.call('sync.pull', { user: 0, chats: {}, last: true })
  const told = chats.map(({ users = [] }) => users.map(({ id }) => id))
  expect(told.flat().toSorted()).toEqual([alice.me.id, bob.me.id].toSorted())
  expect(told[0]).toContain(bob.me.id)
})

test('[DL21] the sums of held revs name exactly the parts with changes', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const chatIds: ChatId[] = []
  for (let made = 0; made < 40; made++) chatIds.push(await group(alice, bob))
  const [moved, left] = chatIds as [ChatId, ChatId]
  await bob.call('groups.leave', { chatId: left })
  const { chats } = await bob.call('sync.pull', { user: 0, chats: {}, last: true })
  const held = new Map(chats.map(({ chatId, rev }) => [chatId, rev]))
  const differing = async () => {
    const answer = await bob.call('sync.pull', { user: 0, chats: {}, last: false, sums: syncSums(held) })
    expect(answer.chats).toEqual([])
    return answer.differ
  }
  expect(await differing()).toEqual([])
  // Former members receive nothing more.
  await alice.say(left, 'without bob')
  expect(await differing()).toEqual([])
  const { rev } = await alice.say(moved, 'hello')
  const added = await group(alice, bob)
  await alice.say(WORLD_CHAT_ID, 'everybody')
  const parts = [moved, added, WORLD_CHAT_ID].map(syncPartOf).toSorted((a, b) => a - b)
  expect(await differing()).toEqual([...new Set(parts)])
  for (const chatId of [added, WORLD_CHAT_ID]) held.set(chatId, (await changes(bob, chatId, 0)).rev)
  held.set(moved, rev)
  expect(await differing()).toEqual([])
})

test('[DL13] [DL21] a chat named by a stranger is not returned', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const chatId = await group(alice)
  const chats = { [chatId]: 0, [WORLD_CHAT_ID]: 0 } as Record<ChatId, number>
  const answer = await bob.call('sync.pull', { user: 0, chats, last: false })
  expect(answer.chats.map((delta) => delta.chatId)).toEqual([WORLD_CHAT_ID])
})
