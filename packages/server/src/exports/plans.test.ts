import { type ChatId, limits, newUuidV7 } from '@parley/protocol'
import { toBytes } from '../lib/uuid-bytes'
import type { Ran } from '../testing/explain'
import { FakeClock } from '../testing/fake-clock'
import { testPlans } from '../testing/plans'
import { type Person, TestApp } from '../testing/test-app'
import { upload } from '../testing/upload'

const scene = async () => {
  const ran: Ran[] = []
  const onQuery = ({ sql, parameters }: Ran) => void ran.push({ sql, parameters })
  const app = await TestApp.start({ clock: new FakeClock(), rateLimits: false, groupMembers: 20_000, onQuery })
  const [alice, bob] = [await app.person('alice'), await app.person('bobby')]
  const chatId = newUuidV7() as ChatId
  const channelId = newUuidV7() as ChatId
  await alice.call('groups.create', { id: chatId, name: 'Crowd', userIds: [bob.me.id] })
  await alice.call('channels.create', { id: channelId, name: 'Kites' })
  const heard = await bob.say(chatId, 'hello')
  await alice.say(channelId, 'hello')
  await alice.call('messages.react', { chatId, id: heard.id, emoji: '👍', on: true })
  await alice.call('messages.hide', { chatId, ids: [heard.id] })
  await alice.call('friends.request', { userId: bob.me.id })
  await alice.call('invites.create', {})
  await alice.call('reports.create', { userId: bob.me.id, reason: 'other' })
  await upload(app, alice, { chatId })
  return {
    ...{ app, alice, crowds: [chatId, channelId], taken: () => ran.splice(0) },
    [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
  }
}

/** Lets the pause between two exports pass. */
const later = (app: TestApp, { me }: Person): Promise<unknown> =>
  app.database.write(({ db }) =>
    db
      .updateTable('exports')
      .set((row) => ({ requested_at: row('requested_at', '-', limits.exportIntervalMs) }))
      .where('user_key', '=', (user) => user.selectFrom('users').select('key').where('id', '=', toBytes(me.id)))
      .execute(),
  )

testPlans('of exports', {
  scene,
  calls: {
    'an export, and the removal of the one before': async ({ app, alice }) => {
      await later(app, alice)
      await app.core.exports.exports.requestFor(alice.me.id)
      await app.core.exports.work.look()
      await alice.call('accounts.exportState', {})
      await alice.call('accounts.exportAddress', { password: 'correct horse 5 battery' })
      await app.core.worker.lookForWork()
    },
  },
})
