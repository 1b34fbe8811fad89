import { expect, test } from 'bun:test'
import { limits, WORLD_CHAT_ID } from '@parley/protocol'
import { FakeClock, settle } from '../testing/fake-clock'
import { HeldReads } from '../testing/held-reads'
import { TestApp } from '../testing/test-app'

/** Alice, who watches bob and the world, and a database that can be slow. */
const scene = async () => {
  const clock = new FakeClock()
  let reads: HeldReads | undefined
  const app = await TestApp.start({
    clock,
    kind: 'sqlite',
    wrap: (database) => {
      reads = new HeldReads(database)
      return reads
    },
  })
  if (!reads) throw new Error('The service took another database.')
  const alice = await app.person('alice')
  const bob = await app.person('bobby')
  bob.connection.connection.end()
  await alice.call('chats.watch', { chatId: WORLD_CHAT_ID })
  await clock.advance(limits.onlineIntervalMs)
  await alice.call('presence.watch', { userIds: [bob.me.id] })
  const told = () =>
    JSON.stringify([...alice.connection.events('presence.changed'), ...alice.connection.events('chat.online')])
  return { app, clock, reads, alice, bob, told, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

test("[PM6] two reads of a user's settings that finish in reverse order never show an invisible user", async () => {
  await using it = await scene()
  const { app, clock, reads, alice, bob, told } = it
  const before = told()
  // The first read is from the time when bob was visible.
  const visible = reads.hold()
  const arriving = app.signedIn(bob.me, bob.token)
  await visible.answered
  const phone = await app.signedIn(bob.me, bob.token)
  await phone.call('presence.set', { status: 'invisible' })
  await settle()
  visible.release()
  await arriving
  expect(app.core.online.count).toBe(1)
  await clock.advance(2 * limits.onlineIntervalMs)
  expect(told()).toBe(before)
  expect(await alice.call('chats.online', { chatId: WORLD_CHAT_ID })).toEqual({ count: 1, sample: [alice.me.id] })
})

test('[PM6] nor do they hide a user who is visible again', async () => {
  await using it = await scene()
  const { app, clock, reads, alice, bob } = it
  const first = await app.signedIn(bob.me, bob.token)
  await first.call('presence.set', { status: 'invisible' })
  await clock.advance(10_000)
  const invisible = reads.hold()
  await first.call('accounts.setPrivacy', { seenBy: 'contacts' })
  await invisible.answered
  await first.call('presence.set', { status: 'online' })
  await settle()
  invisible.release()
  await clock.advance(10_000)
  expect((await alice.call('chats.online', { chatId: WORLD_CHAT_ID })).count).toBe(2)
})

test("[PM6] a user who hides while the database can't be read is hidden once it can", async () => {
  await using it = await scene()
  const { app, clock, reads, bob } = it
  const phone = await app.signedIn(bob.me, bob.token)
  expect(app.core.online.count).toBe(2)
  reads.fail()
  await phone.call('presence.set', { status: 'invisible' })
  await settle()
  expect(app.core.online.count).toBe(2)
  await clock.advance(5_000)
  expect(app.core.online.count).toBe(1)
})
