import { expect, test } from 'bun:test'
import type { ImageBody, MediaId, Message, StoredBody } from '@parley/protocol'
import { createMemoryStore } from '../store/memory'
import { text, twoPeople } from '../testing/people'

const offline = { connect: () => ({ send: () => undefined, close: () => undefined }) }
const withName = { withName: true }

/** Alice and bob, and carol whose message alice forwards to bob. */
const scene = () => {
  const it = twoPeople()
  const carol = it.server.person('carol')
  const source = it.server.chat('direct', [it.alice, carol])
  const say = (body: StoredBody): Message => it.server.say(source, carol, { body })
  const inChat = () => it.server.chats.get(it.chatId)?.messages ?? []
  return { ...it, carol, source, say, inChat }
}

test('[DL24] [DL66] a forward is shown at once, survives a reload and arrives once, in order', async () => {
  const { server, client, live, alice, carol, chatId, clock, say, inChat } = scene()
  const said = say(text('the tide is at six'))
  const store = createMemoryStore()
  await (await live(alice, { store })).stop()
  const before = client(alice, { store, transport: offline })
  await before.start()
  before.send(chatId, text('look'))
  const id = before.forward(chatId, said, withName)
  const origin = { userId: carol, at: said.at }
  expect(before.state.get().chats.get(chatId)).toMatchObject({
    queued: 2,
    last: { id, body: said.body, forwardedFrom: origin, status: 'queued' },
  })
  await before.stop()
  server.plan('messages.forward', 'lose')
  const after = await live(alice, { store })
  await clock.pass(60_000)
  expect(inChat().map(({ body }) => body)).toEqual([text('look'), said.body])
  expect(inChat().at(-1)).toMatchObject({ id, forwardedFrom: origin })
  expect(server.calls.filter(({ method }) => method === 'messages.forward').length).toBe(2)
  expect(after.state.get().chats.get(chatId)).toMatchObject({ queued: 0, last: { forwardedFrom: origin } })
})

test('[DL66] the first author stays through forwards, and a name that was left out stays out', async () => {
  const { live, alice, carol, chatId, clock, say, inChat } = scene()
  const said = say(text('the tide is at six'))
  const hers = await live(alice)
  const forward = async (message: Message, named: boolean) => {
    hers.forward(chatId, message, { withName: named })
    await clock.pass(100)
    return inChat().at(-1) as Message
  }
  const first = await forward(said, true)
  expect((await forward(first, true)).forwardedFrom).toEqual({ userId: carol, at: said.at })
  const nameless = await forward(first, false)
  expect(nameless.forwardedFrom).toEqual({ at: said.at })
  expect((await forward(nameless, true)).forwardedFrom).toEqual({ at: said.at })
})

test('messages without content to forward are not forwarded', async () => {
  const { live, alice, chatId, clock, say, inChat } = scene()
  const hers = await live(alice)
  for (const body of [{ type: 'retracted' }, { type: 'system', event: 'friends_now' }] as const)
    expect(hers.forward(chatId, say(body), withName)).toBeUndefined()
  await clock.pass(100)
  expect(inChat()).toEqual([])
})

test('[DL25] a forward whose message is gone fails by name, and lets those behind it go', async () => {
  const { server, live, alice, chatId, source, clock, say, inChat } = scene()
  const said = say(text('regretted'))
  const hers = await live(alice)
  server.change(source, said.seq)
  hers.forward(chatId, said, withName)
  hers.send(chatId, text('look'))
  const timeline = hers.timeline(chatId)
  void timeline.show('latest')
  await clock.pass(1_000)
  expect(inChat().map(({ body }) => body)).toEqual([text('look')])
  expect(timeline.state.get().rows.at(-1)).toMatchObject({ status: 'failed', error: 'retracted', body: said.body })
})

test('[DL68] a forwarded picture uploads nothing, and is seen by its source until it is stored', async () => {
  const { server, live, alice, chatId, clock, say, inChat } = scene()
  const mediaId = '01980000-0000-7000-8000-0000000000e1' as MediaId
  const picture = {
    type: 'image',
    mediaId,
    name: 'cat.png',
    mime: 'image/webp',
    size: 9,
    width: 4,
    height: 3,
  } as ImageBody
  const said = say(picture)
  const hers = await live(alice)
  server.plan('messages.forward', 'lose')
  hers.forward(chatId, said, withName)
  const timeline = hers.timeline(chatId)
  void timeline.show('latest')
  await clock.pass(100)
  const shown = { chatId: said.chatId, messageId: said.id }
  expect(timeline.state.get().rows.at(-1)).toMatchObject({ body: picture, status: 'sending', uploadsOf: shown })
  await clock.pass(60_000)
  expect(inChat().at(-1)?.body).toEqual(picture)
  expect(timeline.state.get().rows.at(-1)?.uploadsOf).toBeUndefined()
  expect(server.calls.some(({ method }) => method === 'media.create')).toBe(false)
})

test('the author of a forward becomes known to its reader, and to its sender after a reload', async () => {
  const { server, client, live, alice, bob, carol, chatId, clock, say } = scene()
  const said = say(text('the tide is at six'))
  const his = await live(bob)
  const store = createMemoryStore()
  await (await live(alice, { store })).stop()
  const before = client(alice, { store, transport: offline })
  await before.start()
  before.forward(chatId, said, withName)
  await before.stop()
  server.plan('messages.forward', { refuse: 'retracted' })
  const after = await live(alice, { store })
  await clock.pass(1_000)
  expect(after.state.get().users.get(carol)?.name).toBe('carol')
  after.forward(chatId, said, withName)
  await clock.pass(1_000)
  expect(his.state.get().users.get(carol)?.name).toBe('carol')
})

test('[DL66] places, people and files are forwarded as they are', async () => {
  const { live, alice, bob, chatId, clock, say, inChat } = scene()
  const hers = await live(alice)
  const file = { mediaId: 'file' as MediaId, name: 'a', mime: 'text/plain', size: 1 }
  const bodies: readonly StoredBody[] = [
    { type: 'location', lat: 1, lng: 2 },
    { type: 'contact', userId: bob },
    { type: 'voice', ...file, durationMs: 10 },
    { type: 'file', ...file },
  ]
  for (const body of bodies) expect(hers.forward(chatId, say(body), withName)).toBeString()
  await clock.pass(1_000)
  expect(inChat().map(({ body }) => body)).toEqual([...bodies])
})

test('[DL66] the first author of a forward that waits becomes known, also when they share no chat with its sender', async () => {
  const { server, client, live, alice, carol, source, chatId, clock } = scene()
  const dave = server.person('dave')
  const said: Message = { ...server.say(source, carol), forwardedFrom: { userId: dave, at: 1 } }
  const store = createMemoryStore()
  await (await live(alice, { store })).stop()
  const before = client(alice, { store, transport: offline })
  await before.start()
  before.forward(chatId, said, withName)
  await before.stop()
  server.plan('messages.forward', 'lose')
  const after = await live(alice, { store })
  await clock.pass(1_000)
  expect(after.state.get().users.get(dave)?.name).toBe('dave')
})
