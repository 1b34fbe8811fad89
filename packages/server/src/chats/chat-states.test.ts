import { expect, test } from 'bun:test'
import { type ChatId, limits, mutedForever, newUuidV7, WORLD_CHAT_ID } from '@parley/protocol'
import { type Person, type Refused, TestApp } from '../testing/test-app'

const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    ({ code }: Refused) => code,
  )

const groupOf = async (person: Person, name: string): Promise<ChatId> => {
  const id = newUuidV7() as ChatId
  await person.call('groups.create', { id, name, userIds: [] })
  return id
}

const statesOf = async (person: Person) => {
  const { user } = await person.call('sync.pull', { user: 0 })
  return new Map((user?.states ?? []).map((state) => [state.chatId, state]))
}

const pinnedOf = async (person: Person): Promise<ChatId[]> => {
  const states = [...(await statesOf(person)).values()].filter(({ pinnedAt }) => pinnedAt !== undefined)
  return states.sort((a, b) => (b.pinnedAt ?? 0) - (a.pinnedAt ?? 0)).map(({ chatId }) => chatId)
}

test('[DL8] [DL41] pinned chats keep their order, even when moved, and there are at most ten', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const chats: ChatId[] = []
  for (let at = 0; at <= limits.pinnedChats; at++) chats.push(await groupOf(alice, `group ${at}`))
  const [a, b, c, d] = chats as [ChatId, ChatId, ChatId, ChatId]
  for (const chatId of [a, b, c]) await alice.call('chats.pin', { chatId, pinned: true })
  expect(await pinnedOf(alice)).toEqual([c, b, a])
  await alice.call('chats.pin', { chatId: c, pinned: true, before: a })
  expect(await pinnedOf(alice)).toEqual([b, c, a])
  await alice.call('chats.pin', { chatId: a, pinned: true })
  expect(await pinnedOf(alice)).toEqual([a, b, c])
  const { states } = await alice.call('chats.pin', { chatId: b, pinned: false })
  expect(states.map(({ chatId, pinnedAt }) => [chatId, pinnedAt])).toEqual([[b, undefined]])
  expect(await pinnedOf(alice)).toEqual([a, c])
  for (const chatId of chats.slice(3, 11)) await alice.call('chats.pin', { chatId, pinned: true })
  expect(await codeOf(alice.call('chats.pin', { chatId: b, pinned: true }))).toBe('too_many_pinned')
  expect(await codeOf(alice.call('chats.pin', { chatId: d, pinned: true }))).toBe('done')
  expect(await codeOf(alice.call('chats.pin', { chatId: a, pinned: true, before: b }))).toBe('not_found')
})

test('[DL41] chats pinned at once are all pinned, and never more than ten', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const chats = await Promise.all(Array.from({ length: 12 }, (_, at) => groupOf(alice, `group ${at}`)))
  const ends = await Promise.all(chats.map((chatId) => codeOf(alice.call('chats.pin', { chatId, pinned: true }))))
  expect(ends.filter((end) => end === 'done')).toHaveLength(10)
  expect(await pinnedOf(alice)).toHaveLength(10)
})

test('[DL41] an archived chat is not pinned, and a pinned one not archived', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const chatId = await groupOf(alice, 'Boats')
  await alice.call('chats.pin', { chatId, pinned: true })
  const archived = await alice.call('chats.archive', { chatId, archived: true })
  expect([archived.archivedAt, archived.pinnedAt]).toEqual([expect.any(Number), undefined])
  expect(await alice.call('chats.archive', { chatId, archived: true })).toEqual(archived)
  const { states } = await alice.call('chats.pin', { chatId, pinned: true })
  expect([states[0]?.archivedAt, states[0]?.pinnedAt]).toEqual([undefined, expect.any(Number)])
})

test('[DL41] a user silences a chat for a time, permanently, and turns that off', async () => {
  let nowMs = Date.UTC(2026, 0, 1)
  const clock = { now: () => nowMs, setTimeout: () => ({ timer: 0 }), clearTimeout: () => {} }
  await using app = await TestApp.start({ clock })
  const alice = await app.person('alice')
  const silence = async (forMs: number | 'forever') =>
    (await alice.call('chats.notify', { chatId: WORLD_CHAT_ID, silence: forMs })).mutedUntil
  expect(await silence(3_600_000)).toBe(nowMs + 3_600_000)
  nowMs += 1
  expect(await silence('forever')).toBe(mutedForever)
  expect(await silence(0)).toBeUndefined()
  expect((await statesOf(alice)).get(WORLD_CHAT_ID)?.mutedUntil).toBeUndefined()
})

