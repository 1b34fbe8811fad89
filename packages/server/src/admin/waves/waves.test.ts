import { expect, test } from 'bun:test'
import { type ChatId, limits, newUuidV7, type Params } from '@parley/protocol'
import { FakeClock } from '../../testing/fake-clock'
import { pngOf } from '../../testing/sample-pictures'
import { heldRows, insertCrowd, insertMessages, stateOf, world } from '../../testing/spam-wave'
import { TestApp } from '../../testing/test-app'
import { upload } from '../../testing/upload'
import { codeOf, newWave, password, startWaveScene, textsIn } from '../../testing/wave-scene'

const start = async () => {
  const clock = new FakeClock()
  return startWaveScene(await TestApp.start({ clock }), clock)
}

test('[AD3] a wave of 500 accounts and 5,000 messages among 10,000 people is cleaned, and undone exactly', async () => {
  await using scene = await start()
  const { app, alice, clock, filter, finish } = scene
  const long = clock.now() - 30 * 24 * 3_600_000
  const people = await insertCrowd(app, { prefix: 'person', count: 10_000, network: '198.51.100', createdAt: long })
  await insertMessages(
    app,
    world,
    people.slice(0, 3_000).map((senderKey, at) => ({ senderKey, text: `Good evening ${at}` })),
  )
  const spam = await insertCrowd(app, { prefix: 'spam', count: 500, network: '203.0.113', createdAt: clock.now() })
  const newcomers = await insertCrowd(app, { prefix: 'guest', count: 20, network: '192.0.2', createdAt: clock.now() })
  await clock.advance(1_000)
  // Spam, between messages of others.
  await insertMessages(
    app,
    world,
    Array.from({ length: 6_000 }, (_, at) =>
      at % 6 === 5
        ? { senderKey: (at % 12 === 5 ? people : newcomers)[at % 20] ?? 0, text: `Hello ${at}` }
        : { senderKey: spam[(at - Math.floor(at / 6)) % 500] ?? 0, text: `Cheap watches https://spam.test/${at}` },
    ),
  )
  const before = await stateOf(app)
  const counted = await alice.call('admin.countWave', { filter: filter() })
  expect(counted).toMatchObject({ accounts: 500, messages: 5_000, chats: 1 })
  expect(counted.sample).toHaveLength(limits.waveSample)
  expect(counted.sample.every(({ messages }) => messages === 10)).toBe(true)

  const startedAt = performance.now()
  const { id } = await alice.call('admin.cleanWave', { id: newWave(), filter: filter(), hash: counted.hash })
  const cleaned = await finish(id)
  const cleanedAt = performance.now()
  expect(cleaned).toMatchObject({
    state: 'cleaned',
    accounts: 500,
    accountsDone: 500,
    messages: 5_000,
    messagesDone: 5_000,
  })
  const after = await stateOf(app)
  const spammers = new Set(spam)
  for (const [at, message] of after.messages.entries()) {
    const was = before.messages[at]
    if (!spammers.has(message.sender_key)) expect(message).toEqual(was as typeof message)
    else expect([message.body, message.retracted_at !== null]).toEqual(['{"type":"retracted"}', true])
  }
  for (const [at, user] of after.users.entries()) {
    if (!spammers.has(user.key)) expect(user).toEqual(before.users[at] as typeof user)
    else expect(user.disabled_at).not.toBe(null)
  }
  expect(after.contents).toEqual([])

  await alice.call('admin.undoWave', { id })
  const undoneFrom = performance.now()
  expect(await finish(id)).toMatchObject({ state: 'undone', accountsDone: 0, messagesDone: 0 })
  const undoneAt = performance.now()
  expect(await stateOf(app)).toEqual(before)
  expect(await heldRows(app)).toEqual({ wave_accounts: 0, wave_chats: 0, withdrawn: 0 })
  const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`
  console.info(`cleaned in ${seconds(cleanedAt - startedAt)}, undone in ${seconds(undoneAt - undoneFrom)}`)
  const entries = (await alice.call('admin.audit', {})).entries.filter(({ action }) => action.startsWith('wave'))
  expect(entries.map(({ action, after: values, before: was }) => [action, values?.accounts, was?.accounts])).toEqual([
    ['wave_undone', 0, 500],
    ['wave_cleaned', 500, null],
  ])
  // Far above what it takes, so that only an error in its order of growth fails here.
  expect(cleanedAt - startedAt).toBeLessThan(300_000)
}, 600_000)

test('[AD3] a cleanup ends sessions, and brings back pins, reactions, mentions, files and edits; sessions stay ended', async () => {
  await using scene = await start()
  const { app, alice, spammer, clean, finish } = scene
  const mallory = await spammer('mallory')
  const { chat } = await alice.call('chats.direct', { userId: mallory.me.id })
  const group = newUuidV7() as ChatId
  await alice.call('groups.create', { id: group, name: 'Kites', userIds: [mallory.me.id] })
  const link = await mallory.say(group, 'see https://spam.test')
  await alice.call('messages.react', { chatId: group, id: link.id, emoji: '👍', on: true })
  await alice.call('messages.pin', { chatId: group, id: link.id, pinned: true })
  const edited = await mallory.say(chat.id, 'before')
  await mallory.call('messages.edit', { chatId: chat.id, id: edited.id, body: { type: 'text', text: 'after' } })
  await mallory.call('messages.send', {
    ...{ id: newUuidV7() as Params<'messages.send'>['id'], chatId: group, body: { type: 'text', text: 'hey' } },
    mentions: [alice.me.id],
  })
  const media = await upload(app, mallory, { chatId: group, bytes: pngOf(34, 34) })
  const picture = await mallory.call('messages.send', {
    ...{ id: newUuidV7() as Params<'messages.send'>['id'], chatId: group },
    body: { type: 'image', mediaId: media.mediaId },
  })
  const gone = await mallory.say(group, 'gone before')
  await mallory.call('messages.retract', { chatId: group, id: gone.id })
  const before = await stateOf(app)
  const shown = () =>
    alice.call('media.get', { ids: [], shown: [{ mediaId: media.mediaId, chatId: group, messageId: picture.id }] })
  expect((await shown()).media).toHaveLength(1)

  const { id, messages, chats } = await clean()
  expect({ messages, chats }).toEqual({ messages: 4, chats: 2 })
  await finish(id)
  expect(mallory.connection.closedWith).toBe(4502)
  expect(await textsIn(alice, group)).toEqual(Array.from({ length: 4 }, () => '(retracted)'))
  expect(await textsIn(alice, chat.id)).toEqual(['(retracted)'])
  expect((await shown()).media).toEqual([])
  expect(await codeOf(app.connect().call('accounts.login', { login: 'mallory', password }))).toBe('account_disabled')

  await alice.call('admin.undoWave', { id })
  await finish(id)
  expect(await stateOf(app)).toEqual(before)
  expect((await shown()).media).toHaveLength(1)
  expect(await codeOf(app.connect().call('session.open', { token: mallory.token }))).toBe('unauthenticated')
  expect(await codeOf(app.connect().call('accounts.login', { login: 'mallory', password }))).toBe('accepted')
})

test('[AD3] administrators are never in a wave, and accounts that were left out stay', async () => {
  await using scene = await start()
  const { app, alice, spammer, filter, clean, finish } = scene
  const [mallory, bob] = [await spammer('mallory'), await spammer('bob')]
  await spammer('carol')
  await app.core.admin.grant('carol')
  for (const person of [mallory, bob]) await person.say(world, `from ${person.me.username}`)
  const { accounts, sample } = await alice.call('admin.countWave', { filter: filter() })
  expect([accounts, sample.map(({ user }) => user.username).toSorted()]).toEqual([2, ['bob', 'mallory']])
  const { id } = await clean({ except: [bob.me.id] })
  await finish(id)
  expect(await textsIn(alice, world)).toEqual(['(retracted)', 'from bob'])
  const disabled = await alice.call('admin.users', { state: 'disabled' })
  expect(disabled.users.map(({ username }) => username)).toEqual(['mallory'])
})

test('[AD3] an account that became an administrator meanwhile is left out', async () => {
  await using scene = await start()
  const { app, alice, spammer, clean } = scene
  const bob = await spammer('bob')
  await bob.say(world, 'from bob')
  await app.core.waves.stop()
  const { id } = await clean()
  await app.core.admin.grant('bob')
  app.core.waves.start()
  await scene.finish(id)
  expect(await scene.waveOf(id)).toMatchObject({ state: 'cleaned', accountsDone: 0, messagesDone: 0 })
  expect(await textsIn(alice, world)).toEqual(['from bob'])
})

test('[AD3] the activity, the time and the network choose the accounts', async () => {
  await using scene = await start()
  const { alice, clock, from, spammer, filter } = scene
  const mallory = await spammer('mallory')
  await spammer('silent')
  await spammer('other', '198.51.100.7')
  await mallory.say(world, 'spam')
  const count = async (more: Partial<Params<'admin.countWave'>['filter']>) =>
    (await alice.call('admin.countWave', { filter: { ...filter(), ...more } })).sample
      .map(({ user }) => user.username)
      .toSorted()
  expect(await count({})).toEqual(['mallory', 'silent'])
  expect(await count({ activity: 'wrote' })).toEqual(['mallory'])
  expect(await count({ activity: 'silent' })).toEqual(['silent'])
  expect(await count({ network: '198.51.100.7' })).toEqual(['other'])
  expect(await count({ network: '198.51.100.8' })).toEqual([])
  const { network: _, ...anywhere } = filter()
  expect((await alice.call('admin.countWave', { filter: anywhere })).accounts).toBe(3)
  expect(await count({ from: clock.now(), until: clock.now() + 1 })).toEqual(['mallory', 'silent'])
  expect(await count({ from: from - 10, until: from })).toEqual([])
  expect(await codeOf(count({ from: from - limits.waveSpanMs - 1_000 }))).toBe('invalid_params')
})

test('[AD3] a count that is no longer right is refused, and a repeated call starts nothing new', async () => {
  await using scene = await start()
  const { app, alice, spammer, filter } = scene
  await spammer('mallory')
  const id = newWave()
  const counted = await alice.call('admin.countWave', { filter: filter() })
  const [mallory] = counted.sample
  // As many accounts, but another one.
  await app.core.admin.grant('mallory')
  const bob = await spammer('bob')
  const input = { id, filter: filter(), hash: counted.hash }
  expect((await alice.call('admin.countWave', { filter: filter() })).accounts).toBe(counted.accounts)
  expect(await codeOf(alice.call('admin.cleanWave', input))).toBe('conflict')
  expect((await alice.call('admin.users', { state: 'disabled' })).users).toEqual([])
  const { hash } = await alice.call('admin.countWave', { filter: filter() })
  const nobody = { ...input, hash, except: [bob.me.id] }
  expect(await codeOf(alice.call('admin.cleanWave', nobody))).toBe('conflict')
  const first = await alice.call('admin.cleanWave', { ...input, hash })
  const again = await alice.call('admin.cleanWave', { ...input, hash: 'another' })
  expect(mallory?.user.username).toBe('mallory')
  expect(again.id).toBe(first.id)
  expect((await alice.call('admin.waves', {})).waves).toHaveLength(1)
  expect(await codeOf(alice.call('admin.undoWave', { id: newWave() }))).toBe('not_found')
})

test('[AD3] more accounts than the limit are refused', async () => {
  await using scene = await start()
  const { app, alice, clock, filter } = scene
  await insertCrowd(app, {
    ...{ prefix: 'spam', count: limits.waveAccounts + 1, network: '203.0.113' },
    createdAt: clock.now() - limits.waveAccounts,
  })
  const wide = { ...filter(), from: clock.now() - 100_000 }
  expect(await codeOf(alice.call('admin.countWave', { filter: wide }))).toBe('too_large')
})
