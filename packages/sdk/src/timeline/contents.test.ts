import { expect, test } from 'bun:test'
import type { ChatId } from '@parley/protocol'
import type { Contents } from '../api'
import { text, twoPeople } from '../testing/people'

const link = (at: number) => ({ text: `https://example.com/${at}` })
const seqs = (contents: Contents) => contents.state.get().rows.map(({ seq }) => seq)

/** 250 links with a text between any two of them, and bob's list of the links. */
const manyLinks = async () => {
  const people = twoPeople()
  const { server, alice, bob, chatId, live, clock } = people
  for (let at = 1; at <= 250; at++) {
    server.say(chatId, alice, link(at))
    server.say(chatId, alice)
  }
  const his = await live(bob)
  const contents = await his.contents(chatId, 'links')
  await clock.pass(50)
  const calls = () => server.calls.filter(({ method }) => method === 'messages.media').length
  return { ...people, his, contents, calls }
}

test('pages follow each other, newest first, down to the first one', async () => {
  const { contents, clock, calls } = await manyLinks()
  expect(seqs(contents).slice(0, 3)).toEqual([499, 497, 495])
  expect(contents.state.get()).toMatchObject({ more: true, loading: false })
  for (const count of [200, 250, 250]) {
    void contents.loadMore()
    void contents.loadMore()
    await clock.pass(50)
    expect(seqs(contents)).toHaveLength(count)
  }
  expect(seqs(contents).at(-1)).toBe(1)
  expect(contents.state.get().more).toBe(false)
  expect(calls()).toBe(3)
})

test('new, changed, retracted, hidden and cleared messages are correct at once', async () => {
  const { server, contents, clock, chatId, alice, bob } = await manyLinks()
  const { id } = server.say(chatId, alice, link(251))
  server.say(chatId, alice)
  await clock.pass(50)
  expect(seqs(contents).slice(0, 2)).toEqual([501, 499])
  // A text becomes a link, a link becomes a text, and one is retracted.
  server.change(chatId, 498, link(252))
  server.change(chatId, 499, { text: 'words' })
  server.change(chatId, 497)
  // An edit above what was loaded comes with its page.
  server.change(chatId, 2, link(253))
  server.hide(bob, chatId, [id])
  await clock.pass(500)
  expect(seqs(contents).slice(0, 3)).toEqual([498, 495, 493])
  expect(seqs(contents)).not.toContain(2)
  server.clear(bob, chatId)
  await clock.pass(50)
  expect(contents.state.get()).toMatchObject({ rows: [], more: false })
})

test('a list that ends at a message leaves out newer ones', async () => {
  const { server, his, clock, chatId, alice } = await manyLinks()
  const contents = await his.contents(chatId, 'links', 9)
  await clock.pass(50)
  server.say(chatId, alice, link(251))
  await clock.pass(50)
  expect(seqs(contents)).toEqual([9, 7, 5, 3, 1])
})

test('a page that failed is loaded when there is a connection again', async () => {
  const { server, contents, clock } = await manyLinks()
  server.plan('messages.media', { refuse: 'internal' })
  void contents.loadMore()
  await clock.pass(50)
  expect(contents.state.get()).toMatchObject({ error: 'internal', loading: false, more: true })
  server.cut()
  await clock.pass(5_000)
  expect(seqs(contents)).toHaveLength(200)
  expect(contents.state.get().error).toBeUndefined()
})

test('after a gap that only a snapshot fills, as much as was loaded is read again', async () => {
  const { server, contents, clock, chatId, alice } = await manyLinks()
  void contents.loadMore()
  await clock.pass(50)
  const depth = seqs(contents).length
  server.change(chatId, 301, { push: false })
  server.say(chatId, alice, { ...link(251), push: false })
  for (let at = 0; at < 1_200; at++) server.say(chatId, alice, { ...text('words'), push: false })
  server.cut()
  await clock.pass(10_000)
  expect(seqs(contents)[0]).toBe(501)
  expect(seqs(contents)).not.toContain(301)
  expect(seqs(contents).length).toBeGreaterThanOrEqual(depth - 1)
})

