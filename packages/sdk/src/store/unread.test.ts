import { expect, test } from 'bun:test'
import type { ChatId, Mentions, Message, MessageId, UserId } from '@parley/protocol'
import { applyChatDelta } from '@parley/protocol/apply'
import { limits } from '@parley/protocol/limits'
import fc from 'fast-check'
import type { FakeServer } from '../testing/fake-server'
import { twoPeople } from '../testing/people'
import { createMemoryStore } from './memory'
import { countsOf, countUnread, needsView, newestMessage, nothingHidden, viewOf } from './unread'

type Step = {
  what: 'hers' | 'named' | 'his' | 'read' | 'lose' | 'cut' | 'reload' | 'wait' | 'takeBack' | 'edit' | 'hide'
  much: number
}
const step: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom(
    'hers',
    'hers',
    'hers',
    'named',
    'named',
    'his',
    'read',
    'lose',
    'cut',
    'reload',
    'wait',
    'takeBack',
    'takeBack',
    'edit',
    'hide',
    'hide',
  ),
  much: fc.nat(40),
})

/** Mentions the other user now and then, or everyone. */
const named = (much: number, userId: UserId): Mentions => {
  if (much % 4 === 0) return { mentions: [userId] }
  return much % 4 === 1 ? { mentionsAll: true } : {}
}

/** Changes a message some way before the end, told in one of the ways there are. */
const change = (
  server: FakeServer,
  { chatId, user, what, much }: { chatId: ChatId; user: UserId; what: Step['what']; much: number },
) => {
  const messages = server.chats.get(chatId)?.messages ?? []
  const row = messages[messages.length - 1 - much]
  if (row === undefined || row.retractedAt !== undefined) return
  const push = (['row', 'row', 'seq', false] as const)[much % 4] ?? 'row'
  server.change(chatId, row.seq, { push, ...(what === 'edit' && { text: `edit ${much}`, ...named(much >> 2, user) }) })
}

/** Another device hides some messages, the newest or further back. */
const hide = (server: FakeServer, { chatId, user, much }: { chatId: ChatId; user: UserId; much: number }) => {
  const messages = server.chats.get(chatId)?.messages ?? []
  const end = messages.length - (much % 3 === 0 ? 0 : much)
  const ids = messages.slice(Math.max(0, end - 1 - (much % 5)), Math.max(0, end)).map(({ id }) => id)
  if (ids.length > 0) server.hide(user, chatId, ids)
}

test('[DL27] [DL39] [DL40] [DL45] unread counts and mentions equal the server’s, after any mix of writing, reading, edits, retractions, hiding, losses and reloads', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const { server, live, alice, bob, chatId, clock } = twoPeople()
      const store = createMemoryStore()
      let his = await live(bob, { store })
      for (const { what, much } of steps) {
        const chat = server.chats.get(chatId)?.chat
        if (what === 'hers') for (let said = 0; said < much; said++) server.say(chatId, alice)
        else if (what === 'named') server.say(chatId, alice, { ...named(much, bob), push: much % 5 > 0 })
        else if (what === 'his') server.say(chatId, bob)
        else if (what === 'lose') server.say(chatId, alice, { push: false })
        else if (what === 'read') his.timeline(chatId).markRead(Math.floor(((chat?.seq ?? 0) * much) / 40))
        else if (what === 'takeBack' || what === 'edit') change(server, { chatId, user: bob, what, much })
        else if (what === 'hide') hide(server, { chatId, user: bob, much })
        else if (what === 'cut') server.cut()
        else if (what === 'wait') await clock.pass(much * 10)
        else {
          await his.stop()
          his = await live(bob, { store })
        }
      }
      await clock.pass(30_000)
      server.cut()
      await clock.pass(30_000)
      const view = server.snapshot(chatId, bob).view
      const entry = his.state.get().chats.get(chatId)
      expect(entry?.unread).toBe(view?.unread ?? 0)
      expect([entry?.mentions, entry?.firstMention]).toEqual([view?.mentions ?? 0, view?.firstMention])
      expect(his.state.get().unread).toBe(view?.unread ?? 0)
      expect(entry?.last?.row).toEqual(view?.last)
      expect(entry?.state?.readSeq).toBe(view?.readSeq ?? 0)
    }),
    { numRuns: 100 },
  )
})

test('[DL27] where neither rows nor the view tell, the count is not known', () => {
  const { server, alice, bob, chatId } = twoPeople()
  for (let said = 0; said < 40; said++) server.say(chatId, alice)
  const { held } = applyChatDelta(undefined, server.snapshot(chatId, bob))
  const reader = (readSeq: number) => ({ me: bob, readSeq, hidden: nothingHidden })
  if (held?.view === undefined) throw new Error('a snapshot is held with its view')
  expect(countUnread(held, reader(0))).toBe(40)
  expect(countUnread(held, reader(5))).toBeUndefined()
  expect(countUnread(held, reader(10))).toBe(30)
  const early = {
    ...held,
    view: { ...held.view, unread: 1, last: server.say(chatId, alice, { push: false }), atRev: 2 },
  }
  expect(
    countUnread({ ...early, view: { ...early.view, last: { ...early.view.last, seq: 5 } } }, reader(0)),
  ).toBeUndefined()
})

