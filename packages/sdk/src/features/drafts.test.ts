import { expect, test } from 'bun:test'
import type { ChatId } from '@parley/protocol'
import type { Client } from '../api'
import { Connection } from '../connection/connection'
import { plainEnvironment } from '../connection/environment'
import { createMemoryStore } from '../store/memory'
import { noTabs } from '../store/tabs'
import { Replica } from '../sync/replica'
import { twoPeople } from '../testing/people'
import { seededRandom } from '../testing/seeded-random'
import { Drafts } from './drafts'

const noEvents = {
  ...{ onChat: () => undefined, onUser: () => undefined, onUsers: () => undefined, onReset: () => undefined },
  arrived: () => [],
}

const draftOf = (client: Client, chatId: ChatId) => client.state.get().chats.get(chatId)?.draft
const pause = 2_000

test('[DL42] what is written on one device stands on the other, and what is sent is gone on both', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  const { id, seq } = server.say(chatId, alice, { text: 'well?' })
  const [laptop, phone] = [await live(bob), await live(bob)]
  laptop.setDraft(chatId, 'half', { id, seq })
  await clock.pass(pause)
  expect(phone.state.get().chats.get(chatId)).toMatchObject({ draft: 'half', draftReplyTo: { id, seq } })
  phone.setDraft(chatId, 'half a thought')
  await clock.pass(pause)
  expect(draftOf(laptop, chatId)).toBe('half a thought')
  phone.setDraft(chatId, '')
  await clock.pass(pause)
  expect(draftOf(laptop, chatId)).toBe('')
})

test('[DL42] an unsent draft is changed by nothing, is sent after a reconnect, and survives a reload', async () => {
  const { server, live, client, bob, chatId, clock } = twoPeople()
  const store = createMemoryStore()
  const phone = await live(bob)
  const away = client(bob, { store, transport: { connect: () => ({ send: () => undefined, close: () => undefined }) } })
  const laptop = await live(bob, { store })
  await laptop.stop()
  await away.start()
  away.setDraft(chatId, 'written in a tunnel')
  await clock.pass(1_000)
  await away.stop()
  phone.setDraft(chatId, 'written outside')
  await clock.pass(pause)
  const back = await live(bob, { store })
  expect(draftOf(back, chatId)).toBe('written in a tunnel')
  await clock.pass(pause)
  expect(draftOf(phone, chatId)).toBe('written in a tunnel')
  expect(server.calls.filter(({ method }) => method === 'chats.draft')).toHaveLength(2)
})

test('[DL42] a change is stored at once: a page that closes may store nothing more', async () => {
  const { live, bob, chatId } = twoPeople()
  const store = createMemoryStore()
  const write = store.write.bind(store)
  const whens: string[] = []
  store.write = (rows, when) => {
    if (rows.drafts !== undefined) whens.push(when)
    return write(rows, when)
  }
  const client = await live(bob, { store })
  client.setDraft(chatId, 'half')
  client.setDraft(chatId, 'half a')
  expect(whens).toEqual(['now', 'now'])
})

test('[DL42] a row that changed in something else brings no older draft back', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  const said = server.say(chatId, alice)
  const [laptop, phone] = [await live(bob), await live(bob)]
  laptop.setDraft(chatId, 'first')
  await clock.pass(pause)
  laptop.setDraft(chatId, '')
  await phone.call('chats.markRead', { chatId, seq: said.seq })
  await clock.pass(100)
  expect(draftOf(laptop, chatId)).toBe('')
  await clock.pass(pause)
  expect([draftOf(laptop, chatId), draftOf(phone, chatId)]).toEqual(['', ''])
})

test('[DL42] writing and sending without a pause tells the server nothing', async () => {
  const { server, live, bob, chatId, clock } = twoPeople()
  const laptop = await live(bob)
  for (const text of ['h', 'he', 'hey', '']) {
    laptop.setDraft(chatId, text)
    await clock.pass(300)
  }
  await clock.pass(20_000)
  expect(server.calls.filter(({ method }) => method === 'chats.draft')).toEqual([])
})