test('a closed list receives no more changes', async () => {
  const { server, contents, clock, chatId, alice } = await manyLinks()
  contents.close()
  server.say(chatId, alice, link(251))
  await clock.pass(50)
  expect(seqs(contents)[0]).toBe(499)
})

test('a list tells its listeners that it loads, and that it has loaded', async () => {
  const { contents, clock } = await manyLinks()
  const told: boolean[] = []
  contents.state.subscribe(() => told.push(contents.state.get().loading))
  void contents.loadMore()
  expect(contents.state.get().loading).toBe(true)
  await clock.pass(50)
  expect(told).toEqual([true, false])
})

test('[DL22] another epoch empties a list and fills it again', async () => {
  const { server, contents, clock, chatId } = await manyLinks()
  const chat = server.chats.get(chatId)
  if (chat === undefined) throw new Error('the chat is there')
  chat.messages.splice(5)
  chat.rev = 6
  chat.chat = { ...chat.chat, seq: 5 }
  server.epoch = 'second'
  server.cut()
  await clock.pass(5_000)
  expect(seqs(contents)).toEqual([5, 3, 1])
  expect(contents.state.get()).toMatchObject({ more: false, loading: false })
})

test('a page that failed is loaded once by the next connection, and no further one by those after it', async () => {
  const { server, contents, clock } = await manyLinks()
  server.plan('messages.media', { refuse: 'unavailable' })
  void contents.loadMore()
  for (let cut = 0; cut < 3; cut++) {
    server.cut()
    await clock.pass(5_000)
  }
  expect(seqs(contents)).toHaveLength(200)
})

test('a list of a chat that does not exist, or that cannot be reached, says so', async () => {
  const { live, client, alice, clock } = twoPeople()
  const transport = { connect: () => ({ send: () => undefined, close: () => undefined }) }
  const away = client(alice, { transport })
  await away.start()
  for (const [person, error] of [
    [await live(alice), 'not_found'],
    [away, 'unavailable'],
  ] as const) {
    const contents = await person.contents('gone' as ChatId, 'links')
    if (person === away) await away.stop()
    await clock.pass(50)
    expect(contents.state.get()).toMatchObject(person === away ? { rows: [] } : { error, loading: false })
  }
})

test('reading a list again reads no further than before, and says whether older ones follow', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  server.say(chatId, alice)
  for (let at = 0; at < 150; at++) server.say(chatId, alice, link(at))
  const contents = await (await live(bob)).contents(chatId, 'links')
  await clock.pass(50)
  const snapshot = async () => {
    const before = server.calls.length
    const { chat, ...more } = server.snapshot(chatId, bob)
    if (chat) server.publish({ ...more, chat })
    await clock.pass(100)
    return server.calls.slice(before).filter(({ method }) => method === 'messages.media').length
  }
  expect([await snapshot(), seqs(contents).length, contents.state.get().more]).toEqual([1, 100, true])
  for (let at = 0; at < 110; at++) server.say(chatId, alice, { ...link(at), push: false })
  expect([await snapshot(), seqs(contents).length, contents.state.get().more]).toEqual([3, 260, false])
})

test('the people of a list become known with it', async () => {
  const { server, live, alice, bob, clock } = twoPeople()
  const carol = server.person('carol')
  const group = server.chat('group', [alice, bob])
  server.say(group, carol, link(1))
  for (let said = 0; said < 100; said++) server.say(group, alice)
  const his = await live(bob)
  expect(his.state.get().users.has(carol)).toBe(false)
  await his.contents(group, 'links')
  await clock.pass(100)
  expect(his.state.get().users.get(carol)?.name).toBe('carol')
})

test('a list that is read again keeps rows that came or changed meanwhile', async () => {
  const { server, contents, clock, chatId, alice, bob } = await manyLinks()
  server.plan('messages.media', 'hold')
  server.plan('chats.changes', 'lose')
  server.publish(server.snapshot(chatId, bob))
  await clock.pass(50)
  server.say(chatId, alice, link(251))
  server.change(chatId, 499, { text: 'words' })
  await clock.pass(50)
  for (const send of server.held.splice(0)) send()
  await clock.pass(100)
  expect(seqs(contents).slice(0, 2)).toEqual([501, 497])
})