test('[DL27] a count stops where the limit says', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  const his = await live(bob)
  for (let said = 0; said < limits.unreadMax + 20; said++) server.say(chatId, alice)
  await clock.pass(10)
  expect(his.state.get().chats.get(chatId)?.unread).toBe(limits.unreadMax)
})

test('[DL27] a count stays exact on one connection, however much passes through the window', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  const his = await live(bob)
  // Few of hers among many of his own from elsewhere, so that the limit is not reached.
  for (let said = 0; said < 1_000; said++) {
    server.say(chatId, said % 20 === 0 ? alice : bob)
    if (said % 50 === 0) await clock.pass(1_000)
  }
  await clock.pass(1_000)
  expect(his.state.get().chats.get(chatId)?.unread).toBe(50)
})

test('[DL39] [DL45] a message that mentions a user only since its edit counts, even when it is not held', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  const store = createMemoryStore()
  const before = await live(bob, { store })
  for (let said = 0; said < 10; said++) server.say(chatId, alice)
  await clock.pass(1_000)
  await before.stop()
  const his = await live(bob, { store })
  const counts = () => {
    const { unread, mentions, firstMention } = his.state.get().chats.get(chatId) ?? {}
    return { unread, mentions, firstMention }
  }
  expect(counts()).toEqual({ unread: 10, mentions: 0, firstMention: undefined })
  server.change(chatId, 4, { text: 'to bob', mentions: [bob] })
  await clock.pass(1_000)
  expect(counts()).toEqual({ unread: 10, mentions: 1, firstMention: 4 })
  server.change(chatId, 4, { text: 'to nobody' })
  server.say(chatId, alice, { mentionsAll: true })
  await clock.pass(1_000)
  expect(counts()).toEqual({ unread: 11, mentions: 1, firstMention: 11 })
  his.timeline(chatId).markRead(11)
  expect(counts()).toEqual({ unread: 0, mentions: 0, firstMention: undefined })
})

test('[DL27] [DL38] [DL45] who left counts as of the day they left, also from rows that changed later', () => {
  const [chatId, alice, bob] = ['chat' as ChatId, 'alice' as UserId, 'bob' as UserId]
  const rowOf = (seq: number): Message => ({
    ...{ id: `${seq}` as MessageId, chatId, seq, rev: seq, senderId: alice, at: seq },
    ...{ body: { type: 'text', text: `${seq}` }, countable: true },
  })
  const changes: readonly Partial<Message>[] = [
    { retractedAt: 12, body: { type: 'retracted' } },
    { editedAt: 12, mentions: [bob] },
    { editedAt: 12, mentionsAll: true },
  ]
  for (const change of changes) {
    const { held } = applyChatDelta(undefined, {
      ...{ chatId, from: 0, rev: 10 },
      chat: { id: chatId, kind: 'group', rev: 1, seq: 10, firstSeq: 1, pinned: [] },
      members: [{ chatId, userId: bob, rev: 10, role: 'member', joinedSeq: 0, visibleFrom: 1, leftSeq: 10 }],
      messages: [{ ...rowOf(9), ...change, rev: 12 }, rowOf(10)],
      view: { unread: 8, mentions: 0, readSeq: 2, atRev: 10, last: rowOf(10) },
    })
    const counts = held && countsOf(held, { me: bob, readSeq: 2, hidden: nothingHidden })
    expect(counts).toEqual({ unread: 8, mentions: 0 })
  }
})

test('[DL27] [DL38] a former member still counts a message that was retracted after they left', () => {
  const [chatId, alice, bob] = ['chat' as ChatId, 'alice' as UserId, 'bob' as UserId]
  const retracted: Message = {
    ...{ id: '10' as MessageId, chatId, seq: 10, rev: 12, senderId: alice, at: 10, countable: true },
    ...{ body: { type: 'retracted' }, retractedAt: 12 },
  }
  const { held } = applyChatDelta(undefined, {
    ...{ chatId, from: 0, rev: 10, messages: [retracted] },
    chat: { id: chatId, kind: 'group', rev: 1, seq: 10, firstSeq: 1, pinned: [] },
    members: [{ chatId, userId: bob, rev: 10, role: 'member', joinedSeq: 0, visibleFrom: 1, leftSeq: 10 }],
  })
  const counts = held && countsOf(held, { me: bob, readSeq: 9, hidden: nothingHidden })
  expect(counts).toEqual({ unread: 1, mentions: 0 })
})

test('[DL45] the first mention stays the first when more of them come after a reload', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  const store = createMemoryStore()
  const before = await live(bob, { store })
  for (let said = 1; said <= 10; said++) server.say(chatId, alice, said === 4 ? { mentions: [bob] } : {})
  await clock.pass(1_000)
  await before.stop()
  const his = await live(bob, { store })
  server.say(chatId, alice, { mentions: [bob] })
  await clock.pass(1_000)
  expect(his.state.get().chats.get(chatId)).toMatchObject({ unread: 11, mentions: 2, firstMention: 4 })
})