test('[DL42] what is written while the server is being told is kept, and told after it', async () => {
  const { server, live, bob, chatId, clock } = twoPeople()
  const [laptop, phone] = [await live(bob), await live(bob)]
  server.plan('chats.draft', 'hold')
  laptop.setDraft(chatId, 'half')
  await clock.pass(pause)
  laptop.setDraft(chatId, 'half a thought')
  server.held.shift()?.()
  await clock.pass(100)
  expect(draftOf(laptop, chatId)).toBe('half a thought')
  await clock.pass(pause)
  expect([draftOf(laptop, chatId), draftOf(phone, chatId)]).toEqual(['half a thought', 'half a thought'])
})

test('[DL42] a draft written without a pause reaches the server after ten seconds', async () => {
  const { live, bob, chatId, clock } = twoPeople()
  const [laptop, phone] = [await live(bob), await live(bob)]
  for (let at = 1; at <= 12; at++) {
    laptop.setDraft(chatId, 'word '.repeat(at))
    await clock.pass(1_000)
  }
  expect(draftOf(phone, chatId)).toStartWith('word word')
})

test('[DL42] what another tab wrote is no hindrance to what another device writes', async () => {
  const { server, clock, bob, chatId } = twoPeople()
  const store = createMemoryStore()
  const random = seededRandom(1)
  const replica = new Replica({ store, now: () => clock.now(), events: noEvents })
  const connection = new Connection({
    ...{ transport: server.transport(bob), clock, random, environment: plainEnvironment, token: 'bob' },
    ...{ onOpened: () => undefined, onEvent: () => undefined, onDown: () => undefined, onState: () => undefined },
  })
  const drafts = new Drafts({ clock, store, tabs: noTabs, connection, replica, onChange: () => undefined })
  drafts.received(chatId, { text: 'in the other tab' })
  expect(drafts.of(chatId).text).toBe('in the other tab')
  drafts.statesCame([{ chatId, rev: 3, readSeq: 0, clearedSeq: 0, draft: { text: 'on the phone' } }])
  expect(drafts.of(chatId).text).toBe('on the phone')
})

test('[DL42] a draft that the server refuses stays on its device, and is not told again', async () => {
  const { server, live, bob, chatId, clock } = twoPeople()
  server.plan('chats.draft', { refuse: 'not_found' })
  const his = await live(bob)
  his.setDraft(chatId, 'half a thought')
  await clock.pass(pause)
  server.cut()
  await clock.pass(60_000)
  expect(draftOf(his, chatId)).toBe('half a thought')
  expect(server.calls.filter(({ method }) => method === 'chats.draft')).toHaveLength(1)
})

test('[DL42] a draft that the server cannot store now is sent later, without any other event', async () => {
  const { server, live, bob, chatId, clock } = twoPeople()
  const [laptop, phone] = [await live(bob), await live(bob)]
  server.plan('chats.draft', { refuse: 'rate_limited', retryAfterMs: 8_000 })
  laptop.setDraft(chatId, 'half a thought')
  await clock.pass(9_000)
  expect(draftOf(phone, chatId)).toBe('')
  await clock.pass(2_000)
  expect(draftOf(phone, chatId)).toBe('half a thought')
})

test('[DL42] a draft with only a reply stays when the server has it, and an empty draft does not', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  const { id, seq } = server.say(chatId, alice, { text: 'well?' })
  const store = createMemoryStore()
  const laptop = await live(bob, { store })
  laptop.setDraft(chatId, '', { id, seq })
  await clock.pass(pause)
  expect(laptop.state.get().chats.get(chatId)?.draftReplyTo).toEqual({ id, seq })
  expect((await store.open()).drafts).toEqual([[chatId, { text: '', replyTo: { id, seq } }]])
  laptop.setDraft(chatId, '')
  await clock.pass(pause)
  expect((await store.open()).drafts).toEqual([])
})

test('[DL42] a draft that the server failed to store is sent again with the next connection, and not before', async () => {
  const { server, live, bob, chatId, clock } = twoPeople()
  const [laptop, phone] = [await live(bob), await live(bob)]
  server.plan('chats.draft', { refuse: 'internal' })
  laptop.setDraft(chatId, 'half a thought')
  await clock.pass(60_000)
  expect(server.calls.filter(({ method }) => method === 'chats.draft')).toHaveLength(1)
  server.cut()
  await clock.pass(5_000)
  expect(draftOf(phone, chatId)).toBe('half a thought')
})
