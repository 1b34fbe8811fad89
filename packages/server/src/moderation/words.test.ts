import { expect, test } from 'bun:test'
import { type ChatId, type MessageId, newUuidV7, type Params, WORLD_CHAT_ID } from '@parley/protocol'
import { defaultSendingLimits } from '@parley/protocol/moderation'
import { eventually } from '../testing/eventually'
import { FakeClock } from '../testing/fake-clock'
import { noPeers } from '../testing/no-peers'
import { pngOf } from '../testing/sample-pictures'
import { serviceOf } from '../testing/service'
import { type Refused, TestApp } from '../testing/test-app'
import { upload } from '../testing/upload'

const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'accepted',
    ({ code }: Refused) => code,
  )
const newId = () => newUuidV7() as MessageId
const world = WORLD_CHAT_ID

/** Alice is an administrator, who refuses kites. */
const scene = async () => {
  const clock = new FakeClock()
  const app = await TestApp.start({ clock })
  const alice = await app.person('alice', { setup: (await app.core.setupCode.renew()) ?? '' })
  const bob = await app.person('bob')
  await alice.call('admin.setWords', { words: ['kite', '代购'] })
  return { app, clock, alice, bob, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

test('[WD1] a refused word is refused in sends, captions, edits and forwards, also of administrators', async () => {
  await using it = await scene()
  const { app, alice, bob } = it
  expect(await codeOf(bob.say(world, 'my KITE flies'))).toBe('word_refused')
  expect(await codeOf(bob.say(world, '找代购吗'))).toBe('word_refused')
  expect(await codeOf(alice.say(world, 'a kite'))).toBe('word_refused')
  const { id } = await bob.say(world, 'my kites fly')
  const body = { type: 'text', text: 'my kite' } as const
  expect(await codeOf(bob.call('messages.edit', { chatId: world, id, body }))).toBe('word_refused')
  const media = await upload(app, bob, { chatId: world })
  const image = { type: 'image', mediaId: media.mediaId, caption: 'kite' } as const
  expect(await codeOf(bob.call('messages.send', { id: newId(), chatId: world, body: image }))).toBe('word_refused')
  // The upload can still be sent.
  const calm = { ...image, caption: 'a bird' }
  expect(await codeOf(bob.call('messages.send', { id: newId(), chatId: world, body: calm }))).toBe('accepted')
})

test('[WD1] the name and address of a place have no refused word, and formatting hides none', async () => {
  await using it = await scene()
  const { bob } = it
  const place = { type: 'location', lat: 1, lng: 1 } as const
  const send = (body: Params<'messages.send'>['body']) =>
    codeOf(bob.call('messages.send', { id: newId(), chatId: world, body }))
  expect(await send({ ...place, name: 'The kite' })).toBe('word_refused')
  expect(await send({ ...place, name: 'A shop', address: '1 Kite Street' })).toBe('word_refused')
  expect(await send({ ...place, name: 'A shop', address: '1 High Street' })).toBe('accepted')
  expect(await codeOf(bob.say(world, '代**购**'))).toBe('word_refused')
})

test('[WD1] the name of a file has no refused word, in albums and forwards too, and refused files can be sent later', async () => {
  await using it = await scene()
  const { app, alice, bob } = it
  const saved = (await bob.call('chats.direct', { userId: bob.me.id })).chat.id
  const send = (chatId: ChatId, body: Params<'messages.send'>['body']) => {
    const id = newId()
    return bob.call('messages.send', { id, chatId, body })
  }
  const [kite, boat] = [
    await upload(app, bob, { chatId: world, name: 'my kite.png', bytes: pngOf(48, 48) }),
    await upload(app, bob, { chatId: world, name: 'a boat.png', bytes: pngOf(49, 48) }),
  ]
  const album = { type: 'album' as const, items: [boat.mediaId, kite.mediaId] }
  expect(await codeOf(send(world, { type: 'image', mediaId: kite.mediaId }))).toBe('word_refused')
  expect(await codeOf(send(world, album))).toBe('word_refused')
  const inSaved = await upload(app, bob, { chatId: saved, name: 'kite.png', bytes: pngOf(50, 48) })
  const { id } = await send(saved, { type: 'image', mediaId: inSaved.mediaId })
  const forward = { id: newId(), chatId: world, from: { chatId: saved, id }, withName: false }
  expect(await codeOf(bob.call('messages.forward', forward))).toBe('word_refused')
  await alice.call('admin.setWords', { words: ['plane'] })
  expect(await codeOf(send(world, album))).toBe('accepted')
})

test('[WD1] texts of groups and channels, and nicknames, have no refused word', async () => {
  await using it = await scene()
  const { alice, bob } = it
  const newChat = () => newUuidV7() as ChatId
  const made = { id: newChat(), name: 'A boat', userIds: [] }
  const create = (name: string) => bob.call('groups.create', { id: newChat(), name })
  expect(await codeOf(create('The kite club'))).toBe('word_refused')
  await bob.call('groups.create', made)
  const chatId = made.id
  for (const texts of [{ name: 'kite' }, { about: 'a kite' }, { announcement: 'my kite' }])
    expect(await codeOf(bob.call('groups.update', { chatId, ...texts }))).toBe('word_refused')
  const rename = (nickname: string) => bob.call('groups.setNickname', { chatId, userId: bob.me.id, nickname })
  expect(await codeOf(rename('kite'))).toBe('word_refused')
  expect(await codeOf(rename('Bobby'))).toBe('accepted')
  const channel = { id: newChat(), name: 'Boats', about: 'All boats' }
  const open = (texts: { name?: string; about?: string }) =>
    codeOf(alice.call('channels.create', { ...channel, ...texts }))
  expect([await open({ name: 'kite' }), await open({ about: 'kite' }), await open({})]).toEqual([
    ...['word_refused', 'word_refused', 'accepted'],
  ])
  const update = { chatId: channel.id, announcement: 'kite' }
  expect(await codeOf(alice.call('channels.update', update))).toBe('word_refused')
  // Repeats, and texts that stay, keep working.
  await alice.call('admin.setWords', { words: ['boat', 'boats', 'bobby'] })
  expect(await codeOf(bob.call('groups.create', made))).toBe('accepted')
  expect(await codeOf(bob.call('groups.update', { chatId, name: 'A boat', historyVisible: true }))).toBe('accepted')
  expect([await codeOf(rename('Bobby')), await open({})]).toEqual(['accepted', 'accepted'])
})

test('[WD1] friend requests and the replies to them have no refused word', async () => {
  await using it = await scene()
  const { alice, bob } = it
  const ask = (note: string) => codeOf(bob.call('friends.request', { userId: alice.me.id, note }))
  expect(await ask('my kite')).toBe('word_refused')
  expect(await ask('my boat')).toBe('accepted')
  const answer = { userId: bob.me.id, accept: true }
  expect(await codeOf(alice.call('friends.answer', { ...answer, reply: 'a kite' }))).toBe('word_refused')
  expect(await codeOf(alice.call('friends.answer', { ...answer, reply: 'a boat' }))).toBe('accepted')
})

test('[WD1] saved messages may have refused words, but forwards of them into other chats not', async () => {
  await using it = await scene()
  const { alice, bob } = it
  const saved = (await bob.call('chats.direct', { userId: bob.me.id })).chat.id
  const { id } = await bob.say(saved, 'a kite')
  const forward = { id: newId(), chatId: world, from: { chatId: saved, id }, withName: false }
  expect(await codeOf(bob.call('messages.forward', forward))).toBe('word_refused')
  const direct = (await bob.call('chats.direct', { userId: alice.me.id })).chat.id
  expect(await codeOf(bob.say(direct, 'a kite'))).toBe('word_refused')
})

test('[WD1] stored messages stay, and a repeated send returns one', async () => {
  await using it = await scene()
  const { alice, bob } = it
  const order = { id: newId(), chatId: world, body: { type: 'text', text: 'a boat' } } as const
  const sent = await bob.call('messages.send', order)
  await alice.call('admin.setWords', { words: ['boat'] })
  expect(await codeOf(bob.say(world, 'a boat'))).toBe('word_refused')
  expect(await bob.call('messages.send', order)).toEqual(sent)
})

test('[WD4] a changed list acts on all nodes within a second, and the audit log names no word', async () => {
  await using it = await scene()
  const { app, clock, alice, bob } = it
  const cluster = { node: 'there', peers: noPeers, roles: ['api', 'gateway', 'worker'] as const }
  await using other = await TestApp.start({ clock, beside: app, cluster })
  const there = await other.signedIn(bob.me, bob.token)
  expect(await codeOf(there.say(world, 'a kite'))).toBe('word_refused')
  expect(await alice.call('admin.setWords', { words: ['boat', 'boat', 'ship', '代购'] })).toEqual({
    words: ['boat', 'ship', '代购'],
    patterns: [],
  })
  // The fake clock doesn't wait for the answer of the database.
  await clock.advance(1_000)
  await eventually(async () => (await codeOf(there.say(world, 'a kite'))) === 'accepted')
  expect(await codeOf(there.say(world, 'a boat'))).toBe('word_refused')
  expect(await alice.call('admin.words', {})).toEqual({ words: ['boat', 'ship', '代购'], patterns: [] })
  const { entries } = await alice.call('admin.audit', { action: 'words_set' })
  expect(entries[0]).toMatchObject({
    byId: alice.me.id,
    before: { words: 2 },
    after: { words: 3, added: 2, removed: 1 },
  })
  expect(JSON.stringify(entries)).not.toContain('kite')
})

test('[SV14] refused words and flood mutes hold for what services send in the name of people', async () => {
  await using it = await scene()
  const { app, alice } = it
  await alice.call('admin.setLimits', { limits: { ...defaultSendingLimits, floodMessages: 5 } })
  const shop = await serviceOf(app)
  await shop.call('service.upsertUser', { externalId: 'a', name: 'Anna' })
  const { session, user } = await shop.call('service.createSession', { externalId: 'a', ttlMs: 600_000 })
  const anna = await app.signedIn(user, session.token)
  const send = (text: string) =>
    codeOf(shop.call('service.sendMessage', { as: 'a', id: newId(), chatId: world, body: { type: 'text', text } }))
  expect(await send('buy a kite')).toBe('word_refused')
  const group = { id: newUuidV7() as ChatId, name: 'Kite', owner: 'a' }
  expect(await codeOf(shop.call('service.createGroup', group))).toBe('word_refused')
  // A service has rates of its own, and its people aren't newcomers: neither the number nor the link matters.
  for (let at = 0; at < 100; at++) expect(await send(`https://shop.example/orders/${at}`)).toBe('accepted')
  let last = 'accepted'
  for (let at = 0; at < 50 && last !== 'flood_muted'; at++) last = await codeOf(anna.say(world, `message ${at}`))
  expect(last).toBe('flood_muted')
  expect(await send('still here')).toBe('flood_muted')
})

test('[WD5] regular expressions refuse messages, file names and texts of groups, on all nodes, and words left as they are', async () => {
  await using it = await scene()
  const { app, clock, alice, bob } = it
  const cluster = { node: 'there', peers: noPeers, roles: ['api', 'gateway', 'worker'] as const }
  await using other = await TestApp.start({ clock, beside: app, cluster })
  const there = await other.signedIn(bob.me, bob.token)
  expect(await codeOf(there.say(world, 'my b0at'))).toBe('accepted')
  const patterns = ['b[o0]{1,3}at', '加.{0,3}微信']
  expect(await alice.call('admin.setWords', { words: ['kite'], patterns })).toEqual({ words: ['kite'], patterns })
  await clock.advance(1_000)
  await eventually(async () => (await codeOf(there.say(world, 'my b0at'))) === 'word_refused')
  for (const text of ['B00AT', 'a **boat**', '请加我的微信', 'steamboats', 'my kite'])
    expect(await codeOf(bob.say(world, text))).toBe('word_refused')
  expect(await codeOf(bob.call('groups.create', { id: newUuidV7() as ChatId, name: 'Boats' }))).toBe('word_refused')
  const { mediaId } = await upload(app, bob, { chatId: world, name: 'b0at.png' })
  const picture = { id: newId(), chatId: world, body: { type: 'image' as const, mediaId } }
  expect(await codeOf(bob.call('messages.send', picture))).toBe('word_refused')
  // Without patterns, a change of the words keeps them.
  await alice.call('admin.setWords', { words: ['ship'] })
  expect(await alice.call('admin.words', {})).toEqual({ words: ['ship'], patterns })
  expect(await codeOf(bob.say(world, 'b0at'))).toBe('word_refused')
  const { entries } = await alice.call('admin.audit', { action: 'words_set' })
  expect(entries[1]).toMatchObject({ before: { words: 2, patterns: 0 }, after: { words: 1, patterns: 2, added: 2 } })
  expect(JSON.stringify(entries)).not.toContain('0]')
})

test.each([
  ['(boat', 'patterns.1: is no regular expression at character 1'],
  ['(?=boat)', 'patterns.1: has a part that is not supported, such as a reference or a look ahead at character 3'],
  ['[ab]*a[ab]{15}c', 'patterns.1: is too complex: use fewer or shorter repetitions'],
  ['b*', 'patterns.1: matches every message'],
])('[WD5] the expression %j changes nothing, and the error says why', async (source, message) => {
  await using it = await scene()
  const { alice } = it
  const order = { words: ['boat'], patterns: ['fine', source] }
  const error = await alice.call('admin.setWords', order).catch((refused: Refused) => refused)
  expect(error).toMatchObject({ code: 'invalid_params', field: 'patterns.1' })
  expect((error as Refused).message).toContain(message)
  expect(await alice.call('admin.words', {})).toEqual({ words: ['kite', '代购'], patterns: [] })
})
