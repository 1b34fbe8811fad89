import { expect, test } from 'bun:test'
import { type ChatId, newUuidV7 } from '@parley/protocol'
import { toBytes } from '../lib/uuid-bytes'
import type { Database } from '../storage/database'
import { FakeClock } from '../testing/fake-clock'
import { HeldReads } from '../testing/held-reads'
import { type Person, TestApp } from '../testing/test-app'
import { updateUser } from '../users/user-rows'
import { Leases } from '../work/leases'

const restoreMs = 60_000
const password = ({ me }: Person) => `correct horse ${me.username.length} battery`

/** A database whose writes fail as often as it says, as if the process had died before them. */
const failing =
  (fails: () => boolean) =>
  (database: Database): Database => ({
    epoch: database.epoch,
    get waiting() {
      return database.waiting
    },
    reachable: true,
    now: () => database.now(),
    write: (run) => (fails() ? Promise.reject(new Error('the process died')) : database.write(run)),
    appendMessage: (message) => database.appendMessage(message),
    read: (run) => database.read(run),
    stop: () => database.stop(),
  })

const newGroup = async (owner: Person, others: readonly Person[]): Promise<ChatId> => {
  const id = newUuidV7() as ChatId
  await owner.call('groups.create', { id, name: 'Kites', userIds: others.map(({ me }) => me.id) })
  return id
}

const rowOf = (app: TestApp, { me }: Person) =>
  app.database.read((db) =>
    db.selectFrom('users').selectAll().where('id', '=', toBytes(me.id)).executeTakeFirstOrThrow(),
  )

/** How often each event was written into a group. */
const eventsIn = async (app: TestApp, chatId: ChatId): Promise<Record<string, number>> => {
  const rows = await app.database.read((db) =>
    db
      .selectFrom('messages')
      .innerJoin('chats', 'chats.key', 'messages.chat_key')
      .select('messages.body')
      .where('chats.id', '=', toBytes(chatId))
      .execute(),
  )
  const events = rows.map(({ body }) => (JSON.parse(body) as { event?: string }).event ?? 'text')
  return Object.fromEntries([...new Set(events)].map((event) => [event, events.filter((one) => one === event).length]))
}

const workUntil = async (app: TestApp, clock: FakeClock, done: () => Promise<boolean>): Promise<void> => {
  while (!(await done())) {
    await clock.advance(10_000)
    await app.core.worker.lookForWork()
  }
}

test('[DL33] an erasure that is cut off again and again goes on, and does each step once', async () => {
  const clock = new FakeClock()
  // The process dies after 2 writes, then after 4 more, and so on, so that each life comes further.
  let [armed, cuts, left] = [false, 0, 2]
  const wrap = failing(() => {
    if (!armed || --left >= 0) return false
    cuts++
    left = 2 + 2 * cuts
    return true
  })
  await using app = await TestApp.start({ clock, restoreMs, wrap })
  const [alice, bob] = [await app.person('alice'), await app.person('bob')]
  const groups: ChatId[] = []
  for (let at = 0; at < 5; at++) groups.push(await newGroup(alice, [bob]))
  await alice.call('accounts.close', { password: password(alice) })
  await clock.leap(restoreMs - 1)
  armed = true
  await workUntil(app, clock, async () => (await rowOf(app, alice)).erase_at === null)
  armed = false
  expect(cuts).toBeGreaterThan(5)
  for (const group of groups)
    expect(await eventsIn(app, group)).toEqual({ group_created: 1, owner_changed: 1, member_left: 1 })
  const { key } = await rowOf(app, alice)
  const present = await app.database.read((db) =>
    db
      .selectFrom('members')
      .innerJoin('chats', 'chats.key', 'members.chat_key')
      .select('chats.key')
      .where('user_key', '=', key)
      .where('left_seq', 'is', null)
      .where('kind', '=', 'group')
      .execute(),
  )
  expect(present).toEqual([])
})

test('a closing that was cut off after its first transaction is finished by the job', async () => {
  const clock = new FakeClock()
  let left = Number.POSITIVE_INFINITY
  await using app = await TestApp.start({ clock, wrap: failing(() => --left < 0) })
  const [alice, bob] = [await app.person('alice'), await app.person('bob')]
  const group = await newGroup(alice, [bob])
  const { chat } = await alice.call('chats.direct', { userId: bob.me.id })
  // The counted try, and the transaction that closes.
  left = 2
  await expect(alice.call('accounts.close', { password: password(alice) })).rejects.toMatchObject({ code: 'internal' })
  expect(app.takeProblems()).toHaveLength(1)
  expect((await rowOf(app, alice)).unsettled).toBe(1)
  left = Number.POSITIVE_INFINITY
  await workUntil(app, clock, async () => (await rowOf(app, alice)).unsettled === 0)
  const again = await app.signedIn(bob.me, bob.token)
  await expect(again.say(chat.id, 'hello')).rejects.toMatchObject({ code: 'peer_closed' })
  const { members } = await again.call('groups.members', { chatId: group })
  expect(members.find(({ userId }) => userId === bob.me.id)?.role).toBe('owner')
})

test('an account that is restored while the job is on its way to it stays, also if it was closed again', async () => {
  for (const eraseAt of [null, 2 * restoreMs]) {
    const clock = new FakeClock(0)
    let reads: HeldReads | undefined
    const wrap = (database: Database) => {
      reads = new HeldReads(database)
      return reads
    }
    await using app = await TestApp.start({ clock, restoreMs, wrap })
    const alice = await app.person('alice')
    await alice.call('accounts.close', { password: password(alice) })
    const { key } = await rowOf(app, alice)
    const lease = await new Leases({ database: app.database, node: 'test', lastsMs: restoreMs }).take('test')
    if (!lease) throw new Error('the lease is free')
    await app.database.write(({ db }) => updateUser(db, key, { erase_at: 0 }))
    // The first read is about accounts to settle, the second one finds those to erase.
    const due = reads?.hold(1)
    const job = app.core.erasure.run(lease)
    await due?.answered
    await app.database.write(({ db }) => updateUser(db, key, { erase_at: eraseAt }))
    due?.release()
    await job
    expect(await rowOf(app, alice)).toMatchObject({ username: 'alice', erased_at: null, erase_at: eraseAt })
  }
})
