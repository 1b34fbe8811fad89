import { expect, test } from 'bun:test'
import { type ChatId, type MessageId, newUuidV7, WORLD_CHAT_ID } from '@parley/protocol'
import { defaultSendingLimits } from '@parley/protocol/moderation'
import { eventually } from '../testing/eventually'
import { FakeClock, settle } from '../testing/fake-clock'
import { Links } from '../testing/linked-bus'
import { samplesOf } from '../testing/media-samples'
import { noPeers } from '../testing/no-peers'
import { type Person, type Refused, TestApp } from '../testing/test-app'

const minuteMs = 60_000
const dayMs = 86_400_000
const limits = { ...defaultSendingLimits, newcomerMs: 0 }

const refusalOf = (call: Promise<unknown>): Promise<Pick<Refused, 'code' | 'until' | 'retryAfterMs'>> =>
  call.then(
    () => ({ code: 'accepted', until: undefined, retryAfterMs: undefined }),
    ({ code, until, retryAfterMs }: Refused) => ({ code, until, retryAfterMs }),
  )
const codeOf = async (call: Promise<unknown>) => (await refusalOf(call)).code

/** Alice is an administrator. */
const scene = async () => {
  const clock = new FakeClock()
  const app = await TestApp.start({ clock })
  const alice = await app.person('alice', { setup: (await app.core.setupCode.renew()) ?? '' })
  const bob = await app.person('bob')
  await alice.call('admin.setLimits', { limits })
  return { app, clock, alice, bob, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

/** The outcomes of some messages. */
const flood = async (person: Person, count: number, chatId: ChatId = WORLD_CHAT_ID): Promise<string[]> => {
  const codes: string[] = []
  for (let at = 0; at < count; at++) codes.push(await codeOf(person.say(chatId, `message ${at}`)))
  return codes
}
const repeated = (code: string, count: number): string[] => Array.from({ length: count }, () => code)
const accepted = (count: number) => repeated('accepted', count)
/** The outcomes for a person who ignores every refusal. */
const muted = (most: number) => [...accepted(most), ...repeated('rate_limited', most), 'flood_muted']

test('[FL1] the twenty-first message within ten seconds waits until the first one is ten seconds old', async () => {
  await using it = await scene()
  const { clock, alice, bob } = it
  await bob.say(WORLD_CHAT_ID, 'first')
  await clock.advance(4_000)
  expect(await flood(bob, 19)).toEqual(accepted(19))
  const { code, retryAfterMs } = await refusalOf(bob.say(WORLD_CHAT_ID, 'one too many'))
  expect({ code, retryAfterMs }).toEqual({ code: 'rate_limited', retryAfterMs: 6_000 })
  await clock.advance(6_000)
  expect(await flood(bob, 2)).toEqual(['accepted', 'rate_limited'])
  expect((await alice.call('admin.audit', { action: 'flood_muted' })).entries).toEqual([])
})

test('[FL1] a client that waits as long as the refusals say is never muted', async () => {
  await using it = await scene()
  const { clock, bob } = it
  const outcomes: string[] = []
  for (let at = 0; at < 100; at++)
    for (;;) {
      const { code, retryAfterMs } = await refusalOf(bob.say(WORLD_CHAT_ID, `message ${at}`))
      outcomes.push(code)
      if (code !== 'rate_limited') break
      await clock.advance(retryAfterMs ?? 0)
    }
  expect(outcomes.filter((code) => code === 'accepted')).toHaveLength(100)
  expect(outcomes).not.toContain('flood_muted')
})

test('[FL1] people who ignore as many refusals as messages are allowed are muted everywhere, until a time that they see', async () => {
  await using it = await scene()
  const { clock, alice, bob } = it
  const group = newUuidV7() as ChatId
  await bob.call('groups.create', { id: group, name: 'Kites', userIds: [alice.me.id] })
  const { id: first } = await bob.say(WORLD_CHAT_ID, 'first')
  expect(await flood(bob, 39)).toEqual(muted(20).slice(1, 40))
  await clock.advance(5_000)
  const until = clock.now() + minuteMs
  expect(await refusalOf(bob.say(WORLD_CHAT_ID, 'one too many'))).toMatchObject({ code: 'flood_muted', until })
  const edit = { chatId: WORLD_CHAT_ID, id: first, body: { type: 'text', text: 'changed' } } as const
  expect(await codeOf(bob.call('messages.edit', edit))).toBe('flood_muted')
  const direct = (await bob.call('chats.direct', { userId: alice.me.id })).chat.id
  expect(await codeOf(bob.say(direct, 'elsewhere'))).toBe('flood_muted')
  const saved = (await bob.call('chats.direct', { userId: bob.me.id })).chat.id
  expect(await codeOf(bob.say(saved, 'a note'))).toBe('accepted')
  expect(bob.connection.events('user.delta').at(-1)?.me?.mutedUntil ?? until).toBe(until)
  await clock.advance(minuteMs)
  expect(await codeOf(bob.say(WORLD_CHAT_ID, 'calm again'))).toBe('accepted')
})

test('[FL1] forwards of a muted person claim no files', async () => {
  await using it = await scene()
  const { app, alice, bob } = it
  const { chat } = await alice.call('chats.direct', { userId: bob.me.id })
  const { mediaId } = await samplesOf(app, alice, chat.id).picture()
  const id = newUuidV7() as MessageId
  await alice.call('messages.send', { id, chatId: chat.id, body: { type: 'image', mediaId } })
  const claims = () => app.database.read((db) => db.selectFrom('media_uses').selectAll().execute())
  const before = await claims()
  await flood(bob, 41)
  const forward = { id: newUuidV7() as MessageId, chatId: WORLD_CHAT_ID, from: { chatId: chat.id, id }, withName: true }
  expect(await codeOf(bob.call('messages.forward', forward))).toBe('flood_muted')
  expect(await claims()).toEqual(before)
})

test('[FL1] refusals of an earlier window mute no one', async () => {
  await using it = await scene()
  const { clock, bob } = it
  for (let at = 0; at < 3; at++) {
    expect(await flood(bob, 40)).toEqual([...accepted(20), ...repeated('rate_limited', 20)])
    await clock.advance(10_000)
  }
})

test('[FL1] messages that are further apart mute no one', async () => {
  await using it = await scene()
  const { clock, bob } = it
  for (let at = 0; at < 60; at++) {
    expect(await codeOf(bob.say(WORLD_CHAT_ID, `message ${at}`))).toBe('accepted')
    await clock.advance(500)
  }
})

test('[FL1] messages that arrive at once pass the limit by none', async () => {
  await using it = await scene()
  const { bob } = it
  const codes = await Promise.all(Array.from({ length: 60 }, (_, at) => codeOf(bob.say(WORLD_CHAT_ID, `${at}`))))
  expect(codes.filter((code) => code === 'accepted')).toHaveLength(20)
  expect(codes.filter((code) => code === 'rate_limited')).toHaveLength(20)
})

test('[FL2] three messages to a friend count as one, and saved messages don’t count', async () => {
  await using it = await scene()
  const { alice, bob } = it
  await bob.call('friends.request', { userId: alice.me.id })
  await alice.call('friends.answer', { userId: bob.me.id, accept: true })
  const direct = (await bob.call('chats.direct', { userId: alice.me.id })).chat.id
  const saved = (await bob.call('chats.direct', { userId: bob.me.id })).chat.id
  expect(await flood(bob, 40, saved)).toEqual(accepted(40))
  expect(await flood(bob, 63, direct)).toEqual([...accepted(62), 'rate_limited'])
})

test('[FL3] each further flood within a time mutes for longer, and an older one doesn’t count', async () => {
  await using it = await scene()
  const { app, clock, alice, bob } = it
  const again = { floodMutesMs: [1_000, 2_000, 5_000], floodAgainMs: minuteMs, floodWindowMs: 2_000 }
  await alice.call('admin.setLimits', { limits: { ...limits, ...again } })
  const muteMs = async () => {
    await flood(bob, 40)
    const { until } = await refusalOf(bob.say(WORLD_CHAT_ID, 'too many'))
    return (until ?? 0) - clock.now()
  }
  for (const forMs of [1_000, 2_000, 5_000, 5_000]) {
    expect(await muteMs()).toBe(forMs)
    await clock.advance(forMs + 2_000)
  }
  // More than a minute passes since its end.
  await app.database.write(({ db, now }) =>
    db
      .updateTable('flood_mutes')
      .set({ until: now - minuteMs - 1 })
      .execute(),
  )
  expect(await muteMs()).toBe(1_000)
})

test('[FL4] moderators where they moderate, administrators and trusted accounts are exempt', async () => {
  await using it = await scene()
  const { app, alice, bob } = it
  const group = newUuidV7() as ChatId
  await bob.call('groups.create', { id: group, name: 'Kites', userIds: [alice.me.id] })
  expect(await flood(bob, 30, group)).toEqual(accepted(30))
  expect(await flood(alice, 30, group)).toEqual(accepted(30))
  const carol = await app.person('carol')
  await alice.call('admin.setTrusted', { userId: carol.me.id, trusted: true })
  expect(await flood(carol, 50)).toEqual(accepted(50))
  await alice.call('admin.setTrusted', { userId: carol.me.id, trusted: false })
  await it.clock.advance(10_000)
  expect(await flood(carol, 21)).toEqual([...accepted(20), 'rate_limited'])
})

test('[FL5] a mute is in the audit log once, administrators see it, and lift it', async () => {
  await using it = await scene()
  const { clock, alice, bob } = it
  await flood(bob, 45)
  const { entries } = await alice.call('admin.audit', { action: 'flood_muted' })
  const until = clock.now() + minuteMs
  expect(entries).toMatchObject([{ userId: bob.me.id, after: { step: 1, forMs: minuteMs, mutedUntil: until } }])
  expect(entries[0]?.byId).toBeUndefined()
  const shown = await alice.call('admin.users', { query: 'bob' })
  expect(shown.users[0]?.mutedUntil).toBe(until)
  expect((await alice.call('admin.liftMute', { userId: bob.me.id })).mutedUntil).toBeUndefined()
  expect(bob.connection.events('user.delta').at(-1)?.me).not.toHaveProperty('mutedUntil')
  expect(await codeOf(bob.say(WORLD_CHAT_ID, 'thank you'))).toBe('accepted')
  await alice.call('admin.liftMute', { userId: bob.me.id })
  expect((await alice.call('admin.audit', { action: 'flood_mute_lifted' })).entries).toHaveLength(1)
  await flood(bob, 39)
  const again = await refusalOf(bob.say(WORLD_CHAT_ID, 'too many'))
  expect(again).toMatchObject({ code: 'flood_muted', until })
})

test('[FL6] the numbers are settings, which the audit log keeps', async () => {
  await using it = await scene()
  const { alice, bob } = it
  const changed = { ...limits, floodMessages: 3, floodMutesMs: [5_000] }
  expect(await alice.call('admin.setLimits', { limits: changed })).toEqual(changed)
  expect(await alice.call('admin.limits', {})).toEqual(changed)
  expect(await flood(bob, 7)).toEqual(muted(3))
  const [entry] = (await alice.call('admin.audit', { action: 'limits_set' })).entries
  expect(entry).toMatchObject({
    byId: alice.me.id,
    before: { floodMessages: 20, floodMutesMs: '60000, 600000, 3600000, 86400000' },
    after: { floodMessages: 3, floodMutesMs: '5000' },
  })
  await alice.call('admin.setLimits', { limits: { ...limits, floodMessages: 0 } })
  const carol = await it.app.person('carol')
  expect(await flood(carol, 60)).toEqual(accepted(60))
})

test('[FL7] nodes count together, a mute acts on each of them within a second, and outlives a restart', async () => {
  const links = new Links()
  const clock = new FakeClock()
  const place = (node: string) => ({ node, peers: noPeers, roles: ['api', 'gateway', 'worker'] as const })
  await using here = await TestApp.start({ clock, bus: links.open(), cluster: place('here') })
  const alice = await here.person('alice', { setup: (await here.core.setupCode.renew()) ?? '' })
  await alice.call('admin.setLimits', { limits })
  const bob = await here.person('bob')
  await using there = await TestApp.start({ clock, bus: links.open(), cluster: place('there'), beside: here })
  await settle()
  const away = await there.signedIn(bob.me, bob.token)
  expect(await flood(bob, 15)).toEqual(accepted(15))
  await settle()
  expect(await flood(away, 26)).toEqual([...accepted(5), ...repeated('rate_limited', 20), 'flood_muted'])
  await clock.advance(1_000)
  await eventually(async () => (await codeOf(bob.say(WORLD_CHAT_ID, 'here'))) === 'flood_muted')
  await using later = await TestApp.start({ clock, bus: links.open(), cluster: place('later'), beside: here })
  const back = await later.signedIn(bob.me, bob.token)
  expect(await codeOf(back.say(WORLD_CHAT_ID, 'later'))).toBe('flood_muted')
  await alice.call('admin.liftMute', { userId: bob.me.id })
  await clock.advance(1_000)
  await eventually(async () => (await codeOf(away.say(WORLD_CHAT_ID, 'free'))) === 'accepted')
})

test('[FL7] messages before a mute count on no node after it', async () => {
  const links = new Links()
  const clock = new FakeClock()
  const place = (node: string) => ({ node, peers: noPeers, roles: ['api', 'gateway', 'worker'] as const })
  await using here = await TestApp.start({ clock, bus: links.open(), cluster: place('here') })
  const alice = await here.person('alice', { setup: (await here.core.setupCode.renew()) ?? '' })
  const longWindow = { floodMessages: 4, floodWindowMs: 10 * minuteMs, floodMutesMs: [2_000] }
  await alice.call('admin.setLimits', { limits: { ...limits, ...longWindow } })
  const bob = await here.person('bob')
  await using there = await TestApp.start({ clock, bus: links.open(), cluster: place('there'), beside: here })
  await settle()
  const away = await there.signedIn(bob.me, bob.token)
  expect(await flood(bob, 9)).toEqual(muted(4))
  await settle()
  await clock.advance(3_000)
  await eventually(async () => (await codeOf(away.say(WORLD_CHAT_ID, 'calm'))) === 'accepted')
})

test('a repeated message counts once, and a stored one is returned while its sender is muted', async () => {
  await using it = await scene()
  const { bob } = it
  const body = { type: 'text', text: 'hello' } as const
  const order = { id: newUuidV7() as MessageId, chatId: WORLD_CHAT_ID, body }
  const sent = await bob.call('messages.send', order)
  for (let at = 0; at < 40; at++) expect(await bob.call('messages.send', order)).toEqual(sent)
  await flood(bob, 41)
  expect(await codeOf(bob.say(WORLD_CHAT_ID, 'muted'))).toBe('flood_muted')
  expect(await bob.call('messages.send', order)).toEqual(sent)
})

test('mutes that lead to no longer one are removed', async () => {
  await using it = await scene()
  const { app, bob } = it
  const carol = await app.person('carol')
  await flood(bob, 41)
  await flood(carol, 41)
  await app.database.write(async ({ db, now }) => {
    const old = db.selectFrom('users').select('key').where('username', '=', 'bob')
    await db
      .updateTable('flood_mutes')
      .set({ until: now - dayMs - 1 })
      .where('user_key', 'in', old)
      .execute()
  })
  await app.core.worker.lookForWork()
  const left = await app.database.read((db) => db.selectFrom('flood_mutes').select('until').execute())
  expect(left).toEqual([{ until: it.clock.now() + minuteMs }])
})

test('[FL1] messages with refused words count, and a mute comes before a look at the words', async () => {
  await using it = await scene()
  const { alice, bob } = it
  await alice.call('admin.setWords', { words: ['kite'] })
  const sent: string[] = []
  for (let at = 0; at < 41; at++) sent.push(await codeOf(bob.say(WORLD_CHAT_ID, 'my kite')))
  expect(sent).toEqual([...repeated('word_refused', 20), ...repeated('rate_limited', 20), 'flood_muted'])
})
