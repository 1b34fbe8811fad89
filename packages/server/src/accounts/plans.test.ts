import { type ChatId, newUuidV7 } from '@parley/protocol'
import { toBytes } from '../lib/uuid-bytes'
import { addPasskey, signInByPasskey } from '../testing/authenticator'
import { eventually } from '../testing/eventually'
import type { Ran } from '../testing/explain'
import { FakeClock } from '../testing/fake-clock'
import { mailedCode } from '../testing/mailed-code'
import { testPostgresPlans } from '../testing/plans'
import { ticketOf, turnOnSecondFactor } from '../testing/second-factor'
import { type Person, TestApp } from '../testing/test-app'

const restoreMs = 60_000
const password = 'correct horse 5 battery'

const scene = async () => {
  const ran: Ran[] = []
  const onQuery = ({ sql, parameters }: Ran) => void ran.push({ sql, parameters })
  const clock = new FakeClock()
  const app = await TestApp.start({ clock, restoreMs, groupMembers: 20_000, rateLimits: false, onQuery })
  const owner = await app.person('owner', { password })
  const admin = await app.person('admin', { password })
  const chatId = newUuidV7() as ChatId
  const channelId = newUuidV7() as ChatId
  await owner.call('groups.create', { id: chatId, name: 'Crowd', userIds: [admin.me.id] })
  await owner.call('channels.create', { id: channelId, name: 'Kites' })
  await app.core.admin.grant('admin')
  const newest = async () => mailedCode((await app.mails()).at(-1)) ?? 'none'
  const here = ({ me }: Person) => signIn(app, me.username)
  let people = 0
  const newcomer = async () => here(await app.person(`visitor${++people}`, { password }))
  const crowds = [chatId, channelId]
  return {
    ...{ app, clock, owner, admin, chatId, channelId, crowds, newest, here, newcomer, taken: () => ran.splice(0) },
    [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
  }
}
type Scene = Awaited<ReturnType<typeof scene>>

const signIn = async (app: TestApp, login: string): Promise<Person> => {
  const { user, session } = await app.connect().call('accounts.login', { login, password })
  return app.signedIn(user, session.token)
}

/** Gives a person something of every kind that an erasure removes. */
const beBusy = async ({ admin, here, chatId, channelId }: Scene, person: Person) => {
  const host = await here(admin)
  await host.call('groups.invite', { chatId, userIds: [person.me.id] })
  await person.call('channels.join', { chatId: channelId })
  const { id, seq } = await person.say(chatId, 'hello')
  await person.call('messages.react', { chatId, id, emoji: '👍', on: true })
  await person.call('messages.hide', { chatId, ids: [id] })
  await person.call('chats.markRead', { chatId, seq })
  await person.call('friends.request', { userId: host.me.id })
  await person.call('invites.create', {})
  const { chat } = await person.call('chats.direct', { userId: host.me.id })
  await person.say(chat.id, 'hello')
}

const bindAddress = async ({ newest }: Scene, person: Person) => {
  const email = `${person.me.username}@lake.example`
  await person.call('accounts.setEmail', { email, password, language: 'en' })
  await person.call('accounts.verifyEmail', { code: await newest() })
  return email
}

const isErased = ({ app }: Scene, { me }: Person) =>
  app.database.read(async (db) => {
    const row = await db.selectFrom('users').select(['erase_at']).where('id', '=', toBytes(me.id)).executeTakeFirst()
    return row?.erase_at === null
  })

testPostgresPlans('about closed and erased accounts, e-mail addresses and second factors', {
  scene,
  calls: {
    'closing and restoring the owner of a group': async (it) => {
      const { app, clock, owner, admin, here, chatId } = it
      // An owner can close an account a few times an hour.
      await clock.leap(3_600_000)
      const [first, heir] = [await here(owner), await here(admin)]
      await heir.call('groups.transfer', { chatId, userId: first.me.id }).catch(() => {})
      // Without admins, all members may become the owner.
      await first.call('groups.setRole', { chatId, userId: heir.me.id, role: 'member' })
      await first.call('accounts.close', { password })
      await app.connect().call('accounts.restore', { login: first.me.username, password })
      const { me } = await here(owner)
      await heir.call('admin.closeUser', { userId: me.id })
      await heir.call('admin.restoreUser', { userId: me.id })
    },
    'closing an administrator': async ({ app, admin, newcomer, here }) => {
      const host = await here(admin)
      const other = await newcomer()
      await app.core.admin.grant(other.me.username)
      await host.call('admin.closeUser', { userId: other.me.id })
    },
    'erasing an account': async (it) => {
      const { app, clock, newcomer } = it
      const person = await newcomer()
      await beBusy(it, person)
      await bindAddress(it, person)
      await person.call('accounts.close', { password })
      await clock.leap(restoreMs)
      while (!(await isErased(it, person))) {
        await clock.advance(10_000)
        await app.core.worker.lookForWork()
      }
    },
    'requests for an account': async ({ app, admin, here }) => {
      const host = await here(admin)
      const door = app.connect()
      await host.call('admin.setRegistration', { registration: 'approval' })
      const tickets: string[] = []
      for (const username of ['kay', 'lea', 'mia'])
        tickets.push((await door.call('accounts.requestAccount', { username, password, name: username })).ticket)
      await door.call('accounts.login', { login: 'kay', password }).catch(() => undefined)
      for (const ticket of [...tickets, 'x'.repeat(43)]) await door.call('accounts.requestState', { ticket })
      const { requests } = await host.call('admin.accountRequests', {})
      const [first, second] = requests
      if (!first || !second) throw new Error('the requests are missing')
      await host.call('admin.accountRequests', { after: { at: first.at, id: first.id } })
      await host.call('admin.answerRequests', { ids: [first.id], approve: false })
      for (const ticket of tickets) await door.call('accounts.withdrawRequest', { ticket })
      await app.core.worker.lookForWork()
      await host.call('admin.setRegistration', { registration: 'open' })
    },
    'second factors': async (it) => {
      const { app, admin, clock, here, newcomer } = it
      const person = await newcomer()
      const { username } = person.me
      const factor = await turnOnSecondFactor(app, person, password)
      const first = () => ticketOf(app.connect().call('accounts.login', { login: username, password }))
      const pass = async (code = '') => app.connect().call('accounts.passSecondFactor', { ticket: await first(), code })
      await pass(factor.nextCode())
      const { recoveryCodes } = await person.call('accounts.renewRecoveryCodes', {
        ...{ password, code: factor.recoveryCodes[0] ?? '' },
      })
      await pass(recoveryCodes[0])
      const helper = await here(admin)
      const link = await helper.call('admin.resetPassword', { userId: person.me.id })
      const reset = { code: link.code, newPassword: password }
      const ticket = await ticketOf(app.connect().call('accounts.resetPassword', reset))
      const { user, session } = await app
        .connect()
        .call('accounts.passSecondFactor', { ticket, code: recoveryCodes[1] ?? '' })
      const again = await app.signedIn(user, session.token)
      await again.call('accounts.disableTotp', { password, code: recoveryCodes[2] ?? '' })
      await again.call('accounts.setUpTotp', { password })
      await helper.call('admin.removeSecondFactor', { userId: person.me.id })
      // Removes what expired.
      await clock.leap(3_600_000)
      await app.core.worker.lookForWork()
    },
    passkeys: async ({ app, admin, here, newcomer }) => {
      const person = await newcomer()
      const { device, passkey } = await addPasskey(app, person, { password })
      const { passkey: second } = await addPasskey(app, person, { password })
      await signInByPasskey(app, device).catch(() => undefined)
      await signInByPasskey(app, device, { userHandle: 'AA' }).catch(() => undefined)
      await person.call('accounts.passkeys', {})
      await person.call('accounts.renamePasskey', { passkeyId: passkey.id, name: 'Blue key' })
      await person.call('accounts.removePasskey', { passkeyId: second.id, password })
      const host = await here(admin)
      await host.call('admin.passkeys', {})
      await host.call('admin.removePasskeys', { userId: person.me.id })
    },
    'e-mail addresses': async (it) => {
      const { app, clock, newcomer, newest } = it
      const person = await newcomer()
      const email = await bindAddress(it, person)
      await signIn(app, email)
      await app.connect().call('accounts.recover', { login: email })
      await clock.advance(1_000)
      await eventually(() => app.core.recovery.requests === 0)
      const code = await newest()
      await app.connect().call('accounts.resetPassword', { login: email, code, newPassword: password })
      const again = await signIn(app, email)
      await again.call('accounts.removeEmail', { password })
    },
  },
})
