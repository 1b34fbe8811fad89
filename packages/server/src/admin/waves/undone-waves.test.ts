import { expect, test } from 'bun:test'
import { limits, newUuidV7, type Params, type WaveId } from '@parley/protocol'
import { FakeClock } from '../../testing/fake-clock'
import { pngOf } from '../../testing/sample-pictures'
import { heldRows, insertMessages, stateOf, world } from '../../testing/spam-wave'
import { type Person, TestApp } from '../../testing/test-app'
import { upload } from '../../testing/upload'
import { codeOf, settleMs, startWaveScene, textsIn } from '../../testing/wave-scene'

const start = async () => {
  const clock = new FakeClock()
  return startWaveScene(await TestApp.start({ clock }), clock)
}

test('[AD3] after ten minutes a cleanup is final: nothing of it is kept, and files are removed', async () => {
  await using scene = await start()
  const { app, age, alice, clock, spammer, clean, finish, waveOf } = scene
  const mallory = await spammer('mallory')
  const { chat } = await alice.call('chats.direct', { userId: mallory.me.id })
  const media = await upload(app, mallory, { chatId: chat.id, bytes: pngOf(34, 34) })
  await mallory.call('messages.send', {
    ...{ id: newUuidV7() as Params<'messages.send'>['id'], chatId: chat.id },
    body: { type: 'image', mediaId: media.mediaId },
  })
  const { id } = await clean()
  const { undoUntil = 0 } = (await finish(id)) ?? {}
  expect(undoUntil - clock.now()).toBeLessThanOrEqual(limits.waveUndoMs)
  const released = async () => (await stateOf(app)).files.map(({ released_at }) => released_at !== null)
  expect(await released()).toEqual([false])
  await age(id, undoUntil - clock.now())
  expect(await codeOf(alice.call('admin.undoWave', { id }))).toBe('too_late')
  await app.core.waves.look()
  expect((await waveOf(id))?.state).toBe('final')
  expect(await released()).not.toEqual([false])
  expect(await heldRows(app)).toEqual({ wave_accounts: 0, wave_chats: 0, withdrawn: 0 })
  expect(await textsIn(alice, chat.id)).toEqual(['(retracted)'])
})

test('[AD3] accounts that were disabled before stay disabled after an undo, and an administrator’s decision stands', async () => {
  await using scene = await start()
  const { alice, spammer, clean, finish } = scene
  const [mallory, bob] = [await spammer('mallory'), await spammer('bob')]
  await spammer('carol')
  const set = ({ me }: Person, disabled: boolean) => alice.call('admin.setDisabled', { userId: me.id, disabled })
  await set(mallory, true)
  const { id } = await clean()
  await finish(id)
  // Bob was enabled and disabled again by hand.
  await set(bob, false)
  await scene.clock.advance(10)
  await set(bob, true)
  await alice.call('admin.undoWave', { id })
  await finish(id)
  const disabled = await alice.call('admin.users', { state: 'disabled' })
  expect(disabled.users.map(({ username }) => username).toSorted()).toEqual(['bob', 'mallory'])
})

test.each(['first', 'second'] as const)(
  '[AD3] of two cleanups that cover the same accounts, an undo of the %s revives nothing that the other one covers',
  async (which) => {
    await using scene = await start()
    const { app, alice, spammer, filter, clean, finish } = scene
    const [mallory, bob] = [await spammer('mallory'), await spammer('bob')]
    const carol = await app.person('carol')
    await app.core.admin.grant('carol')
    for (const person of [mallory, bob]) await person.say(world, `from ${person.me.username}`)
    const before = await stateOf(app)
    const one = await clean({ except: [bob.me.id] })
    await finish(one.id)
    const two = await clean({ filter: filter() }, carol)
    await finish(two.id)
    const [undone, kept] = which === 'first' ? [one, two] : [two, one]
    await alice.call('admin.undoWave', { id: undone.id })
    await finish(undone.id)
    const disabled = async () =>
      (await alice.call('admin.users', { state: 'disabled' })).users.map(({ username }) => username).toSorted()
    expect(await disabled()).toEqual(which === 'first' ? ['bob', 'mallory'] : ['mallory'])
    expect(await textsIn(alice, world)).toEqual(
      which === 'first' ? ['(retracted)', '(retracted)'] : ['(retracted)', 'from bob'],
    )
    await carol.call('admin.undoWave', { id: kept.id })
    await finish(kept.id)
    expect(await stateOf(app)).toEqual(before)
  },
)

