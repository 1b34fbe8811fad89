import { expect, test } from 'bun:test'
import type { ChatId, SessionId } from '@parley/protocol'
import type { Client } from '../api'
import { createMemoryStore } from '../store/memory'
import { withoutEvents } from '../testing/lossy'
import { twoPeople } from '../testing/people'

const stateOf = (client: Client, chatId: ChatId) => client.state.get().chats.get(chatId)?.state
const shown = (client: Client, chatId: ChatId) => {
  const { archivedAt, markedUnread } = stateOf(client, chatId) ?? {}
  return [archivedAt !== undefined, markedUnread === true]
}

test('[DL41] what is set is shown at once, on every device, and after a reload', async () => {
  const { live, bob, chatId, clock } = twoPeople()
  const store = createMemoryStore()
  const his = await live(bob, { store })
  const phone = await live(bob)
  const archiving = his.archiveChat(chatId, true)
  const marking = his.markUnread(chatId, true)
  expect(shown(his, chatId)).toEqual([true, true])
  expect(stateOf(phone, chatId)?.archivedAt).toBeUndefined()
  await clock.pass(10)
  await Promise.all([archiving, marking])
  for (const client of [his, phone]) expect(shown(client, chatId)).toEqual([true, true])
  await clock.pass(500)
  await his.stop()
  const again = await live(bob, { store })
  expect(shown(again, chatId)).toEqual([true, true])
  const back = again.archiveChat(chatId, false)
  expect(stateOf(again, chatId)?.archivedAt).toBeUndefined()
  await clock.pass(10)
  await back
  expect(stateOf(phone, chatId)?.archivedAt).toBeUndefined()
})

test('[DL41] what is refused is shown as it was, and what was set meanwhile stays', async () => {
  const { server, live, bob, chatId, clock } = twoPeople()
  const his = await live(bob)
  server.plan('chats.archive', { refuse: 'not_found' })
  const refused = his.archiveChat(chatId, true).catch(({ code }) => code)
  const marking = his.markUnread(chatId, true)
  expect(stateOf(his, chatId)?.archivedAt).toBeNumber()
  await clock.pass(10)
  await marking
  expect(await refused).toBe('not_found')
  expect(shown(his, chatId)).toEqual([false, true])
})

test('[DL28] [DL41] what was read just before a mark of unread does not take the mark away', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  const his = await live(bob)
  server.say(chatId, alice)
  await clock.pass(10)
  his.markChatRead(chatId)
  const marking = his.markUnread(chatId, true)
  await clock.pass(2_000)
  await marking
  expect(shown(his, chatId)).toEqual([false, true])
  expect(his.state.get().chats.get(chatId)?.unread).toBe(0)
})

test('[DL41] a pin takes a chat out of the archive at once', async () => {
  const { live, bob, chatId, clock } = twoPeople()
  const his = await live(bob)
  const archiving = his.archiveChat(chatId, true)
  await clock.pass(10)
  await archiving
  const pinning = his.pinChat(chatId, true)
  expect(stateOf(his, chatId)?.archivedAt).toBeUndefined()
  expect(stateOf(his, chatId)?.pinnedAt).toBeNumber()
  await clock.pass(10)
  await pinning
})

test('[DL41] after its response a change is over: another device can set another value', async () => {
  const { live, bob, chatId, clock } = twoPeople()
  const [his, phone] = [await live(bob), await live(bob)]
  const setting = his.archiveChat(chatId, true)
  await clock.pass(10)
  await setting
  const back = phone.archiveChat(chatId, false)
  await clock.pass(10)
  await back
  expect([his, phone].map((client) => shown(client, chatId))).toEqual([
    [false, false],
    [false, false],
  ])
})

test('[DL41] the answer to one change does not hide another that is on its way', async () => {
  const { server, live, bob, chatId, clock } = twoPeople()
  const his = await live(bob)
  server.plan('chats.markUnread', 'lose')
  const archiving = his.archiveChat(chatId, true)
  const marking = his.markUnread(chatId, true).catch(({ code }) => code)
  await clock.pass(10)
  await archiving
  expect(shown(his, chatId)).toEqual([true, true])
  await clock.pass(20_000)
  expect(await marking).toBe('unavailable')
  expect(shown(his, chatId)).toEqual([true, false])
})

