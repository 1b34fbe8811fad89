import { expect, test } from 'bun:test'
import { type ChatId, type Friend, limits, newUuidV7, type UserId } from '@parley/protocol'
import { type Person, TestApp } from '../testing/test-app'

const scene = async () => {
  const app = await TestApp.start({ directChats: 'friends' })
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  return { app, alice, bob, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

const ask = (from: Person, to: Person, note?: string): Promise<Friend> =>
  from.call('friends.request', { userId: to.me.id, ...(note === undefined ? {} : { note }) })

const befriend = async (one: Person, other: Person): Promise<void> => {
  await ask(one, other)
  await other.call('friends.answer', { userId: one.me.id, accept: true })
}

/** A user's rows about another user, without revs and times. */
const rowOf = async (person: Person, other: Person) => {
  const { user } = await person.call('sync.pull', { user: 0, chats: {}, last: false })
  const row = user?.friends?.find(({ userId }) => userId === other.me.id)
  if (!row) return undefined
  const { rev: _, userId: __, since, blockedAt, ...plain } = row
  return { ...plain, ...(since ? { since: true } : {}), ...(blockedAt ? { blocked: true } : {}) }
}

const directOf = async (person: Person, other: Person) => {
  const { chats } = await person.call('sync.pull', { user: 0, chats: {}, last: true })
  return chats.find(({ chat }) => chat?.peerIds?.includes(other.me.id) && chat.peerIds.length === 2)
}

const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    ({ code }: { code: string }) => code,
  )

test('a request reaches the other with its note; accepting makes friends and greets in a new chat', async () => {
  await using it = await scene()
  const { alice, bob } = it
  expect(await ask(alice, bob, 'We met at the lake')).toMatchObject({ state: 'requested', userId: bob.me.id })
  expect(await rowOf(bob, alice)).toEqual({ state: 'received', note: 'We met at the lake' })
  const { user } = await bob.call('sync.pull', { user: 0, chats: {}, last: false })
  expect(user?.users?.map(({ id }) => id)).toEqual([alice.me.id])
  const accepted = await bob.call('friends.answer', { userId: alice.me.id, accept: true, reply: 'I remember!' })
  expect(accepted).toMatchObject({ state: 'friends' })
  expect(await rowOf(alice, bob)).toEqual({ state: 'friends', note: 'I remember!', since: true })
  expect(await rowOf(bob, alice)).toEqual({ state: 'friends', since: true })
  const chat = await directOf(alice, bob)
  expect(chat?.messages?.map(({ body, senderId }) => [body, senderId])).toEqual([
    [{ type: 'system', event: 'friends_now', userIds: [bob.me.id, alice.me.id] }, bob.me.id],
  ])
  if (chat) await alice.say(chat.chatId, 'hello')
})

test('declining sends the reply to the requester, and leaves no request to answer', async () => {
  await using it = await scene()
  const { alice, bob } = it
  await ask(alice, bob, 'please')
  await bob.call('friends.answer', { userId: alice.me.id, accept: false, reply: 'Not now' })
  expect(await rowOf(alice, bob)).toEqual({ state: 'removed', note: 'Not now' })
  expect(await rowOf(bob, alice)).toEqual({ state: 'removed' })
  expect(await codeOf(bob.call('friends.answer', { userId: alice.me.id, accept: true }))).toBe('not_found')
  // The remaining row can be removed.
  await alice.call('friends.remove', { userId: bob.me.id })
  expect(await rowOf(alice, bob)).toEqual({ state: 'removed' })
})

test('asking again replaces the note and piles nothing up', async () => {
  await using it = await scene()
  const { alice, bob } = it
  await ask(alice, bob, 'first')
  await ask(alice, bob, 'second')
  expect(await rowOf(bob, alice)).toEqual({ state: 'received', note: 'second' })
  const heard = bob.connection.events('user.delta').length
  await ask(alice, bob, 'second')
  expect(bob.connection.events('user.delta').length).toBe(heard)
  await ask(alice, bob)
  expect(await rowOf(bob, alice)).toEqual({ state: 'received' })
})

test('two users who request each other become friends at once', async () => {
  await using it = await scene()
  const { alice, bob } = it
  await ask(alice, bob, 'hello')
  expect(await ask(bob, alice, 'hello too')).toMatchObject({ state: 'friends' })
  expect(await rowOf(alice, bob)).toEqual({ state: 'friends', since: true })
  expect((await directOf(bob, alice))?.messages?.length).toBe(1)
  const before = alice.connection.frames.length
  expect(await ask(alice, bob)).toMatchObject({ state: 'friends' })
  expect(alice.connection.frames.length).toBe(before)
})

test('a request can be withdrawn, and one that was received only answered', async () => {
  await using it = await scene()
  const { alice, bob } = it
  await ask(alice, bob, 'oops')
  expect(await codeOf(bob.call('friends.remove', { userId: alice.me.id }))).toBe('not_found')
  expect(await alice.call('friends.remove', { userId: bob.me.id })).toMatchObject({ state: 'removed' })
  expect(await rowOf(bob, alice)).toEqual({ state: 'removed' })
  expect(await codeOf(alice.call('friends.answer', { userId: bob.me.id, accept: true }))).toBe('not_found')
})

test("the caller and unknown users are refused, with the field's name", async () => {
  await using it = await scene()
  const { alice } = it
  const nobody = newUuidV7() as UserId
  for (const method of ['request', 'remark', 'remove', 'block', 'unblock'] as const) {
    const call = (userId: UserId) => alice.call(`friends.${method}`, { userId })
    await expect(call(alice.me.id)).rejects.toMatchObject({ code: 'invalid_params', field: 'userId' })
    await expect(call(nobody)).rejects.toMatchObject({ code: 'not_found', field: 'userId' })
  }
})

test('notes and remarks are one line of bounded length that can be seen', async () => {
  await using it = await scene()
  const { alice, bob } = it
  await befriend(alice, bob)
  const userId = bob.me.id
  const wrong = (max: number) => ['', '  ', 'two\nlines', '\u202eturned', '\u200b', 'x'.repeat(max + 1), '\ud800']
  for (const note of wrong(limits.friendNoteMaxChars)) {
    expect(await codeOf(alice.call('friends.request', { userId, note }))).toBe('invalid_params')
    expect(await codeOf(alice.call('friends.answer', { userId, accept: true, reply: note }))).toBe('invalid_params')
  }
  for (const remark of wrong(limits.remarkMaxChars))
    expect(await codeOf(alice.call('friends.remark', { userId, remark }))).toBe('invalid_params')
})

test('a remark is seen by its maker alone, on all their devices, and can be taken away', async () => {
  await using it = await scene()
  const { app, alice, bob } = it
  expect(await codeOf(alice.call('friends.remark', { userId: bob.me.id, remark: 'Bobby' }))).toBe('not_friends')
  await befriend(alice, bob)
  const phone = await app.signedIn(alice.me, alice.token)
  const heardByBob = bob.connection.frames.length
  const named = await alice.call('friends.remark', { userId: bob.me.id, remark: 'Bobby' })
  expect(named.remark).toBe('Bobby')
  expect(phone.connection.events('user.delta').at(-1)?.friends).toEqual([named])
  expect(bob.connection.frames.length).toBe(heardByBob)
  expect((await alice.call('friends.remark', { userId: bob.me.id, remark: null })).remark).toBeUndefined()
})

test('removing is one-sided: the other keeps the friend and cannot write until both are friends again', async () => {
  await using it = await scene()
  const { alice, bob } = it
  await befriend(alice, bob)
  const chatId = (await directOf(alice, bob))?.chatId
  if (!chatId) throw new Error('there is no chat')
  const heard = bob.connection.frames.length
  await alice.call('friends.remove', { userId: bob.me.id })
  expect(bob.connection.frames.length).toBe(heard)
  expect(await rowOf(bob, alice)).toEqual({ state: 'friends', since: true })
  expect(await codeOf(bob.say(chatId, 'still there?'))).toBe('not_friends')
  expect(await codeOf(alice.say(chatId, 'no'))).toBe('not_friends')
  // The one who removed asks: the other never stopped being a friend.
  expect(await ask(alice, bob)).toMatchObject({ state: 'friends' })
  await bob.say(chatId, 'welcome back')
  // The one who was removed asks: the other has to accept.
  await alice.call('friends.remove', { userId: bob.me.id })
  expect(await ask(bob, alice)).toMatchObject({ state: 'requested' })
  expect(await rowOf(alice, bob)).toMatchObject({ state: 'received' })
})

test('removing with `clear` clears the chat only for the caller', async () => {
  await using it = await scene()
  const { alice, bob } = it
  await befriend(alice, bob)
  const chatId = (await directOf(alice, bob))?.chatId
  if (!chatId) throw new Error('there is no chat')
  const { seq } = await bob.say(chatId, 'gone soon')
  await alice.call('friends.remove', { userId: bob.me.id, clear: true })
  const stateOf = async (person: Person) => {
    const { user } = await person.call('sync.pull', { user: 0, chats: {}, last: false })
    return user?.states?.find((state) => state.chatId === chatId)
  }
  expect(await stateOf(alice)).toMatchObject({ clearedSeq: seq, readSeq: seq })
  expect(await stateOf(bob)).toMatchObject({ clearedSeq: 0 })
  // Reading on does not bring it back.
  await ask(alice, bob)
  const later = await bob.say(chatId, 'again')
  await alice.call('chats.markRead', { chatId, seq: later.seq })
  expect(await stateOf(alice)).toMatchObject({ clearedSeq: seq, readSeq: later.seq })
})

test('a block keeps everything away, and nothing that was asked meanwhile comes up after it', async () => {
  await using it = await scene()
  const { alice, bob } = it
  expect(await bob.call('friends.block', { userId: alice.me.id })).toMatchObject({ state: 'removed' })
  const heard = bob.connection.frames.length
  expect(await ask(alice, bob, 'let me in')).toMatchObject({ state: 'requested', note: 'let me in' })
  expect(await rowOf(bob, alice)).toEqual({ state: 'removed', blocked: true })
  expect(await codeOf(ask(bob, alice))).toBe('blocked')
  await bob.call('friends.unblock', { userId: alice.me.id })
  expect(await rowOf(bob, alice)).toEqual({ state: 'removed' })
  // Two deltas of bob's own block and unblock, and none of alice's.
  expect(bob.connection.frames.length).toBe(heard + 1)
  await ask(alice, bob, 'let me in')
  expect(await rowOf(bob, alice)).toEqual({ state: 'received', note: 'let me in' })
})

test('a friendship outlives a block, and an own request does not', async () => {
  await using it = await scene()
  const { alice, bob } = it
  await befriend(alice, bob)
  const chatId = (await directOf(alice, bob))?.chatId
  if (!chatId) throw new Error('there is no chat')
  expect(await bob.call('friends.block', { userId: alice.me.id })).toMatchObject({ state: 'friends' })
  expect(await codeOf(alice.say(chatId, 'hello?'))).toBe('not_friends')
  expect(await codeOf(bob.say(chatId, 'hello'))).toBe('blocked')
  expect(await codeOf(alice.call('chats.typing', { chatId }))).toBe('not_friends')
  await bob.call('friends.unblock', { userId: alice.me.id })
  await alice.say(chatId, 'hello again')
  const carol = await it.app.person('carol')
  await ask(carol, bob, 'hi')
  await carol.call('friends.block', { userId: bob.me.id })
  expect(await rowOf(carol, bob)).toEqual({ state: 'removed', blocked: true })
  expect(await rowOf(bob, carol)).toEqual({ state: 'removed' })
})

test('a user who signs up by an invite becomes a friend of its maker; following it with an account does so too', async () => {
  await using it = await scene()
  const { app, alice, bob } = it
  const { code } = await alice.call('invites.create', {})
  const carol = await app.person('carol', { invite: code })
  expect(await rowOf(carol, alice)).toEqual({ state: 'friends', since: true })
  expect(await rowOf(alice, carol)).toEqual({ state: 'friends', since: true })
  const { chat } = await carol.call('chats.direct', { userId: alice.me.id })
  await carol.say(chat.id, 'here I am')
  const opened = await bob.call('invites.open', { code })
  expect(await rowOf(alice, bob)).toEqual({ state: 'friends', since: true })
  expect((await bob.call('invites.open', { code })).chat?.id).toBe(opened.chat?.id as ChatId)
  await alice.call('friends.block', { userId: bob.me.id })
  expect(await codeOf(bob.call('invites.open', { code }))).toBe('invite_invalid')
  await bob.call('friends.block', { userId: alice.me.id })
  expect(await codeOf(bob.call('invites.open', { code }))).toBe('blocked')
  expect((await alice.call('invites.open', { code })).chat?.peerIds).toEqual([alice.me.id])
})