test.each(['first', 'second'] as const)(
  '[AD3] when the %s of two cleanups is final, an undo of the other one brings back nothing that both cover',
  async (which) => {
    await using scene = await start()
    const { app, age, alice, spammer, clean, finish, waveOf } = scene
    const mallory = await spammer('mallory')
    await mallory.say(world, 'spam')
    const one = await clean()
    await finish(one.id)
    const two = await clean()
    await finish(two.id)
    const [final, undone] = which === 'first' ? [one, two] : [two, one]
    await age(final.id, limits.waveUndoMs)
    await app.core.waves.look()
    expect((await waveOf(final.id))?.state).toBe('final')
    await alice.call('admin.undoWave', { id: undone.id })
    expect(await finish(undone.id)).toMatchObject({ state: 'undone' })
    expect(await textsIn(alice, world)).toEqual(['(retracted)'])
    expect((await alice.call('admin.users', { state: 'disabled' })).users).toHaveLength(1)
    expect(await heldRows(app)).toEqual({ wave_accounts: 0, wave_chats: 0, withdrawn: 0 })
  },
)

test('[AD3] messages that arrive while the sessions end are retracted, too', async () => {
  await using scene = await start()
  const { app, alice, clock, spammer, clean } = scene
  const mallory = await spammer('mallory')
  await mallory.say(world, 'first')
  const [row] = await app.database.read((db) =>
    db.selectFrom('users').select('key').where('username', '=', 'mallory').execute(),
  )
  const { id } = await clean()
  await app.core.waves.look()
  expect(await textsIn(alice, world)).toEqual(['(retracted)'])
  // Another node, which has not heard yet, stores one more.
  await insertMessages(app, world, [{ senderKey: row?.key ?? 0, text: 'late' }])
  await clock.advance(settleMs)
  await app.core.waves.look()
  expect(await textsIn(alice, world)).toEqual(['(retracted)', '(retracted)'])
  expect(await scene.waveOf(id)).toMatchObject({ state: 'cleaned', messages: 1, messagesDone: 2 })
})

test('[AD3] another node continues a cleanup when the node that began it stops, and an undo likewise', async () => {
  await using scene = await start()
  const { app, alice, clock, spammer, clean } = scene
  const mallory = await spammer('mallory')
  for (let at = 0; at < 120; at++) await mallory.say(world, `spam ${at}`)
  const before = await stateOf(app)
  await using other = await TestApp.start({ clock, beside: app })
  /** Node a stops in the middle of its steps, node b continues. */
  const workOver = async (a: TestApp, b: TestApp, id: WaveId) => {
    const looking = a.core.waves.look()
    await a.core.waves.stop()
    await looking
    b.core.waves.start()
    await b.core.waves.look()
    await clock.advance(settleMs)
    await b.core.waves.look()
    return scene.waveOf(id)
  }
  await other.core.waves.stop()
  const { id } = await clean()
  expect(await workOver(app, other, id)).toMatchObject({ state: 'cleaned', accountsDone: 1, messagesDone: 120 })
  await alice.call('admin.undoWave', { id })
  expect(await workOver(other, app, id)).toMatchObject({ state: 'undone' })
  expect(await stateOf(app)).toEqual(before)
})

test('[AD3] a cleanup can be undone while it is under way', async () => {
  await using scene = await start()
  const { app, alice, spammer, clean, finish } = scene
  const mallory = await spammer('mallory')
  for (let at = 0; at < 3; at++) await mallory.say(world, `spam ${at}`)
  const before = await stateOf(app)
  const { id } = await clean()
  await app.core.waves.look()
  expect((await scene.waveOf(id))?.state).toBe('cleaning')
  await alice.call('admin.undoWave', { id })
  expect(await finish(id)).toMatchObject({ state: 'undone' })
  expect(await stateOf(app)).toEqual(before)
  const { entries } = await alice.call('admin.audit', { action: 'wave_undone' })
  expect(entries).toHaveLength(1)
})