test('[DL41] a pinned chat that is moved stands in its new place at once', async () => {
  const { server, live, alice, bob, clock } = twoPeople()
  const [a, b, c] = [1, 2, 3].map(() => server.chat('group', [alice, bob])) as [ChatId, ChatId, ChatId]
  const his = await live(bob)
  const pinned = () =>
    [a, b, c].sort((one, other) => (stateOf(his, other)?.pinnedAt ?? 0) - (stateOf(his, one)?.pinnedAt ?? 0))
  for (const chatId of [a, b, c]) {
    server.at += 1_000
    const pinning = his.pinChat(chatId, true)
    await clock.pass(10)
    await pinning
  }
  expect(pinned()).toEqual([c, b, a])
  const moving = his.pinChat(c, true, a)
  expect(pinned()).toEqual([b, c, a])
  await clock.pass(10)
  await moving
  const asked = server.calls.filter(({ method }) => method === 'chats.pin').map(({ params }) => params)
  expect(asked.slice(2)).toEqual([
    { chatId: c, pinned: true },
    { chatId: c, pinned: true, before: a },
  ])
})

test('[DL41] a chat is silent at once: for a time, for good, or no longer', async () => {
  const { live, bob, chatId, clock } = twoPeople()
  const his = await live(bob)
  const silenced = (silence: number | 'forever') => {
    his.silenceChat(chatId, silence).catch(() => undefined)
    return stateOf(his, chatId)?.mutedUntil
  }
  const beganMs = clock.now()
  expect(silenced(60_000)).toBe(beganMs + 60_000)
  expect(silenced('forever')).toBeGreaterThan(beganMs + 366 * 86_400_000)
  expect(silenced(0)).toBeUndefined()
})

test('[DL40] [DL41] [DL43] [DL46] what a person sets shows with the answer, also where the event about it is lost', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  const [first, second] = [server.say(chatId, alice), server.say(chatId, alice)]
  const store = createMemoryStore()
  const his = await live(bob, { store, transport: withoutEvents(server.transport(bob), 'user.delta') })
  const timeline = his.timeline(chatId)
  const showing = timeline.show('latest')
  await clock.pass(10)
  await showing
  const all = [his.hide(chatId, [second.id]), his.markUnread(chatId, true)]
  all.push(his.react(chatId, first.id, { emoji: '👍', on: true }))
  his.markPlayed(chatId, [first.id])
  await clock.pass(50)
  await Promise.all(all)
  expect(timeline.state.get().rows.map(({ seq }) => seq)).toEqual([1])
  expect(stateOf(his, chatId)?.markedUnread).toBe(true)
  expect(timeline.reactions.get().get(first.id)).toMatchObject([{ emoji: '👍', mine: true }])
  expect(his.state.get().played.has(first.id)).toBe(true)
  const { hidden, reactions, played } = await store.open()
  const ids = [hidden, reactions, played].map((rows) => rows.map(({ messageId }) => messageId))
  expect(ids).toEqual([[second.id], [first.id], [first.id]])
})

test('sessions are in the state as they come, and those that ended are not', async () => {
  const { server, live, bob, clock } = twoPeople()
  const his = await live(bob)
  const account = server.accounts.get(bob)
  if (account === undefined) throw new Error('bob has an account')
  const phone = { id: 'phone' as SessionId, device: 'Phone', createdAt: 1, lastSeenAt: 1, current: false }
  const seen: string[][] = []
  for (const more of [{}, { revokedAt: 5 }]) {
    const rev = ++account.rev
    for (const connection of server.connections)
      connection.push({ method: 'user.delta', params: { from: rev - 1, rev, sessions: [{ ...phone, rev, ...more }] } })
    await clock.pass(10)
    seen.push([...his.state.get().sessions.keys()])
  }
  expect(seen).toEqual([[phone.id], []])
})

test('[DL41] a chat that a person clears is empty on all their devices, and what comes later shows', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  for (let said = 0; said < 3; said++) server.say(chatId, alice)
  const [his, phone] = [await live(bob), await live(bob)]
  const clearing = his.clearChat(chatId)
  await clock.pass(50)
  await clearing
  for (const client of [his, phone])
    expect([stateOf(client, chatId)?.clearedSeq, client.state.get().chats.get(chatId)?.last]).toEqual([3, undefined])
  server.say(chatId, alice)
  await clock.pass(50)
  for (const client of [his, phone]) expect(client.state.get().chats.get(chatId)?.last?.seq).toBe(4)
})
