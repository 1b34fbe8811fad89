import { expect, test } from 'bun:test'
import { type ChatId, type MessageId, newUuidV7 } from '@parley/protocol'
import type { Database } from '../../storage/database'
import { FakeClock } from '../../testing/fake-clock'
import { pngOf } from '../../testing/sample-pictures'
import { world } from '../../testing/spam-wave'
import { TestApp } from '../../testing/test-app'
import { upload } from '../../testing/upload'
import { codeOf, newWave, startWaveScene, textsIn } from '../../testing/wave-scene'

/** Changes that others make while a cleanup is under way or can be undone. */
const start = async (wrap?: (database: Database) => Database) => {
  const clock = new FakeClock()
  return startWaveScene(await TestApp.start({ clock, ...(wrap && { wrap }) }), clock)
}

/** A database that runs something once before the next write. */
const beforeWrite = () => {
  let next: (() => Promise<void>) | undefined
  const wrap = (database: Database): Database =>
    new Proxy(database, {
      get: (target, name) => {
        const value = Reflect.get(target, name) as unknown
        if (typeof value !== 'function') return value
        if (name !== 'write') return value.bind(target)
        return async (...args: unknown[]) => {
          const now = next
          next = undefined
          await now?.()
          return value.apply(target, args)
        }
      },
    })
  const once = (run: () => Promise<void>) => {
    next = run
  }
  return { wrap, once }
}

test('[AD3] messages in chats that begin after the count are retracted, too', async () => {
  const { wrap, once } = beforeWrite()
  await using scene = await start(wrap)
  const { alice, spammer, clean, finish } = scene
  const mallory = await spammer('mallory')
  await mallory.say(world, 'spam')
  const chats: ChatId[] = [world]
  once(async () => {
    const { chat } = await mallory.call('chats.direct', { userId: alice.me.id })
    chats.push(chat.id)
    await mallory.say(chat.id, 'spam to alice')
  })
  const { id } = await clean()
  expect(await finish(id)).toMatchObject({ state: 'cleaned', messagesDone: 2 })
  expect(chats).toHaveLength(2)
  for (const chatId of chats) expect(await textsIn(alice, chatId)).toEqual(['(retracted)'])
})

test('[AD3] an undo leaves disabled whom an administrator disabled since, and retracted what was retracted since', async () => {
  await using scene = await start()
  const { app, alice, spammer, clean, finish } = scene
  const mallory = await spammer('mallory')
  const bob = await app.person('bob')
  const [insult, threat] = [await mallory.say(world, 'an insult'), await mallory.say(world, 'a threat')]
  await mallory.say(world, 'hello')
  await bob.call('reports.create', { message: { chatId: world, id: insult.id }, reason: 'abuse' })
  const [report] = (await alice.call('reports.list', {})).reports
  if (!report) throw new Error('there is no report')
  const { id } = await clean()
  await finish(id)
  const audited = async () => (await alice.call('admin.audit', {})).entries.map(({ action }) => action)
  const before = await audited()
  // Everything that is open without a cleanup is open during one, and becomes final.
  expect((await alice.call('reports.list', {})).reports.map(({ acts }) => acts)).toEqual([
    ['dismiss', 'retract', 'mute', 'disable'],
  ])
  await alice.call('reports.end', { id: report.id, act: 'retract' })
  for (let times = 0; times < 2; times++) {
    await alice.call('messages.retract', { chatId: world, id: threat.id })
    await alice.call('admin.setDisabled', { userId: mallory.me.id, disabled: true })
  }
  expect((await audited()).slice(0, -before.length)).toEqual([
    ...(['user_disabled', 'message_retracted', 'report_ended', 'message_retracted'] as const),
  ])
  await alice.call('admin.undoWave', { id })
  await finish(id)
  expect(await textsIn(alice, world)).toEqual(['(retracted)', '(retracted)', 'hello'])
  const { users } = await alice.call('admin.users', { state: 'disabled' })
  expect(users.map(({ username }) => username)).toEqual(['mallory'])
})

test.each(['before', 'during'] as const)(
  '[AD3] a file in a direct chat that both people cleared %s a cleanup goes after its undo',
  async (when) => {
    await using scene = await start()
    const { app, alice, spammer, clean, finish } = scene
    const mallory = await spammer('mallory')
    const { chat } = await alice.call('chats.direct', { userId: mallory.me.id })
    const { mediaId } = await upload(app, mallory, { chatId: chat.id, bytes: pngOf(34, 34) })
    const id = newUuidV7() as MessageId
    const { seq } = await mallory.call('messages.send', { id, chatId: chat.id, body: { type: 'image', mediaId } })
    const isSettled = async () => {
      const uses = await app.database.read((db) => db.selectFrom('media_uses').select('settled').execute())
      return uses.map(({ settled }) => settled)
    }
    await mallory.call('chats.clear', { chatId: chat.id, seq })
    if (when === 'before') await alice.call('chats.clear', { chatId: chat.id, seq })
    const wave = await clean()
    await finish(wave.id)
    if (when === 'during') await alice.call('chats.clear', { chatId: chat.id, seq })
    await alice.call('admin.undoWave', { id: wave.id })
    await finish(wave.id)
    // The sweep looks once more.
    expect(await isSettled()).toEqual([0])
  },
)

test('[AD3] a cleanup that is sent twice at once begins once', async () => {
  await using scene = await start()
  const { alice, clean, spammer } = scene
  await (await spammer('mallory')).say(world, 'spam')
  const id = newWave()
  const sent = [1, 2].map(() => codeOf(clean({ id })))
  expect(await Promise.all(sent)).toEqual(['accepted', 'accepted'])
  expect((await alice.call('admin.waves', {})).waves).toHaveLength(1)
})

test('[AD3] an undo brings messages back for former members, too', async () => {
  await using scene = await start()
  const { app, alice, spammer, clean, finish } = scene
  const mallory = await spammer('mallory')
  const bob = await app.person('bob')
  const group = newUuidV7() as ChatId
  await alice.call('groups.create', { id: group, name: 'Kites', userIds: [mallory.me.id, bob.me.id] })
  await mallory.say(group, 'hello')
  await bob.call('groups.leave', { chatId: group })
  const before = await textsIn(bob, group)
  const { id } = await clean()
  await finish(id)
  await alice.call('admin.undoWave', { id })
  await finish(id)
  expect(before).toContain('hello')
  expect(await textsIn(bob, group)).toEqual(before)
})