/** A chat with messages up to 20, held from one seq on, whose view saw the first ten. */
const heldFrom = (first: number) => {
  const { server, alice, bob, chatId } = twoPeople()
  for (let said = 0; said < 10; said++) server.say(chatId, alice)
  const { view } = server.snapshot(chatId, bob)
  for (let said = 10; said < 20; said++) server.say(chatId, alice)
  const { held } = applyChatDelta(undefined, server.snapshot(chatId, bob))
  if (held === undefined || view === undefined) throw new Error('a snapshot is held, and has a view')
  const messages = held.messages.filter(({ seq }) => seq >= first)
  return { bob, held: { ...held, messages, view } }
}
const hiding = (...seqs: readonly number[]) => ({ seqs: new Set(seqs), rev: 0 })
const seqsFrom = (first: number) => Array.from({ length: 21 - first }, (_, at) => first + at)

test('[DL40] when all held messages are hidden, the last one is known only if nothing is missing before them', () => {
  for (const [first, last] of [
    [11, 10],
    [12, undefined],
  ] as const)
    expect(newestMessage(heldFrom(first).held, hiding(...seqsFrom(first)))?.seq).toBe(last)
})

test('[DL27] [DL40] a hidden message that is not held leaves the count known, and any other one does not', () => {
  const { held, bob } = heldFrom(12)
  expect(countUnread(held, { me: bob, readSeq: 0, hidden: hiding(11) })).toBe(19)
  expect(countUnread(held, { me: bob, readSeq: 0, hidden: hiding(13) })).toBeUndefined()
})

test('[DL27] [DL40] the server is asked when the last message of a chat that came without messages is hidden, not when there is none', () => {
  const { held, bob } = heldFrom(21)
  const hidden = { ...hiding(10), rev: 5 }
  expect(needsView(held, { me: bob, readSeq: 20, hidden })).toBe(true)
  const { last: _, ...view } = held.view
  const empty = { ...held, view, chat: { ...held.chat, seq: 0 } }
  expect(needsView(empty, { me: bob, readSeq: 0, hidden })).toBe(false)
})

test('[DL40] when another device hides the last message of a chat that was read, the one before shows, after a reload too', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  const rows = ['one', 'two'].map((words) => server.say(chatId, alice, { text: words }))
  const store = createMemoryStore()
  const before = await live(bob, { store })
  before.markChatRead(chatId)
  await clock.pass(1_000)
  await before.stop()
  const his = await live(bob, { store })
  const shown = () => his.state.get().chats.get(chatId)?.last?.seq
  expect(shown()).toBe(2)
  server.hide(
    bob,
    chatId,
    rows.slice(1).map(({ id }) => id),
  )
  await clock.pass(2_000)
  expect(shown()).toBe(1)
})

test('[DL27] [DL39] a retracted message stays uncounted, without a question, when so much comes after it that it is no longer held', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  for (let said = 0; said < 70; said++) server.say(chatId, alice)
  server.read(bob, chatId, { seq: 70 })
  for (let said = 0; said < 30; said++) server.say(chatId, alice)
  const his = await live(bob)
  const unread = () => his.state.get().chats.get(chatId)?.unread
  server.change(chatId, 80)
  await clock.pass(100)
  expect(unread()).toBe(29)
  for (let said = 0; said < 200; said++) server.say(chatId, bob)
  await clock.pass(2_000)
  expect(unread()).toBe(29)
  expect(server.calls.some(({ method }) => method === 'chats.changes')).toBe(false)
})

test('[DL40] what is stored of a chat says nothing of its last message while only the server knows it', () => {
  const { held, bob } = heldFrom(12)
  const reader = { me: bob, readSeq: 20, hidden: hiding(...seqsFrom(12)) }
  expect(viewOf(held, reader)).toBeUndefined()
  const { last: _, ...view } = held.view
  const empty = { ...held, view, messages: [], chat: { ...held.chat, seq: 0 } }
  expect(viewOf(empty, { me: bob, readSeq: 0, hidden: nothingHidden })).toMatchObject({ unread: 0, readSeq: 0 })
})

test('[DL27] [DL39] the count is not known when the last message that a view counted was retracted since, and is when a later one was', () => {
  const { held, bob } = heldFrom(10)
  const retracted = (seq: number) => ({
    ...held,
    messages: held.messages.map(
      (row): Message =>
        row.seq === seq ? { ...row, rev: held.rev, retractedAt: 1, body: { type: 'retracted' } } : row,
    ),
  })
  const counted = (seq: number) => countUnread(retracted(seq), { me: bob, readSeq: 0, hidden: nothingHidden })
  expect([counted(10), counted(11)]).toEqual([undefined, 19])
})

test('[DL27] the last message of a chat that came without messages is the one that its view names', () => {
  const { held } = heldFrom(21)
  expect(newestMessage(held, nothingHidden)?.seq).toBe(10)
})