test('[DL28] [DL41] an unread mark moves no cursor, and reading on removes it', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const phone = await app.signedIn(bob.me, bob.token)
  const { chat } = await alice.call('chats.direct', { userId: bob.me.id })
  const { seq } = await alice.say(chat.id, 'hello')
  const read = await bob.call('chats.markRead', { chatId: chat.id, seq })
  const marked = await bob.call('chats.markUnread', { chatId: chat.id, unread: true })
  expect([marked.markedUnread, marked.readSeq]).toEqual([true, seq])
  expect(phone.connection.events('user.delta').at(-1)?.states).toEqual([marked])
  // A repeated call after a lost response, with the position from before the mark, changes nothing.
  const again = await bob.call('chats.markRead', { chatId: chat.id, seq })
  expect([again.markedUnread, again.readSeq]).toEqual([true, read.readSeq])
  const next = await alice.say(chat.id, 'are you there?')
  const unmarked = await bob.call('chats.markRead', { chatId: chat.id, seq: next.seq })
  expect([unmarked.markedUnread, unmarked.readSeq]).toEqual([undefined, next.seq])
})

test('[DL41] a chat is cleared up to a message, for one side alone, and never less', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const { chat } = await alice.call('chats.direct', { userId: bob.me.id })
  for (const words of ['one', 'two', 'three']) await alice.say(chat.id, words)
  const clear = (seq: number) => bob.call('chats.clear', { chatId: chat.id, seq })
  expect(await clear(2)).toMatchObject({ clearedSeq: 2, readSeq: 2 })
  expect(await clear(1)).toMatchObject({ clearedSeq: 2 })
  expect(await clear(99)).toMatchObject({ clearedSeq: 3, readSeq: 3 })
  expect((await statesOf(alice)).get(chat.id)).toMatchObject({ clearedSeq: 0 })
  expect((await alice.call('messages.list', { chatId: chat.id })).messages).toHaveLength(3)
})

test('[DL41] clearing up to an old message leaves the newer ones read', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const { chat } = await alice.call('chats.direct', { userId: bob.me.id })
  for (const words of ['one', 'two', 'three']) await alice.say(chat.id, words)
  await bob.call('chats.markRead', { chatId: chat.id, seq: 3 })
  expect(await bob.call('chats.clear', { chatId: chat.id, seq: 1 })).toMatchObject({ clearedSeq: 1, readSeq: 3 })
})

test('[DL42] a draft with its reply reaches every device, the last one wins, and an empty one is none', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const phone = await app.signedIn(bob.me, bob.token)
  const { chat } = await alice.call('chats.direct', { userId: bob.me.id })
  const { id, seq } = await alice.say(chat.id, 'hello')
  const draft = (text: string, replyTo?: { id: typeof id; seq: number }) =>
    bob.call('chats.draft', { chatId: chat.id, draft: { text, ...(replyTo && { replyTo }) } })
  const first = await draft('half a', { id, seq })
  expect(first.draft).toEqual({ text: 'half a', replyTo: { id, seq } })
  expect(phone.connection.events('user.delta').at(-1)?.states).toEqual([first])
  expect(await draft('half a', { id, seq })).toEqual(first)
  expect((await draft('', { id, seq })).draft).toEqual({ text: '', replyTo: { id, seq } })
  await Promise.all([draft('one'), phone.call('chats.draft', { chatId: chat.id, draft: { text: 'two' } })])
  const held = (await statesOf(bob)).get(chat.id)?.draft?.text
  expect(['one', 'two']).toContain(held ?? '')
  expect(phone.connection.events('user.delta').at(-1)?.states?.[0]?.draft?.text).toBe(held as string)
  expect((await draft('')).draft).toBeUndefined()
  expect(
    alice.connection
      .events('user.delta')
      .flatMap(({ states = [] }) => states)
      .some((state) => state.draft),
  ).toBe(false)
  for (const text of ['x'.repeat(8_001), '\ud800', 'a\0']) expect(await codeOf(draft(text))).toBe('invalid_params')
})

test("[DL13] [DL41] users can't set state in strangers' chats, and no other user receives a state", async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const carol = await app.person('carol')
  const { chat } = await alice.call('chats.direct', { userId: bob.me.id })
  const heard = bob.connection.frames.length
  for (const attempt of [
    (one: Person) => one.call('chats.pin', { chatId: chat.id, pinned: true }),
    (one: Person) => one.call('chats.notify', { chatId: chat.id, silence: 'forever' }),
    (one: Person) => one.call('chats.markUnread', { chatId: chat.id, unread: true }),
    (one: Person) => one.call('chats.archive', { chatId: chat.id, archived: true }),
    (one: Person) => one.call('chats.clear', { chatId: chat.id, seq: 1 }),
  ]) {
    expect(await codeOf(attempt(carol))).toBe('not_found')
    expect(await codeOf(attempt(alice))).toBe('done')
  }
  expect(bob.connection.frames.length).toBe(heard)
})
